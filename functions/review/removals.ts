import type { NetworkAcl } from '../coverage/network-acl.ts';
import { identify } from './entry-identity.ts';
import type { Finding, RecordedRemediation } from './finding.ts';
import { type Change, endsRule, type LatestChange } from './words/change.ts';

/** Milliseconds that a time of CloudTrail's may be before the guard's own: it has no fractions of a second. */
const ROUNDING = 1_000;

/**
 * Notes when a rule of the guard was removed, as far as the changes that led to the review say so: an alert about the next
 * removal names both times.
 */
export function noteRemovals(
  finding: Finding | undefined,
  networkAcl: NetworkAcl,
  change: LatestChange | undefined,
): Finding | undefined {
  if (finding === undefined || change === undefined || finding.remediations.length === 0) return finding;
  const { earlier = [], ...latest } = change;
  const listed = new Set(networkAcl.entries.map(identify));
  let { remediations } = finding;
  for (const one of [...earlier, latest]) remediations = noteRemoval(remediations, one, listed);
  return { ...finding, remediations };
}

/** Of the latest remediation before the change: an earlier one of the same rule had been removed by then. */
function noteRemoval(
  remediations: readonly RecordedRemediation[],
  { at, target, ...change }: Change,
  listed: ReadonlySet<string>,
): readonly RecordedRemediation[] {
  if (at === undefined || target?.kind !== 'rule' || target.direction !== 'egress' || !endsRule(change))
    return remediations;
  const isRemoved = (entry: string) => !listed.has(entry) && entry.startsWith(`egress ${target.ruleNumber} `);
  const removed = remediations.findLast(
    one => one.at.getTime() - ROUNDING <= at.getTime() && one.entries.some(isRemoved),
  );
  return remediations.map(one => (one === removed ? { ...one, removedAt: one.removedAt ?? at } : one));
}
