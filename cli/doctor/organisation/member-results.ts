import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import { renderDay } from '../../../functions/alert/words/time-text.ts';
import { formatMember } from '../../../functions/review/member.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { listAbsent } from '../../../functions/review/reporting/hub-overview.ts';
import { renderMember } from '../../members/hub.ts';
import { type CheckResult, resultsOf } from '../check-result.ts';
import { renderCount } from '../counts.ts';
import type { HubContext } from './context.ts';

const { ok, warning, problem } = resultsOf('members');

const HOUR = 3_600_000;
/** Milliseconds that a new member may wait for its first sweep. */
const FIRST_SWEEP = HOUR;
/** Milliseconds after which a sweep, which is made each day, is too old. */
const OLDEST = 48 * HOUR;
const MOST_NAMED = 5;

/** Whether the hub reads every member, hears of it, and sweeps it. */
export function checkMembers(members: readonly RegisteredMember[], { hub, now }: HubContext): CheckResult[] {
  if (members.length === 1) return [NOTHING];
  const byName = new Map(members.map(member => [formatMember(member), renderMember(member)]));
  const absent = listAbsent(members, hub, now).map(one => ({
    ...one,
    who: byName.get(formatMember(one)) ?? '',
  }));
  const refused = absent.flatMap(one =>
    one.reason.kind === 'unreachable' ? [{ ...one, code: one.reason.code }] : [],
  );
  const silent = absent.filter(({ reason }) => reason.kind === 'silent');
  const problems = [
    ...[...Map.groupBy(refused, ({ code }) => code)].map(([code, some]) =>
      problem(
        `the hub cannot read ${nameAll(some)}: ${code}, since ${renderDay(earliest(some))}`,
        stepFor(code),
      ),
    ),
    ...(silent.length > 0
      ? [problem(`nothing arrives from ${nameAll(silent)} since ${renderDay(earliest(silent))}`, SILENT)]
      : []),
    ...checkSweeps(members, now),
    ...checkOwners(members),
  ];
  return problems.length > 0
    ? problems
    : [ok(`${renderCount(members.length, 'member')}: all report, and were swept`)];
}

const SILENT =
  'look there for the rules, the role to forward, and a policy of the organisation that denies events:PutEvents';

function stepFor(code: string): string {
  if (/^(UnauthorizedOperation|OptInRequired|AuthFailure)/.test(code))
    return 'look for a policy of the organisation or a boundary that denies ec2:DescribeNetworkAcls there';
  return 'deploy the template for members in that account, also in its home region, which makes the roles';
}

const NOTHING = warning(
  'no member is registered yet',
  'deploy the template for members in other accounts or regions (docs/organisation.md)',
);

function checkSweeps(members: readonly RegisteredMember[], now: Date): CheckResult[] {
  const age = (at: Date | undefined) =>
    at === undefined ? Number.POSITIVE_INFINITY : now.getTime() - at.getTime();
  const reached = members.filter(({ unreachable }) => unreachable === undefined);
  const failed = reached.filter(({ failedPlanId }) => failedPlanId !== undefined);
  const due = reached.filter(member => !failed.includes(member));
  const never = due.filter(({ lastSweep }) => lastSweep === undefined);
  const late = never.filter(({ knownAt }) => age(knownAt) > FIRST_SWEEP);
  const old = due.filter(({ lastSweep }) => lastSweep && age(lastSweep.result.at) > OLDEST);
  const soon = never.filter(member => !late.includes(member));
  return [
    ...toSwept(failed, 'the last sweep failed in', problem),
    ...toSwept(late, 'no sweep has ended yet of', problem),
    ...toSwept(old, 'the last sweep is more than two days old of', problem),
    ...toSwept(soon, 'the first sweep has still to end of', warning),
  ];
}

/** In a shared VPC network ACLs are left to the owner, which reviews them only as a member. */
function checkOwners(members: readonly RegisteredMember[]): CheckResult[] {
  const known = new Set(members.map(formatMember));
  const seen = members.flatMap(({ region, lastSweep }) =>
    (lastSweep?.otherOwners ?? []).map(account => ({ account, region })),
  );
  const unknown = seen.filter(owner => !known.has(formatMember(owner)));
  const missing = new Map(unknown.map(owner => [formatMember(owner), owner]));
  if (missing.size === 0) return [];
  const names = nameAll([...missing.values()].map(owner => ({ who: renderMember(owner) })));
  const says = `shared VPCs are reviewed nowhere, because their owner is no member: ${names}`;
  return [
    problem(says, 'deploy the template for members there (docs/organisation.md#how-members-are-known)'),
  ];
}

function toSwept(members: readonly RegisteredMember[], what: string, make: typeof problem): CheckResult[] {
  if (members.length === 0) return [];
  const names = nameAll(members.map(member => ({ who: renderMember(member) })));
  return [make(`${what} ${names}`, "read sweep's log in the hub (docs/operations.md#heartbeat)")];
}

function nameAll(members: readonly { readonly who: string }[]): string {
  return joinFirst(
    members.map(({ who }) => who),
    MOST_NAMED,
    'members',
  );
}

function earliest(members: readonly { readonly since: Date }[]): Date {
  return new Date(Math.min(...members.map(({ since }) => since.getTime())));
}
