import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { findOpen } from './values.ts';

/** What is taken for true or false of the comparisons that are open. */
export type Assumed = ReadonlyMap<string, boolean>;

/** A comparison whose values are not known. */
export interface OpenComparison {
  readonly key: string;
  /** The name of the condition, as the template has it. */
  readonly condition: string;
}

/** Conditions that lead through others; a circle of them is no template. */
const DEEPEST = 50;

/** The conditions of a template. */
export class Conditions {
  readonly #conditions: Fields;
  readonly #resolve: (value: unknown) => unknown;
  readonly #assumed: Assumed;
  /** Comparisons that were asked for and are neither known nor assumed. */
  readonly open: OpenComparison[] = [];

  constructor(conditions: unknown, assumed: Assumed, resolve: (value: unknown) => unknown) {
    this.#conditions = asFields(conditions);
    this.#assumed = assumed;
    this.#resolve = resolve;
  }

  /** Undefined: it is open. A condition that the template does not have is open, too. */
  isTrue(name: string): boolean | undefined {
    return this.#evaluate({ Condition: name }, name, 0);
  }

  #evaluate(condition: unknown, name: string, depth: number): boolean | undefined {
    const [[operator, operand] = []] = Object.entries(asFields(condition));
    const parts = Array.isArray(operand) ? operand : [];
    const inner = (each: unknown) => this.#evaluate(each, name, depth + 1);
    if (depth > DEEPEST) return undefined;
    switch (operator) {
      case 'Condition':
        return Object.hasOwn(this.#conditions, String(operand))
          ? this.#evaluate(this.#conditions[String(operand)], name, depth + 1)
          : undefined;
      case 'Fn::Not':
        return not(inner(parts[0]));
      case 'Fn::And':
        return every(parts.map(inner));
      case 'Fn::Or':
        return not(every(parts.map(each => not(inner(each)))));
      case 'Fn::Equals':
        return this.#compare(parts, name);
      default:
        return undefined;
    }
  }

  #compare(parts: readonly unknown[], condition: string): boolean | undefined {
    const resolved = parts.map(this.#resolve);
    if (!findOpen(resolved)) return String(resolved[0]) === String(resolved[1]);
    const key = JSON.stringify(parts);
    const assumed = this.#assumed.get(key);
    if (assumed === undefined) this.open.push({ key, condition });
    return assumed;
  }
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function every(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
