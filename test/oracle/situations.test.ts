import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BITS, containsBlock, formatBlock, parseBlock, toBlock } from './address.ts';
import { type Situation, toDescribedCase } from './described.ts';
import { isPlannable, type Judged, judge } from './judgement.ts';
import { isMissing } from './replies.ts';
import { isRestrained } from './restraint.ts';

// Network ACLs with what is behind them, and what a senior engineer wants to hear.
const files = ['situations.json', 'public/situations.json'];
const situations = files.flatMap(file => {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { situations: readonly Situation[] }).situations;
});

test.each(situations.map(one => [one.id, one.title, one] as const))('%s: %s', (_, __, situation) => {
  const it = toDescribedCase(situation);
  const { severity, ingressSeverity, egress } = judge(it);
  const { expect: wanted } = situation;
  expect(wanted.severity).toContain(severity);
  const isHigh = ingressSeverity === 'high';
  if (wanted.ingress !== 'any') expect(isHigh).toBe(wanted.ingress === 'high');
  const within = wanted.planWithin.map(parseBlock);
  const outside = egress
    .filter(one => hasPlannedGap(one) && !isRestrained(it))
    .map(({ area: { family, address } }) => toBlock(family, address, BITS[family]))
    .filter(address => !within.some(block => containsBlock(block, address)));
  expect(outside.map(formatBlock)).toEqual([]);
});

function hasPlannedGap(one: Judged): boolean {
  return isPlannable(one) && [...one.required.keys()].some(port => isMissing(one, port));
}
