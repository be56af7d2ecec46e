import type { Fields } from '../../../functions/parsing/structures.ts';
import type { Assumed } from './conditions.ts';
import type { Parameters } from './parameters.ts';
import { Resolver } from './resolver.ts';

/** What comes out where some conditions are taken for true, others for false. */
export interface Way<T> {
  readonly value: T;
  /** The conditions that are open. */
  readonly conditions: readonly string[];
}

/** Comparisons that are taken both ways; more would be too many ways. */
const MOST_OPEN = 5;

/**
 * Evaluates something of a template for both values of each open comparison that it meets. Of a template with too many of
 * them, the others stay open.
 */
export function toWays<T>(
  template: Fields,
  parameters: Parameters,
  evaluate: (resolver: Resolver) => T,
  assumed: Assumed = new Map(),
  conditions: readonly string[] = [],
): Way<T>[] {
  const resolver = new Resolver(template, parameters, assumed);
  const value = evaluate(resolver);
  const [open] = resolver.conditions.open;
  if (open === undefined || assumed.size >= MOST_OPEN) return [{ value, conditions }];
  return [true, false].flatMap(taken =>
    toWays(template, parameters, evaluate, new Map([...assumed, [open.key, taken]]), [
      ...conditions,
      open.condition,
    ]),
  );
}
