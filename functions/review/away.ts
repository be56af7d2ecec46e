import { hasSameRules, isEvidenceAway } from './basis.ts';
import { AWAY_DAYS, hoursBetween, type RecordedAlert } from './finding.ts';
import type { Subject } from './to-alert.ts';

/** Whether the rules are as they were reported, and what is behind them may come back within {@link AWAY_DAYS}. */
export function isOnlyAway(
  { networkAcl, surroundings, finding }: Subject,
  { basis }: RecordedAlert,
  now: Date,
): boolean {
  if (basis === undefined || !hasSameRules(basis, networkAcl)) return false;
  if (!isEvidenceAway(basis, surroundings.exposure)) return false;
  return hoursBetween(finding?.awaySince ?? now, now) < AWAY_DAYS * 24;
}
