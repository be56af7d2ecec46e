import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NOWHERE } from './case.ts';
import { isPlannable, judge } from './judgement.ts';
import { caseOf, entry } from './notation.ts';
import { isMissing } from './replies.ts';

// Tables of public code and public reports, each with the right answer.
const files = ['cases.txt', 'public/rule-tables.txt'];
const cases = files.flatMap(file => {
  const text = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8');
  return text.split(/\n(?=acl )/).filter(part => part.startsWith('acl '));
});

function judgeCase(lines: readonly string[], isUnused: boolean): string {
  const entries = lines
    .filter(line => /^(in|out) /.test(line))
    .map(line => entry(line.startsWith('out'), line.slice(line.indexOf(' ') + 1)));
  const { status, severity, ingressSeverity, egress } = judge(
    caseOf(entries, { place: { ...NOWHERE, inUse: !isUnused } }),
  );
  const isPlanned = egress.some(
    one => isPlannable(one) && [...one.required.keys()].some(p => isMissing(one, p)),
  );
  const plan = isPlanned ? 'yes' : 'no';
  return `expect status=${status} severity=${severity} ingressSeverity=${ingressSeverity} plan=${plan}`;
}

test.each(cases.map(one => [one.split('\n')[0], one] as const))(
  'the oracle is right about %s',
  (name, one) => {
    const [, expected, ...lines] = one.split('\n');
    expect(judgeCase(lines, name?.endsWith('unused') ?? false)).toBe(expected);
  },
);

test('the fixtures hold all cases', () => {
  expect(cases).toHaveLength(115 + 162);
});
