import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { type Resource, toModuleSteps } from './resource.ts';

/** The code behind a plan, as `configuration` has it: without values, but with what expressions refer to. */
export class Configuration {
  readonly #root: unknown;

  constructor(plan: Fields) {
    this.#root = asFields(plan.configuration).root_module;
  }

  /** The expressions of a resource by argument; undefined: the plan does not have its code. */
  expressions(resource: Resource): Fields | undefined {
    const { module, type, name } = resource;
    const found = toArray(this.#module(module).resources)
      .map(asFields)
      .find(each => each.type === type && each.name === name && each.mode !== 'data');
    return found && { ...asFields(found.expressions), for_each: found.for_each_expression };
  }

  /** The expressions with which the module's parent calls it, by variable. */
  callExpressions(module: string): Fields {
    const steps = toModuleSteps(module);
    const call = asFields(
      asFields(this.#moduleAt(steps.slice(0, -1)).module_calls)[steps.at(-1)?.name ?? ''],
    );
    return { ...asFields(call.expressions), for_each: call.for_each_expression };
  }

  /** The expression of an output of the module. */
  output(module: string, name: string): unknown {
    return asFields(asFields(this.#module(module).outputs)[name]).expression;
  }

  /** Where the code of the module is, as its parent writes it; undefined for the root module. */
  source(module: string): string | undefined {
    const steps = toModuleSteps(module);
    const call = asFields(this.#moduleAt(steps.slice(0, -1)).module_calls)[steps.at(-1)?.name ?? ''];
    const { source } = asFields(call);
    return typeof source === 'string' ? source : undefined;
  }

  #module(module: string): Fields {
    return this.#moduleAt(toModuleSteps(module));
  }

  #moduleAt(steps: ReturnType<typeof toModuleSteps>): Fields {
    let at = asFields(this.#root);
    for (const { name } of steps) at = asFields(asFields(asFields(at.module_calls)[name]).module);
    return at;
  }
}

function toArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What an expression refers to, the most exact first; empty for a constant and for one that is not there. */
export function referencesOf(expression: unknown): string[] {
  return toArray(asFields(expression).references).filter(each => typeof each === 'string');
}
