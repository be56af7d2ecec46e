import type { Digest } from '../../review/words/digest.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderMode } from '../words/mode-text.ts';
import { renderDigestPlace } from '../words/place-text.ts';
import { renderDay } from '../words/time-text.ts';
import { toAbsentList } from './digest-absent.ts';
import { renderAssumed, renderUnused } from './digest-assumed.ts';
import { renderStopGap, toBurstParts } from './digest-burst.ts';
import { countMembers, countOpen, renderOpen } from './digest-count.ts';
import { renderDigestHeadline, renderEvaluated, renderIntroduction } from './digest-lines.ts';
import { type DigestList, toLists } from './digest-lists.ts';
import { toUndoStep } from './digest-undo.ts';
import type { Detail, Step } from './report.ts';

/** A digest in words; every form is made of it. */
export interface DigestReport {
  /** How many network ACLs need attention, without a full stop. */
  readonly headline: string;
  /** Sentences, a line each; the first says how many. */
  readonly lines: readonly string[];
  /** What to do: sentences; empty where the lists say it. */
  readonly fix: readonly string[];
  /** Network ACLs by cause, or by VPC. */
  readonly lists: readonly DigestList[];
  /** What was assumed for the verdicts: a sentence each. */
  readonly assumed: readonly string[];
  /** What else there is; a sentence or two a line. */
  readonly facts: readonly string[];
  /** The command that shows everything, and what undoes the guard's rules. */
  readonly steps: readonly Step[];
  readonly details: readonly Detail[];
  readonly closing: string;
}

const OF_HUB = 'See what the last sweep of each member found:';

export function toDigestReport(digest: Digest): DigestReport {
  const { about } = digest;
  const headline = renderDigestHeadline(digest);
  const base = {
    headline,
    assumed: renderAssumed(digest),
    steps: [toCommand(digest), ...toUndoStep(digest)],
    closing: renderClosing(digest),
  };
  const burst = about.kind === 'burst' ? toBurstParts(digest, about.burst) : undefined;
  if (burst) return { ...base, ...burst };
  return {
    ...base,
    lines: [`${renderFirst(digest, headline)}.`, ...renderIntroduction(digest)],
    fix: about.kind === 'all-well' ? renderNothingToDo(digest) : [],
    lists: about.kind === 'all-well' ? toAbsentList(digest) : toLists(digest),
    facts: renderFacts(digest),
    details: [],
  };
}

/** The first sentence says where the rest of the headline is. */
function renderFirst(digest: Digest, headline: string): string {
  const { about } = digest;
  if (about.kind === 'all-well') {
    const { evaluated } = about.sweep;
    const place = renderDigestPlace(digest);
    return `${evaluated === 1 ? 'The only network ACL' : `All ${evaluated} ${renderEvaluated(digest.hub)}network ACLs`} in ${place} let${evaluated === 1 ? 's' : ''} replies reach ${evaluated === 1 ? 'its' : 'their'} clients`;
  }
  if (about.kind === 'absence') return headline;
  const open = renderOpen(digest);
  return open === '' ? headline : `${headline} to clients: ${open}`;
}

function renderNothingToDo({ mode, minSeverity, hub }: Digest): string[] {
  const start = hub && hub.absent.length > 0 ? '' : 'Nothing to do. ';
  return [
    `${start}From now on, a change that blocks replies is reported within a few minutes.`,
    `Mode: ${renderMode(mode)}. Reported from severity: ${minSeverity}.`,
  ];
}

/** What a sweep found beside what is listed. */
function renderFacts({ about }: Digest): string[] {
  if (!('sweep' in about)) return [];
  const { low, covered, muted, failed, withShadowedDenies } = about.sweep;
  const counts = [
    ...(low > 0 && about.kind !== 'all-well' ? [`${low} more ${are(low)} low`] : []),
    ...(about.kind === 'all-well' ? [] : [`${covered} ${are(covered)} covered`]),
    ...(muted > 0 ? [`${muted} ${are(muted)} muted`] : []),
  ];
  return [
    ...(low > 0 && about.kind === 'all-well' ? [renderOnlyLogged(low)] : []),
    ...(counts.length > 0 ? [`${joinCounts(counts)}.`] : []),
    ...(about.kind === 'all-well' ? [] : renderUnused(about.sweep)),
    ...(withShadowedDenies > 0
      ? [
          `${withShadowedDenies} ${withShadowedDenies === 1 ? 'has' : 'have'} deny rules that never take effect.`,
        ]
      : []),
    ...(failed > 0 ? [`${failed} could not be reviewed. The next sweep tries again.`] : []),
  ];
}

/** All is well, and yet something is left. */
function renderOnlyLogged(low: number): string {
  return `${low} of them ${low === 1 ? 'has' : 'have'} gaps of severity low, which are only logged.`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function joinCounts(counts: readonly string[]): string {
  return counts.length < 2 ? counts.join('') : `${counts.slice(0, -1).join(', ')} and ${counts.at(-1)}`;
}

/** The command that shows everything. */
function toCommand({ about, region, groups, hub }: Digest): Step {
  if (hub)
    return { kind: 'all', intro: OF_HUB, lines: ['nacl-ephemeral-guard check --organisation'], notes: [] };
  const isWell = about.kind === 'all-well' || groups.length === 0;
  const intro = isWell ? 'See every result and assumption:' : 'See all, with the missing rules:';
  return {
    kind: 'all',
    intro: about.kind === 'burst' ? (renderStopGap(about.burst) ?? intro) : intro,
    lines: [`nacl-ephemeral-guard check --region ${region} ${isWell ? '--all' : '--fix cli'}`],
    notes: [],
  };
}

function renderClosing(digest: Digest): string {
  const { about, id, nextReminderAt } = digest;
  if (about.kind === 'all-well') return `To test an alert: npm run smoke. Digest ${id}.`;
  const mute = renderMute(digest);
  const next = nextReminderAt ? [`Next reminder: ${renderDay(nextReminderAt)}.`] : [];
  return [...mute, ...next, `Digest ${id}.`].join(' ');
}

/** Where all of them are fixed, there is nothing to accept. */
function renderMute(digest: Digest): string[] {
  const { groups } = digest;
  if (countOpen(digest) > 0 && countMembers(groups) > 0) return [`To accept one, set its tag ${TAG}=ignore.`];
  const isByGuard = groups.some(({ members }) => members.some(({ added }) => added.length > 0));
  return isByGuard ? [`To keep the guard from adding rules, set the tag ${TAG}=notify.`] : [];
}
