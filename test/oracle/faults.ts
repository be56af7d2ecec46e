import { findDisagreements } from './agreement.ts';
import { findSideEffects } from './applying.ts';
import type { Case } from './case.ts';
import { differing } from './differing.ts';
import { findInexact } from './economy.ts';
import { ask, askNeedsExposure } from './engine.ts';
import { applyPlan, type Examined } from './examined.ts';
import { judge } from './judgement.ts';
import { findUnnamed } from './leftovers.ts';
import { needsExposure } from './needs-exposure.ts';
import { formatEntry } from './notation.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import { findWrongReasons } from './reasons.ts';
import { findUnrestrained } from './restraint.ts';

/** Promise 6: what is planned once the plan is applied. */
export function findReplanned(examined: Examined): string[] {
  if (examined.report.planned.length === 0) return [];
  return ask(applyPlan(examined)).planned.map(entry => `plans again: ${formatEntry(entry)}`);
}

/** All faults that are cheap enough to look for a million times. */
export function findFaults(examined: Examined): string[] {
  const { it, report, judgement, applied } = examined;
  const { egress } = judgement;
  return [
    ...findDisagreements(judgement, report),
    ...findUnnamed(report, applied),
    ...findWrongReasons(it, report),
    ...findSideEffects(it, applied),
    ...findMisplaced(it, report.planned),
    ...findMisnumbered(it, egress, report.planned),
    ...findInexact(examined),
    ...findUnrestrained(examined),
    ...findReplanned(examined),
  ];
}

/** The question is asked before anything around the network ACL is known. */
export function comparePreCheck(it: Case): string[] {
  const exposure = { kind: 'unknown', reason: 'not-needed' } as const;
  const place = { ...it.place, vpcBlocks: [], subnetBlocks: new Map(), exposure };
  const { ground, ingress } = judge({ ...it, place });
  return differing('needs exposure', needsExposure(ground, ingress), askNeedsExposure(it));
}
