import type { EntryRef } from '../coverage/network-acl-entry.ts';
import { findNoEffect } from '../coverage/no-effect.ts';
import { reaches, type Severity, worst } from '../coverage/severity.ts';
import { type Evaluated, isBroken } from './evaluation.ts';
import type { Finding, RecordedAlert } from './finding.ts';
import type { ReviewSettings } from './interfaces.ts';
import { isFixed } from './words/alert-kind.ts';
import type { Change } from './words/change.ts';
import type { NoEffect } from './words/no-effect.ts';

/** How bad an allow without effect is at least: an operator believes that it lets something through. */
const LEAST_SEVERITY: Severity = 'medium';

/** What a review knows about entries without effect. */
interface About extends Pick<Evaluated, 'networkAcl' | 'coverage'> {
  readonly change: Change | undefined;
  readonly finding: Finding | undefined;
}

/**
 * Finds the allow entry without effect that has to be reported: the one that the change created, or the one that an open
 * alert is about and that still has none.
 */
export function toNoEffect(about: About, settings: ReviewSettings): NoEffect | undefined {
  if (!reaches(LEAST_SEVERITY, settings.minSeverity)) return undefined;
  const { networkAcl, coverage } = about;
  const isOnlyCause = !isBroken(coverage, settings);
  for (const { direction, ruleNumber } of toCandidates(about, isOnlyCause)) {
    const decidedBy = findNoEffect(networkAcl.entries, { direction, ruleNumber });
    if (decidedBy !== undefined) return { direction, ruleNumber, decidedBy, isOnlyCause };
  }
  return undefined;
}

function toCandidates({ change, finding }: About, isOnlyCause: boolean): EntryRef[] {
  const last = finding?.pending.at(-1)?.recorded ?? finding?.alerted;
  const isOver = last !== undefined && isFixed(last.kind);
  const created = toCreated(change);
  const isNew = created && !(isOver && hasHeard(last, created, change));
  const known = last?.noEffect;
  // Beside a gap that is over, it was reported with the gap.
  const isOpen = known && !isOver && (known.isOnlyCause || !isOnlyCause);
  return [...(isNew ? [created] : []), ...(isOpen ? [known] : [])];
}

function toCreated(change: Change | undefined): EntryRef | undefined {
  const { action, target } = change ?? {};
  return action === 'CreateNetworkAclEntry' && target?.kind === 'rule' ? target : undefined;
}

/** Whether the alert came after the change and reported its entry: changes are delivered more than once. */
function hasHeard({ at, noEffect }: RecordedAlert, created: EntryRef, change: Change | undefined): boolean {
  return isSameEntry(created, noEffect) && (change?.at === undefined || change.at <= at);
}

export function isSameEntry(one: EntryRef, other: EntryRef | undefined): boolean {
  return one.direction === other?.direction && one.ruleNumber === other.ruleNumber;
}

/** How bad it is what an alert reports. */
export function toSeverity(severity: Severity, noEffect: NoEffect | undefined): Severity {
  return noEffect ? worst([severity, LEAST_SEVERITY]) : severity;
}
