import { isDefaultRule, type NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { GapAlert } from '../../review/words/alert.ts';
import type { Reason } from '../../review/words/done.ts';
import { renderReason } from '../words/done-text.ts';
import { renderRuleNames } from '../words/rule-text.ts';

/** The quota of an account that never had it raised: with fewer rules, others were counted. */
const LEAST_QUOTA = 20;

/** What the guard tried, and why it ended. @param missing - the rules that are still missing */
export function renderAttempt(alert: GapAlert, missing: readonly NetworkAclEntry[]): string[] {
  const { done } = alert;
  const what = missing.length > 0 ? renderRuleNames(missing) : 'a rule';
  if (done.did === 'nothing') return [`The guard could not add ${what}: ${renderWhy(done.reason, alert)}`];
  const { unfinished } = done;
  return [
    `The guard added ${renderRuleNames(done.entries)}.`,
    ...(unfinished ? [`It could not add ${what}: ${renderWhy(unfinished, alert)}`] : []),
    ...(done.isOvertaken
      ? [
          'The network ACL changed at the same time: these rules now open more than is missing.',
          'Check or undo them.',
        ]
      : []),
  ];
}

/** Kinds of alerts in which no other sentence says why the guard made no change. */
const WITHOUT_ATTEMPT: readonly GapAlert['kind'][] = ['gap', 'reminder'];

/** Why the guard made no change; undefined where it did, or where another sentence says so. */
export function renderWhyNot({ done, change, kind }: GapAlert): string | undefined {
  if (done.did === 'added' || !WITHOUT_ATTEMPT.includes(kind)) return undefined;
  return renderReason(done.reason, change);
}

function renderWhy(reason: Reason, alert: GapAlert): string {
  if (reason.kind !== 'refused' || reason.code !== 'NetworkAclEntryLimitExceeded')
    return renderReason(reason, alert.change);
  const used = countOutbound(alert);
  return used < LEAST_QUOTA
    ? 'EC2 reports that the network ACL has as many outbound rules as the quota allows.'
    : `EC2 reports that the network ACL has ${used} of ${used} outbound rules.`;
}

/** Of the family with more of them: the quota is for each. */
function countOutbound({ networkAcl }: GapAlert): number {
  const outbound = networkAcl.entries.filter(entry => entry.direction === 'egress' && !isDefaultRule(entry));
  const ipv4 = outbound.filter(({ cidrBlock }) => cidrBlock.family === 'ipv4').length;
  return Math.max(ipv4, outbound.length - ipv4);
}
