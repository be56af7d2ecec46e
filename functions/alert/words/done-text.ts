import type { Coverage } from '../../coverage/coverage.ts';
import type { UnplacedReason } from '../../coverage/plan/unplaced-reason.ts';
import type { WriteRestraint } from '../../coverage/write-restraint.ts';
import type { Alert } from '../../review/words/alert.ts';
import type { Change } from '../../review/words/change.ts';
import type { Done, Failure, Reason } from '../../review/words/done.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderActorName } from './actor-text.ts';
import { isRemoval } from './change-text.ts';
import { renderDecisions } from './decision-text.ts';
import { renderRule } from './rule-text.ts';

/** What the guard did, or why it did nothing; a sentence a line. */
export function renderDone(alert: Alert): string[] {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return [];
  const { done, change } = alert;
  if (done.did === 'nothing') return [`No change made: ${renderReason(done.reason, change)}`];
  return [
    ...done.entries.map(entry => `Added ${renderRule(entry)}.`),
    ...(done.isOvertaken
      ? [
          'The network ACL changed at the same time: these rules now open more than is missing. Check or undo them.',
        ]
      : []),
    ...(done.unfinished ? [`No other rule added: ${renderReason(done.unfinished, change)}`] : []),
    renderAfter(done.coverageAfter),
  ];
}

/** What the guard added; none where it added nothing. */
export function addedEntries(alert: Alert): Extract<Done, { did: 'added' }>['entries'] {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return [];
  return alert.done.did === 'added' ? alert.done.entries : [];
}

function renderAfter({ status, severity }: Coverage): string {
  if (status === 'covered') return 'Replies now reach all clients.';
  return severity === 'low'
    ? 'Replies now reach all clients, except where existing deny rules apply.'
    : 'Some replies are still blocked.';
}

/** Why the guard added nothing, or nothing more, with a full stop. */
export function renderReason(reason: Reason, change: Change | undefined): string {
  switch (reason.kind) {
    case 'notify-mode':
      return 'notify mode only reports.';
    case 'not-opted-in':
      return `the tag ${TAG} is not remediate.`;
    case 'tagged':
      return `the tag ${TAG}=${reason.tag} allows reports only.`;
    case 'firewall-manager':
      return 'Firewall Manager manages this network ACL.';
    case 'nothing-to-add':
      return 'no outbound gap is medium or high.';
    case 'decided':
      return `${renderDecisions(reason.ruleNumbers)}.`;
    case 'no-effect':
      return 'the guard never changes existing rules.';
    case 'no-record':
      return 'the findings table cannot be read.';
    case 'unreported-write':
      return 'an earlier attempt may have added a rule, and is reported first.';
    case 'first-sweep':
      return 'the first sweep only reports.';
    case 'throttled':
      return 'EC2 throttles the account.';
    case 'not-planned':
      return renderReasons(reason.reasons, toUnplanned(reason.decidedBy));
    case 'restrained':
      return renderReasons(reason.restraints, RESTRAINED);
    case 'below-min-severity':
      return 'the outbound gap is below the minimum severity.';
    case 'conflict':
      return `the guard added the missing rules twice within 24 hours, and both times they were removed${renderRemover(change)}.`;
    default:
      return renderFailure(reason);
  }
}

/** Why an attempt ended. */
function renderFailure(reason: Failure): string {
  switch (reason.kind) {
    case 'throttled':
      return 'EC2 throttles the account.';
    case 'refused':
      return `EC2 refused the rule (${reason.code})${renderRefusal(reason.code)}.`;
    case 'role-refused':
      return `this account does not let the hub write (${reason.code}).`;
    case 'unconfirmed':
      return `EC2 did not confirm the rule (${reason.code}), which may exist.`;
    case 'out-of-time':
      return 'no time was left. The next review continues.';
    case 'not-listed':
      return 'EC2 does not list the added rules yet.';
    case 'keeps-changing':
      return 'the network ACL changed again during each attempt.';
    case 'unplaced':
      return 'not all missing rules have a place.';
  }
}

/** Why there is no plan. */
function toUnplanned(decidedBy: readonly number[]): Readonly<Record<UnplacedReason, string>> {
  return {
    broad: 'an inbound rule lets everything in, so no service is named',
    decision: renderDecisions(decidedBy),
    'no-interfaces': 'no network interface is in the subnets',
    quota: 'the missing rules would exceed the rule quota',
    'rule-numbers': 'no free rule number is left',
    'too-many-entries': 'security groups accept less than the inbound rules let in',
  };
}

/** Why the guard does not create the plan. */
const RESTRAINED: Readonly<Record<WriteRestraint, string>> = {
  'security-groups-only': 'only security groups name the service',
  'no-interfaces': 'no network interface is in the subnets',
  unused: 'no subnet uses this network ACL',
  'exposure-unread': 'the security groups, or what they refer to, could not be read',
};

function renderReasons<Name extends string>(
  names: readonly Name[],
  words: Readonly<Record<Name, string>>,
): string {
  return `${joinClauses(names.map(name => words[name]))}.`;
}

/** With a comma before `and`, which shows where the next clause begins. */
function joinClauses(clauses: readonly string[]): string {
  const [last = '', ...before] = clauses.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(', ')}, and ${last}`;
}

/** What the commonest error codes of CreateNetworkAclEntry mean. */
const REFUSALS: Readonly<Record<string, string>> = {
  NetworkAclEntryLimitExceeded: ': the network ACL has as many rules as the quota allows',
  UnauthorizedOperation: ": the guard's role may not add rules to this network ACL",
  RequestLimitExceeded: ': the account makes too many calls',
};

function renderRefusal(code: string): string {
  return Object.hasOwn(REFUSALS, code) ? (REFUSALS[code] ?? '') : '';
}

/** Who removed the rules, where the change says so. */
function renderRemover(change: Change | undefined): string {
  const actor = change && isRemoval(change) ? renderActorName(change) : undefined;
  return actor ? `, last by ${actor}` : '';
}
