import { SEVERITIES, type Severity, worst } from '../../coverage/severity.ts';
import { identify } from '../entry-identity.ts';
import type { NetworkAcls, ReviewSettings } from '../interfaces.ts';
import { digest as hash } from '../reported-gaps.ts';
import { isFixed } from '../words/alert-kind.ts';
import type { Change } from '../words/change.ts';
import type { Burst, Digest, DigestAbout, DigestGroup, Trend } from '../words/digest.ts';
import type { Claimed } from './claims.ts';
import { lastAlert, toGroups } from './digest-groups.ts';
import type { Class } from './due.ts';
import type { FinishedSweep, ReporterRecord } from './reporter-record.ts';

/** What the members of a digest have in common; `introduction`: it is the first message after a deployment. */
export type DigestClass = Class | 'introduction' | 'open';

/** The deployment that a digest is about. */
export interface DigestHome {
  readonly settings: Pick<ReviewSettings, 'mode' | 'minSeverity' | 'remindAfterHours'>;
  readonly networkAcls: Pick<NetworkAcls, 'account' | 'region' | 'partition'>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The digest of what was claimed. */
export function toDigest(
  id: string,
  of: DigestClass,
  claimed: readonly Claimed[],
  record: ReporterRecord,
  now: Date,
  { settings, networkAcls }: DigestHome,
): Digest {
  const { account, region, partition } = networkAcls;
  const groups = toGroups(claimed);
  const open = groups.length > 0 ? countOpen(groups) : (record.sweep?.open ?? countOpen([]));
  const { mode, minSeverity, remindAfterHours } = settings;
  return {
    ...{ kind: 'digest', id, account, region, partition, mode, minSeverity, at: now },
    about: toAbout(of, claimed, groups, record, mode),
    severity: worst(SEVERITIES.filter(severity => open[severity] > 0)),
    ...{ open, groups },
    ...(remindAfterHours > 0 && { nextReminderAt: new Date(now.getTime() + remindAfterHours * HOUR) }),
  };
}

/** The same for the same alerts. */
export function toDigestId(of: string, alertIds: readonly string[]): string {
  return hash([of, ...alertIds.toSorted()].join('\n'));
}

/** Network ACLs with an open problem. */
export function totalOpen({ low, medium, high }: Readonly<Record<Severity, number>>): number {
  return low + medium + high;
}

function countOpen(groups: readonly DigestGroup[]): Record<Severity, number> {
  const open = { none: 0, low: 0, medium: 0, high: 0 };
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
  const changes = claimed.flatMap(one => lastAlert(one).change ?? []);
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
