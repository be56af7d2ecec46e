import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { findNoEffect } from '../../functions/coverage/no-effect.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import { identify, isListed } from '../../functions/review/entry-identity.ts';
import { isBroken } from '../../functions/review/evaluation.ts';
import { addedEntries } from '../../functions/review/finding.ts';
import { alertable } from '../../functions/review/repetition.ts';
import { isReportedArea } from '../../functions/review/reported-area.ts';
import { toReportedGaps } from '../../functions/review/reported-gaps.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { isFixed } from '../../functions/review/words/alert-kind.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { findWrongClaims } from './claims.ts';
import { type Lived, mayWrite } from './lived.ts';
import { findWrongMessages } from './messages.ts';
import { findSilenced } from './silenced.ts';
import type { Write } from './story.ts';
import { findStale } from './taken-back.ts';
import { findUnfinished } from './unfinished.ts';

const HOUR = 3_600_000;
/** Milliseconds for which a deny rule has to exist after a write, for the report to have to say so. */
const NOTICED = 180_000;
/** Milliseconds for which a read of EC2 may not show a removal yet. */
const BEHIND = 20_000;
/** Milliseconds within which a review sees a write that was cut off: the change is delivered again after twelve minutes. */
const SEEN = 3_600_000;
/** Milliseconds within which a sweep sees it, also where the change was not reviewed. */
const SWEPT = 26 * HOUR;

/** What must hold in every schedule; each sentence says what does not. */
export function findViolations(schedule: Lived): string[] {
  const { story, region } = schedule;
  return [
    ...story.writes.flatMap(write => findWrongWrite(write, schedule)),
    ...findWrongClaims(schedule),
    ...findStale(schedule),
    ...findFight(schedule),
    ...region.ids.flatMap(id => findWrongLastWord(id, schedule)),
    ...findNoise(schedule),
    ...findUnfinished(schedule),
    ...findSilenced(schedule),
    ...findWrongMessages(schedule),
  ];
}

function findWrongWrite(write: Write, schedule: Lived): string[] {
  const { settings, story } = schedule;
  const { entry, read } = write;
  const name = `${identify(entry)} at ${write.at}`;
  const found: string[] = [];
  const say = (isWrong: boolean, sentence: string) => {
    if (isWrong) found.push(`${sentence}: ${name}`);
  };
  say(!write.wasAnnounced, 'a write was not announced');
  say(!write.knewRecord, 'a write while the record could not be read');
  say(
    read === undefined || !isPlanned(write, schedule),
    'a write is not in the plan of the list that was read',
  );
  say(write.callsBetween > 0, 'a write came more than one round trip after the list was read');
  say(settings.mode === 'notify', 'a write in notify mode');
  say(read !== undefined && !mayWrite(read, settings.mode), 'a write against the tag');
  say(read?.subnetIds.length === 0, 'a write to a network ACL that no subnet uses');
  const reports = story.published.filter(({ at, alert }) => at >= write.at && reportsEntry(alert, write));
  say(reports.length === 0 && isStillThere(write, schedule), 'a write was not reported');
  const isSaid = reports.some(
    ({ alert }) => 'done' in alert && alert.done.did === 'added' && alert.done.isOvertaken,
  );
  say(
    reports.length > 0 && !isSaid && overridesDecision(write, schedule),
    'a decision was overridden without a word',
  );
  return found;
}

/** Whether the entry existed for as long as a review may need to see it: what was removed before cannot be reported. */
function isStillThere({ at, entry, networkAclId }: Write, { region, changes, confirmedAt }: Lived): boolean {
  // An alarm says that changes could not be reviewed: the next sweep sees what they led to.
  const seen = changes.deadLetters.length > 0 ? SWEPT : SEEN;
  const heard = Math.max(at, confirmedAt);
  return !region.wasSince(networkAclId, at, now => now === undefined || !isListed(now, entry), heard + seen);
}

function isPlanned({ entry, read, callsBetween }: Write, { settings }: Lived): boolean {
  if (read === undefined || callsBetween > 0) return true;
  const { writable } = evaluateCoverage(read, nothingKnown('turned-off'), settings);
  return writable.some(planned => identify(planned) === identify(entry));
}

function reportsEntry(alert: Alert, { networkAclId, entry }: Write): boolean {
  const isOf = alert.networkAclId === networkAclId;
  return isOf && addedEntries(alert).some(added => identify(added) === identify(entry));
}

/** Whether an operator's deny that the list did not show yet is behind the entry, and stays until an alert can say so. */
function overridesDecision({ at, entry, before, read }: Write, { region, story }: Lived): boolean {
  const noticed = story.outages.length > 0 ? SEEN : NOTICED;
  const shadowed = findShadowed(before.entries);
  const unseen = before.entries.filter(
    other => read !== undefined && !isListed(read, other) && !shadowed.includes(other),
  );
  return unseen.some(
    other =>
      other.direction === 'egress' &&
      other.action === 'deny' &&
      other.ruleNumber > entry.ruleNumber &&
      !region.wasSince(
        before.networkAclId,
        at,
        now => now === undefined || !isListed(now, other),
        at + noticed,
      ),
  );
}

/**
 * Within a day, remediations are undone at two moments at most: then the guard leaves the gap to operators. One that no
 * review has seen does not count, nor does one that was written while a removal was not to be seen yet. Dead letters raise
 * an alarm.
 */
function findFight({ story, region, changes }: Lived): string[] {
  if (changes.deadLetters.length > 0) return [];
  const undone = [...Map.groupBy(story.writes, ({ run }) => run).values()].flatMap(writes => {
    const moments = writes.flatMap(({ at, entry, networkAclId }) => {
      const isRemoved = (now: NetworkAcl | undefined) => now !== undefined && !isListed(now, entry);
      return region.firstSince(networkAclId, at, isRemoved) ?? [];
    });
    const [first] = writes;
    return first && moments.length > 0 ? [{ at: first.at, removedAt: Math.min(...moments) }] : [];
  });
  const knowing = undone.filter(
    ({ at }) => !undone.some(({ removedAt }) => removedAt <= at && at < removedAt + BEHIND),
  );
  const ofDay = knowing.map(({ at }) => {
    const same = knowing.filter(one => at <= one.at && one.at < at + 23 * HOUR);
    return new Set(same.map(({ removedAt }) => removedAt)).size;
  });
  const most = Math.max(0, ...ofDay);
  return most > 2 ? [`${most} remediations were undone within a day`] : [];
}

/** Whether the alert is about an allow entry that still never takes effect, and about no gap. */
function isWithoutEffect(alert: Alert, { entries }: NetworkAcl): boolean {
  const noEffect = 'done' in alert ? alert.noEffect : undefined;
  return noEffect?.isOnlyCause === true && findNoEffect(entries, noEffect) !== undefined;
}

/** After the last sweep, what operators heard last is so, unless an alarm says that a change could not be reviewed. */
function findWrongLastWord(networkAclId: string, schedule: Lived): string[] {
  const { story, region, settings, changes, confirmedAt } = schedule;
  if (changes.deadLetters.length > 0) return [];
  const networkAcl = region.current(networkAclId);
  if (networkAcl === undefined || networkAcl.tags[TAG] === 'ignore') return [];
  const coverage = evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings);
  // What came before a subscription was confirmed, no one has heard.
  const heard = story.published.filter(
    ({ alert, at }) => alert.networkAclId === networkAclId && at >= confirmedAt,
  );
  const last = heard.at(-1)?.alert;
  const isOpen = last !== undefined && !isFixed(last.kind);
  if (!isBroken(coverage, settings))
    return isOpen && !isWithoutEffect(last, networkAcl)
      ? [`the last alert is ${last.kind}, but there is no gap`]
      : [];
  if (last === undefined) return ['a gap was never reported'];
  if (!isOpen) return [`the last alert is ${last.kind}, but there is a gap`];
  const isSame =
    'coverage' in last &&
    isReportedArea(alertable(coverage, settings), toReportedGaps(alertable(last.coverage, settings)));
  return isSame ? [] : [`the last alert is ${last.kind} about other gaps`];
}

/** Messages are bounded by what operators did, and repeated only after faults. */
function findNoise({ story, actions, calls, region }: Lived): string[] {
  const ids = new Set(story.published.map(({ alert }) => alert.id));
  const most = (3 + 3 * actions) * region.ids.length + 2 * calls.faults;
  // Of a network ACL that is deleted, a slower review may record what another one has removed.
  const isThere = region.ids.every(id => region.current(id) !== undefined);
  const messageIds = new Set(story.messages.map(({ message }) => message.id));
  const repeated = isThere ? story.messages.length - messageIds.size : 0;
  return [
    ...(ids.size > most ? [`${ids.size} different alerts after ${actions} actions`] : []),
    ...(repeated > calls.faults ? [`${repeated} messages were repeated after ${calls.faults} faults`] : []),
  ];
}
