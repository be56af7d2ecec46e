import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareShadowed, findDisagreements } from './agreement.ts';
import { findOtherSideEffects, findSideEffects } from './applying.ts';
import { ask, evaluate } from './engine.ts';
import type { Case } from './entry.ts';
import { applyPlan, examine, findReplanned, findUnnamed } from './examined.ts';
import { examineSmall, findNotFewest } from './fewest.ts';
import { cases, smallCases } from './generate/arbitrary.ts';
import { findMisshapen } from './groups.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import { findQuotaFaults } from './quota.ts';

const RUNS = 250;
// The same cases each time, so that a failure belongs to the change that it follows; `npm run test:deep` explores.
fc.configureGlobal({ seed: 20261122 });

/** Runs a check that finds nothing wrong with any case; fast-check prints the seed and the least case it fails on. */
function holds(findFaults: (it: Case) => string[], arbitrary = cases(), numRuns = RUNS): void {
  fc.assert(
    fc.property(arbitrary, it => {
      expect(findFaults(it)).toEqual([]);
    }),
    { numRuns },
  );
}

describe('engine and oracle agree', () => {
  test('on status, severity, clients, services and every point of every gap', () => {
    holds(
      it => {
        const { judgement, report } = examine(it);
        return findDisagreements(judgement, report);
      },
      cases(),
      2 * RUNS,
    );
  });

  test('on shadowed entries', () => {
    holds(compareShadowed, cases(), 2 * RUNS);
  });

  test('whatever the order in which the entries are listed', () => {
    fc.assert(
      fc.property(cases(), fc.infiniteStream(fc.nat()), (it, positions) => {
        const placed = it.entries.map(entry => ({ entry, position: positions.next().value ?? 0 }));
        const shuffled = placed.sort((a, b) => a.position - b.position).map(({ entry }) => entry);
        expect(evaluate({ ...it, entries: shuffled })).toEqual(evaluate(it));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the seven promises of a plan', () => {
  test('1. applied, it leaves no default-denied egress gap but those that unplaced names', () => {
    holds(it => findUnnamed(examine(it)));
  });

  test('2 and 3. at no moment does it open more than missing replies, close anything or override a deny', () => {
    holds(it => {
      const { report, judgement } = examine(it);
      return findSideEffects(it, report.planned, judgement.egress);
    });
  });

  test('2 and 3. it changes nothing for other protocols', () => {
    holds(it => {
      const { report, judgement } = examine(it);
      return findOtherSideEffects(it, report.planned, judgement.points);
    });
  });

  test('3. its entries stand after the denies that they overlap and before the default', () => {
    holds(it => findMisplaced(it, ask(it).planned), fc.oneof(cases(), smallCases()));
  });

  test('4. its rule numbers are free, within 1-32766, and those that the definition says', () => {
    holds(
      it => {
        const { report, groups } = examine(it);
        return [...findMisplaced(it, report.planned), ...findMisnumbered(it, groups, report.planned)];
      },
      fc.oneof(cases(), smallCases()),
    );
  });

  test('5. it is all or nothing against the quota, for each family', () => {
    holds(it => findQuotaFaults(it, ask(it)));
  });

  test('6. planning again gives the empty plan, and what was left stays left', () => {
    holds(
      it => {
        const examined = examine(it);
        return [...findReplanned(examined), ...findUnnamed(examine(applyPlan(examined)))];
      },
      fc.oneof(cases(), smallCases()),
    );
  });

  test('7. it has the fewest entries', () => {
    holds(it => findNotFewest(examineSmall(it)), smallCases(), 3 * RUNS);
  });

  test('7. its entries have the ports that are missing, from the lowest to the highest', () => {
    holds(it => {
      const { groups, report } = examine(it);
      return findMisshapen(groups, report.planned);
    });
  });
});
