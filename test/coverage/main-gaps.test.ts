import { expect, it } from 'vitest';
import { mainGaps } from '../../functions/coverage/main-gaps.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

const directions = (...entries: Parameters<typeof evaluate>[0][]) =>
  new Set(mainGaps(evaluate(entries.flat())).map(({ direction }) => direction));

const CALLS_OUT = egress('100 allow tcp 443 0.0.0.0/0');
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

it.each<[string, readonly Parameters<typeof evaluate>[0][], readonly string[]]>([
  ['of both directions', [SSH, CALLS_OUT], ['egress']],
  ['of egress', [SSH], ['egress']],
  ['of ingress alone', [CALLS_OUT], ['ingress']],
])('an alert is about gaps of one direction, where there are gaps %s', (_, entries, expected) => {
  expect([...directions(...entries)]).toEqual(expected);
});
