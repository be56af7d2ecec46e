import { LAST_RULE_NUMBER } from '../entry.ts';
import type { Draw } from './draw.ts';

/** How the rule numbers of one direction lie: apart, or so close that a plan hardly finds room. */
export interface Numbering {
  readonly first: number;
  readonly step: number;
  /** In percent of the entries, which have any number. */
  readonly scattered: number;
}

export function drawNumbering(draw: Draw, count: number): Numbering {
  const any = draw.between(1, LAST_RULE_NUMBER);
  return draw.weighted([
    [40, { first: 100, step: 10, scattered: 0 }],
    [12, { first: 100, step: 10, scattered: 20 }],
    [16, { first: 1, step: 1, scattered: 0 }],
    [6, { first: 1, step: 2, scattered: 10 }],
    [10, { first: LAST_RULE_NUMBER + 1 - count, step: 1, scattered: 0 }],
    [8, { first: LAST_RULE_NUMBER - 15 * count, step: 15, scattered: 0 }],
    [4, { first: any, step: 1, scattered: 0 }],
    [4, { first: any, step: 97, scattered: 100 }],
  ]);
}

/** Unique numbers, one for each choice; where one is taken, the next that is free. */
export function toNumbers({ first, step, scattered }: Numbering, choices: readonly number[]): number[] {
  const taken = new Set<number>();
  return choices.map((choice, index) => {
    let number = wrap(choice % 100 >= 100 - scattered ? choice : first + index * step);
    while (taken.has(number)) number = wrap(number + 1);
    taken.add(number);
    return number;
  });
}

/** Into 1-32766. */
function wrap(number: number): number {
  return ((((number - 1) % LAST_RULE_NUMBER) + LAST_RULE_NUMBER) % LAST_RULE_NUMBER) + 1;
}
