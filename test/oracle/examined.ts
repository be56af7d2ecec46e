import type { Block } from './address.ts';
import { compareGaps, findDisagreements } from './agreement.ts';
import { findSideEffects, leftMissing } from './applying.ts';
import { ask, type Report } from './engine.ts';
import type { Case } from './entry.ts';
import { findMisshapen, type Group, toGroups } from './groups.ts';
import { type Judgement, judge } from './judgement.ts';
import { formatEntry } from './notation.ts';
import { findMisnumbered, findMisplaced } from './placing.ts';
import { toRepresentatives } from './representatives.ts';

/** A case, what the engine reports of it and what the oracle holds against that. */
export interface Examined {
  readonly it: Case;
  readonly report: Report;
  readonly judgement: Judgement;
  readonly groups: readonly Group[];
}

/** @param candidates - further blocks that a plan might have */
export function examine(it: Case, candidates: readonly Block[] = []): Examined {
  const report = ask(it);
  const blocks = [...report.planned.map(({ block }) => block), ...candidates];
  const ranges = report.planned.flatMap(({ ports }) => ports ?? []);
  const judgement = judge(it, toRepresentatives(it, { blocks, ranges }));
  return { it, report, judgement, groups: toGroups(it, report.planned, judgement.egress) };
}

/** The case with the plan applied. */
export function applyPlan({ it, report }: Examined): Case {
  return { ...it, entries: [...it.entries, ...report.planned] };
}

/** Promise 1: what stays missing is what `unplaced` names, point for point. */
export function findUnnamed({ it, report, judgement }: Examined): string[] {
  const left = leftMissing(it, report.planned, judgement.egress);
  return compareGaps(
    left,
    report.unplaced.map(({ gap }) => gap),
  );
}

/** Promise 6: what is planned once the plan is applied. */
export function findReplanned(examined: Examined): string[] {
  const again = applyPlan(examined);
  return ask(again).planned.map(entry => `plans again: ${formatEntry(entry)}`);
}

/** All faults that are cheap enough to look for a million times. */
export function findFaults(examined: Examined): string[] {
  const { it, report, judgement, groups } = examined;
  return [
    ...findDisagreements(judgement, report),
    ...findUnnamed(examined),
    ...findSideEffects(it, report.planned, judgement.egress),
    ...findMisplaced(it, report.planned),
    ...findMisnumbered(it, groups, report.planned),
    ...findMisshapen(groups, report.planned),
    ...(report.planned.length === 0 ? [] : findReplanned(examined)),
  ];
}
