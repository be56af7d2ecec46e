import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDisagreements } from './agreement.ts';
import { findSideEffects } from './applying.ts';
import type { Case } from './case.ts';
import { compareShadowed } from './compare-shadowed.ts';
import { findInexact, findNotFewest } from './economy.ts';
import { ask, evaluate } from './engine.ts';
import { applyPlan, examine } from './examined.ts';
import { findReplanned } from './faults.ts';
import { cases, smallCases } from './generate/arbitrary.ts';
import { findUnnamed } from './leftovers.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import { findQuotaFaults } from './quota.ts';
import { findUnrestrained } from './restraint.ts';

const RUNS = 250;
// The same cases each time, so that a failure belongs to the change that it follows; `npm run test:deep` explores.
fc.configureGlobal({ seed: 20261127 });

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
  test('on status, severities, clients, services and every point of every gap', () => {
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
  const both = fc.oneof(cases(), smallCases());

  test('1. applied, it leaves no gap that it has to close but those that it names', () => {
    holds(it => {
      const { report, applied } = examine(it);
      return findUnnamed(report, applied);
    });
  });

  test('2 and 3. it opens nothing but required ports inside the request entries, closes nothing, overrides no decision', () => {
    holds(it => findSideEffects(it, examine(it).applied));
  });

  test('3 and 4. its entries are allows with free numbers, in front of no deny that cuts off an allow', () => {
    holds(it => findMisplaced(it, ask(it).planned), both);
  });

  test('4. its rule numbers are those that the definition says', () => {
    holds(it => {
      const { report, judgement } = examine(it);
      return findMisnumbered(it, judgement.egress, report.planned);
    }, both);
  });

  test('5. it is all or nothing against the quota, for each family', () => {
    holds(it => findQuotaFaults(it, ask(it)));
  });

  test('6. planning again gives the empty plan, and what was left stays left', () => {
    holds(it => {
      const examined = examine(it);
      const again = examine(applyPlan(examined));
      return [...findReplanned(examined), ...findUnnamed(again.report, again.applied)];
    }, both);
  });

  test('7. it is exact, or has the blocks of request entries', () => {
    holds(it => findInexact(examine(it)));
  });

  test('7. it has the fewest entries, and is not refused without need', () => {
    holds(it => findNotFewest(examine(it)), smallCases(), 3 * RUNS);
  });

  test('restraint: nothing is written that only security groups ask for, or in doubt', () => {
    holds(it => findUnrestrained(examine(it)));
  });
});
