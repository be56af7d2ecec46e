import type { Digest, DigestAbout } from '../../review/words/digest.ts';
import { TAG } from '../../review/words/mode.ts';
import type { SweepResult } from '../../review/words/sweep-result.ts';
import { recognizeTool } from '../words/change-text.ts';
import { renderMode } from '../words/mode-text.ts';
import { renderDay, renderMinute } from '../words/time-text.ts';
import { renderAbsentCount } from './digest-absent.ts';
import { countMembers, countOpen, renderCount } from './digest-count.ts';

/** How many network ACLs need attention, and why they are reported together; without a full stop. */
export function renderDigestHeadline(digest: Digest): string {
  const { about, groups, hub } = digest;
  const count = countOpen(digest);
  if (about.kind === 'absence') return renderAbsentCount(hub?.absent ?? []);
  if (about.kind === 'all-well') return renderWell(about.sweep, hub);
  if (count === 0)
    return `${renderCount(countMembers(groups))} ${countMembers(groups) === 1 ? 'lets' : 'let'} replies out again`;
  const verb = count === 1 ? 'blocks' : 'block';
  if (about.kind === 'burst') {
    const tool = about.burst.change && recognizeTool(about.burst.change);
    if (tool && about.burst.isSameChange) return `One ${tool} run blocks replies on ${renderCount(count)}`;
  }
  const still = about.kind === 'reminders' || about.kind === 'open' ? 'still ' : '';
  if (!('sweep' in about)) return `${renderCount(count)} ${still}${verb} replies`;
  return `${count} of ${renderCount(about.sweep.evaluated)} ${verb} replies`;
}

function renderWell({ evaluated }: SweepResult, hub: Digest['hub']): string {
  if (evaluated === 0) return 'There is no network ACL';
  return evaluated === 1
    ? 'The only network ACL lets replies out'
    : `All ${evaluated} ${renderEvaluated(hub)}network ACLs let replies out`;
}

/** Where members do not report, there may be others. */
export function renderEvaluated(hub: Digest['hub']): string {
  return hub && hub.absent.length > 0 ? 'evaluated ' : '';
}

/** What led to the digest, and what comes next; sentences, a line or two. */
export function renderIntroduction({ about, mode }: Digest): string[] {
  switch (about.kind) {
    case 'first-sweep':
      return [
        'This is the first sweep after the deployment. No change made.',
        'From now on, each change that blocks replies is reported, and once a week what is still open.',
        ...renderWritesFrom(about),
      ];
    case 'sweep':
      return [`The sweep of ${renderMinute(about.sweep.at)} found them. Mode: ${renderMode(mode)}.`];
    case 'reminders':
      return renderTrend(about);
    case 'open':
      return ['A new subscription was confirmed: this is all that is open now.'];
    case 'all-well':
      return [
        `nacl-ephemeral-guard works: it evaluated every network ACL at ${renderMinute(about.sweep.at)}.`,
      ];
    case 'absence':
      return [
        'A member is one account and region. Problems of its network ACLs may not be reported.',
        'To see what is missing: npm run doctor -- --organisation.',
      ];
    case 'burst':
      return ['They changed shortly after each other.'];
  }
}

function renderWritesFrom({ writesFrom }: Extract<DigestAbout, { kind: 'first-sweep' }>): string[] {
  if (writesFrom === undefined) return [];
  return [
    `From ${renderMinute(writesFrom)} on it adds the missing rules. To prevent that, set the tag ${TAG}=notify.`,
  ];
}

function renderTrend({ trend }: Extract<DigestAbout, { kind: 'reminders' }>): string[] {
  if (trend === undefined) return ['This is the reminder of what is still open.'];
  const { lastAt, last, fixedSince, newSince } = trend;
  const were = last === 1 ? 'was 1' : `were ${last}`;
  return [`On ${renderDay(lastAt)} there ${were}. Fixed since: ${fixedSince}. New since: ${newSince}.`];
}
