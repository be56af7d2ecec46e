import { formatMember, type Member } from '../member.ts';
import type { RegisteredMember, Registry } from '../registry.ts';
import type { Alert } from '../words/alert.ts';
import type { AbsentMember, DigestScope, HubDigest } from '../words/hub-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';

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

/** The members that cannot be read, and those whose heartbeats have stopped, in the order of their names. */
export function listAbsent(members: readonly RegisteredMember[], home: Member, now: Date): AbsentMember[] {
  return members
    .filter(member => formatMember(member) !== formatMember(home))
    .flatMap(member => toAbsent(member, now))
    .toSorted((one, other) => (formatMember(one) < formatMember(other) ? -1 : 1));
}

function toAbsent(member: RegisteredMember, now: Date): AbsentMember[] {
  const { account, region, unreachable, heartbeatAt, heardAt } = member;
  if (unreachable) {
    const { since, code } = unreachable;
    return [{ account, region, since, reason: { kind: 'unreachable', code } }];
  }
  // A stack may send no heartbeats: only one that stops is a sign.
  const isSilent = heartbeatAt && heardAt && now.getTime() - heardAt.getTime() > SILENT;
  return isSilent ? [{ account, region, since: heardAt, reason: { kind: 'silent' } }] : [];
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
