import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply, openedPorts } from './applying.ts';
import type { Case, KnownExposure } from './case.ts';
import { ask } from './engine.ts';
import type { Entry } from './entry.ts';
import { inOrder } from './first-match.ts';
import { cases } from './generate/arbitrary.ts';
import { judge } from './judgement.ts';
import { SEVERITIES, type Severity } from './severity.ts';

const RUNS = 300;

/** What must hold between the answers to two cases that differ in one thing. */
function holds(property: (it: Case, choice: number) => void): void {
  fc.assert(fc.property(cases(), fc.nat(), property), { numRuns: RUNS, seed: 20261127 });
}

function severityOf(it: Case): number {
  return SEVERITIES.indexOf(ask(it).severity as Severity);
}

test('an egress allow more never raises the severity', () => {
  holds((it, choice) => {
    const others = it.entries.filter(({ egress }) => egress);
    const taken = new Set(others.map(({ ruleNumber }) => ruleNumber));
    const like = others[choice % Math.max(1, others.length)];
    const ruleNumber = [1, 99, 105, 32_000].find(number => !taken.has(number));
    if (like === undefined || ruleNumber === undefined) return;
    const allow: Entry = { ...like, action: 'allow', ruleNumber };
    expect(severityOf({ ...it, entries: [...it.entries, allow] })).toBeLessThanOrEqual(severityOf(it));
  });
});

test('two neighbouring request allows in the other order change nothing but the numbers', () => {
  holds(it => {
    const requests = inOrder(it.entries, false);
    const index = requests.findIndex(
      (entry, at) => entry.action === 'allow' && requests[at + 1]?.action === 'allow',
    );
    const [first, second] = [requests[index], requests[index + 1]];
    if (first === undefined || second === undefined) return;
    const swapped = it.entries.map(entry => {
      if (entry === first) return { ...entry, ruleNumber: second.ruleNumber };
      return entry === second ? { ...entry, ruleNumber: first.ruleNumber } : entry;
    });
    const [before, after] = [ask(it), ask({ ...it, entries: swapped })];
    const toText = (report: typeof before) =>
      report.gaps.map(gap => [
        gap.direction,
        gap.transport,
        gap.ports,
        gap.evidence,
        gap.severity,
        `${gap.block.first}`,
      ]);
    expect([after.severity, after.status, toText(after)]).toEqual([
      before.severity,
      before.status,
      toText(before),
    ]);
  });
});

test('a failed or poorer reading of exposure never leads to a write that a complete one would not', () => {
  holds(it => {
    const { exposure } = it.place;
    if (exposure.kind === 'unknown') return;
    const complete = ask(it).writable;
    for (const poorer of toPoorer(exposure)) {
      const { writable } = ask({ ...it, place: { ...it.place, exposure: poorer } });
      expect(findOpenedByFirstOnly(it, writable, complete)).toEqual([]);
    }
  });
});

/** Readings that failed, or did not resolve what rules refer to. */
function toPoorer(exposure: KnownExposure): Case['place']['exposure'][] {
  return [
    { kind: 'unknown', reason: 'no-time' },
    { kind: 'unknown', reason: 'not-allowed' },
    { kind: 'unknown', reason: 'failed' },
    { ...exposure, interfaces: [] },
  ];
}

/** Representative packets that the first list of entries opens and the second does not. */
function findOpenedByFirstOnly(it: Case, first: readonly Entry[], second: readonly Entry[]): string[] {
  const written = [...first, ...second];
  const ranges = written.flatMap(({ ports }) => ports ?? []);
  const { egress } = judge(it, { blocks: written.map(({ block }) => block), ranges });
  const [byFirst, bySecond] = [first, second].map(added =>
    apply(it, added, egress).flatMap(one =>
      openedPorts(one).map(port => `${one.judged.transport} ${port} ${one.judged.area.address}`),
    ),
  );
  return byFirst?.filter(point => !bySecond?.includes(point)) ?? [];
}
