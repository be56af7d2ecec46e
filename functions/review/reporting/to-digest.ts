import { SEVERITIES, type Severity, worst } from '../../coverage/severity.ts';
import { identify } from '../entry-identity.ts';
import type { Clock, NetworkAcls, ReviewSettings } from '../interfaces.ts';
import { isFixed } from '../words/alert-kind.ts';
import type { Change } from '../words/change.ts';
import type { Burst, Digest, DigestAbout, DigestGroup, Trend } from '../words/digest.ts';
import type { Claimed } from './claims.ts';
import { lastAlert, toGroups } from './digest-groups.ts';
import { type HubOverview, toHubDigest } from './hub-overview.ts';
import type { DigestClass, PlannedDigest } from './planned-digest.ts';
import type { FinishedSweep, ReporterRecord } from './reporter-record.ts';
import { sumSweeps } from './sweep-plan.ts';

/** The deployment that a digest is about. */
export interface DigestHome {
  readonly settings: Pick<ReviewSettings, 'mode' | 'minSeverity' | 'remindAfterHours'>;
  readonly networkAcls: Pick<NetworkAcls, 'account' | 'region' | 'partition'>;
  readonly clock: Clock;
  /** Absent: the deployment is no hub. */
  readonly overview?: HubOverview;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The digest of what was claimed. */
export function toDigest(
  { id, of, account = undefined, absent }: Pick<PlannedDigest, 'id' | 'of' | 'account' | 'absent'>,
  claimed: readonly Claimed[],
  record: ReporterRecord,
  { settings, networkAcls, clock, overview }: DigestHome,
): Digest {
  const { region, partition } = networkAcls;
  const groups = toGroups(claimed);
  const own = account === undefined ? record : toOwnRecord(account, record, overview);
  const open = groups.length > 0 || of === 'absence' ? countOpen(groups) : (own.sweep?.open ?? NOTHING_OPEN);
  const { mode, minSeverity, remindAfterHours } = settings;
  const now = clock.now();
  return {
    ...{ kind: 'digest', id, account: account ?? networkAcls.account, region, partition },
    ...{ mode, minSeverity, at: now },
    about: toAbout(of, claimed, groups, own, mode),
    // What is not evaluated may be fine: it is no more than a medium problem.
    severity: of === 'absence' ? 'medium' : worst(SEVERITIES.filter(severity => open[severity] > 0)),
    ...{ open, groups },
    ...(overview && { hub: toHubDigest(overview, account, absent) }),
    ...(remindAfterHours > 0 && { nextReminderAt: new Date(now.getTime() + remindAfterHours * HOUR) }),
  };
}

/** Of one account alone: what its last sweeps found. How many were open before is on record of all together. */
function toOwnRecord(
  account: string,
  record: ReporterRecord,
  overview: HubOverview | undefined,
): ReporterRecord {
  const { plan, sweep } = record;
  const members = overview?.members.filter(member => member.account === account) ?? [];
  const own =
    plan && sweep ? { ...sumSweeps(plan, members, sweep.result.at), purpose: sweep.purpose } : sweep;
  return { ...record, sweep: own, lastOpen: undefined };
}

/** Network ACLs with an open problem. */
export function totalOpen({ low, medium, high }: Readonly<Record<Severity, number>>): number {
  return low + medium + high;
}

const NOTHING_OPEN = { none: 0, low: 0, medium: 0, high: 0 } as const;

function countOpen(groups: readonly DigestGroup[]): Record<Severity, number> {
  const open = { ...NOTHING_OPEN } as Record<Severity, number>;
  for (const { kind, severity, members } of groups) if (!isFixed(kind)) open[severity] += members.length;
  return open;
}

function toAbout(
  of: DigestClass,
  claimed: readonly Claimed[],
  groups: readonly DigestGroup[],
  record: ReporterRecord,
  mode: ReviewSettings['mode'],
): DigestAbout {
  const { sweep } = record;
  if (of === 'absence') return { kind: 'absence' };
  if (of === 'reminders') {
    const trend = toTrend(groups, record);
    return { kind: 'reminders', ...(trend && { trend }) };
  }
  // What a sweep left that never finished is no more than what came together.
  if (of === 'burst' || sweep === undefined) return { kind: 'burst', burst: toBurst(claimed) };
  if (of === 'introduction') return toIntroduction(sweep, groups, mode);
  return of === 'open' ? { kind: 'open' } : { kind: 'sweep', sweep: sweep.result };
}

function toIntroduction(
  { result, open }: FinishedSweep,
  groups: readonly DigestGroup[],
  mode: ReviewSettings['mode'],
): DigestAbout {
  if (groups.length === 0 && totalOpen(open) === 0) return { kind: 'all-well', sweep: result };
  // A day is the longest that the next sweep may be away.
  const writesFrom = mode === 'notify' ? undefined : new Date(result.at.getTime() + DAY);
  return { kind: 'first-sweep', sweep: result, ...(writesFrom && { writesFrom }) };
}

function toBurst(claimed: readonly Claimed[]): Burst {
  const changes = claimed
    .map(lastAlert)
    .flatMap(({ region, change }) => (change ? { ...change, region } : []));
  const byTime = changes.toSorted((a, b) => (a.at?.getTime() ?? 0) - (b.at?.getTime() ?? 0));
  const times = byTime.flatMap(({ at }) => at ?? []);
  const [first, last] = [times[0], times.at(-1)];
  const change = isSame(changes, ({ actor, invokedBy }) => [actor, invokedBy]) ? byTime[0] : undefined;
  return {
    ...(change && { change }),
    isSameChange: isSame(changes, ({ action, target }) => [action, ...describeTarget(target)]),
    ...(first && last && { span: { first, last } }),
  };
}

/** What was changed, and what a rule says now. */
function describeTarget(target: Change['target']): readonly unknown[] {
  if (target?.kind !== 'rule') return [target];
  return [target.direction, target.ruleNumber, target.entry && identify(target.entry)];
}

function isSame(changes: readonly Change[], describe: (change: Change) => unknown): boolean {
  return new Set(changes.map(change => JSON.stringify(describe(change)))).size === 1;
}

/** What was open then, what is open now, and what is new give what was fixed. */
function toTrend(groups: readonly DigestGroup[], { lastOpen }: ReporterRecord): Trend | undefined {
  if (lastOpen === undefined) return undefined;
  const members = groups.filter(({ kind }) => !isFixed(kind)).flatMap(group => group.members);
  const newSince = members.filter(({ since }) => since > lastOpen.at).length;
  const fixedSince = Math.max(0, lastOpen.count + newSince - members.length);
  return { lastAt: lastOpen.at, last: lastOpen.count, fixedSince, newSince };
}
