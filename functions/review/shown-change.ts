import type { Coverage } from '../coverage/coverage.ts';
import type { Gap } from '../coverage/gaps.ts';
import { mainGaps } from '../coverage/main-gaps.ts';
import { type Change, endsRule, type LatestChange } from './words/change.ts';

/**
 * The change that an alert shows, of those that came together: the latest that denies or removed replies,
 * else the latest that lets the clients in, else the latest of all.
 *
 * CloudTrail does not say what a deleted rule was, so each deleted rule for replies may have been the missing one.
 *
 * @param coverage - with the gaps that the alert is about; undefined: it is about none
 */
export function toShownChange({ earlier = [], ...latest }: LatestChange, coverage?: Coverage): Change {
  const gaps = coverage ? mainGaps(coverage) : [];
  const newestFirst = [latest, ...earlier.toReversed()];
  const findAny = (explains: (change: Change, gap: Gap) => boolean) =>
    newestFirst.find(change => gaps.some(gap => explains(change, gap)));
  return findAny(isAgainstReplies) ?? findAny(letsClientsIn) ?? latest;
}

/** Whether the change can have opened one of the gaps, or made one count. */
export function isExplanation(change: Change, coverage: Coverage): boolean {
  if (change.action === 'ReplaceNetworkAclAssociation') return true;
  return mainGaps(coverage).some(gap => isAgainstReplies(change, gap) || letsClientsIn(change, gap));
}

function isAgainstReplies(change: Change, { direction, deniedBy }: Gap): boolean {
  const { target } = change;
  if (target?.kind !== 'rule' || target.direction !== direction) return false;
  return endsRule(change) || (deniedBy.kind === 'entry' && deniedBy.ruleNumber === target.ruleNumber);
}

function letsClientsIn({ action, target }: Change, { direction, admittedBy }: Gap): boolean {
  if (target?.kind !== 'rule' || target.direction === direction) return false;
  return action !== 'DeleteNetworkAclEntry' && admittedBy.includes(target.ruleNumber);
}
