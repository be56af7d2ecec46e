import type { Template } from './template.ts';

/** Values of a template's parameters, by their names in the template. */
export type ParameterValues = Readonly<Record<string, string>>;

/** A template with conditions, as `npm run package` writes it. */
export interface WholeTemplate extends Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string; readonly MaxLength?: number }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
}

const NO_VALUE = Symbol('AWS::NoValue');
type Function = readonly [name: string, argument: unknown];

/**
 * What CloudFormation makes of a template: resources whose condition holds, with each `Fn::If` decided and each parameter
 * put in. What only a stack knows, such as `AWS::Region` or the ARN of a resource, stays as it is.
 *
 * @param given - those parameters that differ from their defaults, and what is known of a stack, such as `AWS::Region`
 */
export function resolveTemplate(template: WholeTemplate, given: ParameterValues): Template {
  const resolver = new Resolver(template.Conditions, valuesOf(template, given));
  return {
    Resources: resolver.present(template.Resources),
    Outputs: resolver.present(template.Outputs),
  } as Template;
}

/** Whether each condition of a template holds. */
export function conditionsOf(template: WholeTemplate, given: ParameterValues): Record<string, boolean> {
  const resolver = new Resolver(template.Conditions, valuesOf(template, given));
  return Object.fromEntries(Object.keys(template.Conditions).map(name => [name, resolver.holds(name)]));
}

function valuesOf({ Parameters }: WholeTemplate, given: ParameterValues): ParameterValues {
  const defaults = Object.entries(Parameters).map(([name, { Default }]) => [name, Default]);
  return { ...Object.fromEntries(defaults), ...given };
}

class Resolver {
  readonly #conditions: Readonly<Record<string, unknown>>;
  readonly #values: ParameterValues;

  constructor(conditions: Readonly<Record<string, unknown>>, values: ParameterValues) {
    this.#conditions = conditions;
    this.#values = values;
  }

  holds(name: unknown): boolean {
    const condition = this.#conditions[String(name)];
    if (condition === undefined) throw new Error(`The template has no condition ${name}`);
    return this.#isTrue(condition);
  }

  /** The parts whose condition holds, or that have none, without the condition itself. */
  present(parts: object): object {
    const there = Object.entries(parts).filter(([, part]) => !part.Condition || this.holds(part.Condition));
    return Object.fromEntries(
      there.map(([id, { Condition: _, ...part }]) => [id, this.#resolve(part) as object]),
    );
  }

  #isTrue(condition: unknown): boolean {
    const [name, argument] = functionOf(condition) ?? ['', undefined];
    const all = argument as unknown[];
    switch (name) {
      case 'Condition':
        return this.holds(argument);
      case 'Fn::Equals':
        return this.#resolve(all[0]) === this.#resolve(all[1]);
      case 'Fn::Not':
        return !this.#isTrue(all[0]);
      case 'Fn::And':
        return all.every(each => this.#isTrue(each));
      case 'Fn::Or':
        return all.some(each => this.#isTrue(each));
      default:
        throw new Error(`What is the condition ${JSON.stringify(condition)}?`);
    }
  }

  #resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(each => this.#resolve(each)).filter(each => each !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const [name, argument] = functionOf(value) ?? ['', undefined];
    if (name === 'Fn::If') {
      const [condition, yes, no] = argument as unknown[];
      return this.#resolve(this.holds(condition) ? yes : no);
    }
    if (name === 'Ref' && argument === 'AWS::NoValue') return NO_VALUE;
    if (name === 'Ref' && String(argument) in this.#values) return this.#values[String(argument)];
    if (name === 'Fn::Sub') return this.#substitute(argument);
    if (name === 'Fn::Split') return this.#split(argument as [string, unknown]);
    const resolved = Object.entries(value).map(([key, part]) => [key, this.#resolve(part)] as const);
    return Object.fromEntries(resolved.filter(([, part]) => part !== NO_VALUE));
  }

  #split([separator, argument]: [string, unknown]): unknown {
    const text = this.#resolve(argument);
    return typeof text === 'string' ? text.split(separator) : { 'Fn::Split': [separator, text] };
  }

  /** Puts in parameters and the variables of the long form; a text without any more is no function. */
  #substitute(argument: unknown): unknown {
    const [text, variables = {}] = [argument].flat() as [string, object?];
    const known = { ...this.#values, ...(this.#resolve(variables) as Record<string, unknown>) };
    const done = text.replace(/\$\{([^}]+)\}/g, (whole, name: string) => textOf(known[name]) ?? whole);
    return done.includes('${') ? { 'Fn::Sub': done } : done;
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return value === undefined ? undefined : String(value);
  return String((value as { 'Fn::Sub': unknown })['Fn::Sub']);
}

/** The one key of an object that is a function of CloudFormation's. */
function functionOf(value: unknown): Function | undefined {
  const [entry, ...others] = Object.entries(value as object);
  return entry && others.length === 0 && /^(Fn::\w+|Ref|Condition)$/.test(entry[0]) ? entry : undefined;
}
