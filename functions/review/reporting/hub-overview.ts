import { formatMember, type Member } from '../member.ts';
import type { RegisteredMember, Registry } from '../registry.ts';
import type { Alert } from '../words/alert.ts';
import type { AbsentMember, DigestScope, HubDigest } from '../words/hub-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';
import { isOver, type SweepPlan } from './sweep-plan.ts';

/** What makes the reporter that of a hub. */
export interface ReporterHub {
  readonly registry: Pick<Registry, 'list'>;
  readonly digestBy: DigestScope;
}

/** What is known of the members when something is published. */
export interface HubOverview {
  readonly by: DigestScope;
  readonly members: readonly RegisteredMember[];
  /** Those that do not report; absent: they are not due to be named. */
  readonly absent?: readonly AbsentMember[];
}

const HOUR = 3_600_000;
/** Milliseconds without a sign of life after which a member is named; its heartbeat comes once a day. */
const SILENT = 48 * HOUR;
/** Milliseconds from one naming to the next: less than a day, since a daily schedule is not exact. */
const NAMED_EVERY = 23 * HOUR;

/** Whether the members that do not report are to be named: once for a plan, and once a day at most. */
export function isAbsenceDue({ plan, absence }: ReporterRecord): boolean {
  if (plan?.state !== 'ended' || absence?.planId === plan.id) return false;
  return absence?.namedAt === undefined || plan.at.getTime() - absence.namedAt.getTime() >= NAMED_EVERY;
}

/**
 * The members that cannot be read, those whose heartbeats have stopped, and those that were not swept, in the order of
 * their names.
 *
 * @param home - the hub's own account and region: it needs neither a role nor heartbeats
 * @param plan - the last sweep of all members, where it has ended
 */
export function listAbsent(
  members: readonly RegisteredMember[],
  home: Member,
  now: Date,
  plan?: SweepPlan,
): AbsentMember[] {
  return members
    .flatMap(member => {
      const isHome = formatMember(member) === formatMember(home);
      const absence = (isHome ? undefined : toAway(member, now)) ?? toNotSwept(member, plan, now);
      return absence ? [{ account: member.account, region: member.region, ...absence }] : [];
    })
    .toSorted((one, other) => (formatMember(one) < formatMember(other) ? -1 : 1));
}

type Why = Pick<AbsentMember, 'since' | 'reason'>;

function toAway({ unreachable, heartbeatAt, heardAt }: RegisteredMember, now: Date): Why | undefined {
  if (unreachable)
    return { since: unreachable.since, reason: { kind: 'unreachable', code: unreachable.code } };
  // A stack may send no heartbeats: only one that stops is a sign.
  const isSilent = heartbeatAt && heardAt && now.getTime() - heardAt.getTime() > SILENT;
  return isSilent ? { since: heardAt, reason: { kind: 'silent' } } : undefined;
}

function toNotSwept(member: RegisteredMember, plan: SweepPlan | undefined, now: Date): Why | undefined {
  const { failedPlanId, lastSweep, knownAt = now } = member;
  if (failedPlanId === undefined && (plan === undefined || isOver(member, plan))) return undefined;
  return { since: lastSweep?.result.at ?? knownAt, reason: { kind: 'not-swept' } };
}

/** What a digest says of the hub. @param account - the one that it is about; absent: all */
export function toHubDigest(
  { members }: Pick<HubOverview, 'members'>,
  account: string | undefined,
  absent: readonly AbsentMember[],
): HubDigest {
  const accounts = account === undefined ? new Set(members.map(member => member.account)).size : 1;
  const about = account === undefined ? 'organisation' : 'account';
  return { about, accounts, accountNames: toAccountNames(members), absent };
}

/** An alert with the name of its account, where that is known. */
export function withAccountName(alert: Alert, overview: HubOverview | undefined): Alert {
  const accountName = overview?.members.find(({ account, name }) => account === alert.account && name)?.name;
  return accountName ? { ...alert, accountName } : alert;
}

/** One member with a name names its account. */
function toAccountNames(members: readonly RegisteredMember[]): ReadonlyMap<string, string> {
  return new Map(members.flatMap(({ account, name }) => (name ? [[account, name] as const] : [])));
}
