import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { GapAlert } from '../../review/words/alert.ts';
import { TAG } from '../../review/words/mode.ts';
import { proposeInbound } from '../fix/inbound-proposal.ts';
import { toCodeTool, toToolFamily } from '../fix/tool-family.ts';
import { renderCause, renderChangeLines } from '../words/change-text.ts';
import { renderNoEffect } from '../words/no-effect-text.ts';
import { renderRule } from '../words/rule-text.ts';
import { renderWhyNot } from './attempt-lines.ts';
import { renderCauseLines } from './cause-lines.ts';
import { toDifferences, toFacts, toLinkDetails } from './details.ts';
import { renderFixNotes, toCoverageLeft } from './fix-notes.ts';
import { MOST_AS_CODE, toFixSteps } from './fix-steps.ts';
import { renderImpactLines, toTense } from './impact-lines.ts';
import { toNarrowNote } from './narrow-note.ts';
import type { Detail, Fix, Report } from './report.ts';

/** Replies do not reach clients: what happens, who changed what, why, and what to do. */
export function toGapReport(alert: GapAlert): Report {
  const impact = renderProblem(alert);
  const change = renderChangeLines(alert.change);
  const cause = alert.noEffect?.isOnlyCause ? [] : renderCauseLines(alert);
  const fix = toFix(alert);
  return {
    headline: impact[0] ?? '',
    lines: [...impact, ...change, ...cause],
    ...{ change, fix, cause: alert.noEffect?.isOnlyCause ? impact : cause },
    details: toDetails(alert, fix),
    closing: renderClosing(alert),
  };
}

/** The gaps, and the rule without effect that the change created. */
export function renderProblem(alert: GapAlert, tense = toTense(alert)): string[] {
  const { noEffect } = alert;
  const about = noEffect ? [renderNoEffect(noEffect)] : [];
  return noEffect?.isOnlyCause ? about : [...renderImpactLines(alert, tense), ...about];
}

/** The rules that would close the gaps: outbound ones; inbound ones where the alert is about nothing else. */
export function toProposed(alert: GapAlert): readonly NetworkAclEntry[] {
  if (alert.impacts[0]?.direction === 'ingress') return proposeInbound(alert);
  return toCoverageLeft(alert).plan.entries;
}

export function toFix(alert: GapAlert): Fix {
  const entries = toProposed(alert);
  const isInbound = alert.impacts[0]?.direction === 'ingress';
  const notes = isInbound && !alert.noEffect ? [] : renderFixNotes(alert);
  const sentences = [
    ...(entries.length > 0 ? [`${renderAdd(entries)}${renderRevert(alert)}`] : []),
    ...notes,
    ...(isInbound && entries.length === 0
      ? ['Let the replies in, as narrowly as the called addresses allow.']
      : []),
    ...(isInbound
      ? ['The guard never adds inbound rules, because they open ports. Security groups still apply.']
      : []),
  ];
  const [last, ...before] = toFixSteps(alert, entries).toReversed();
  const narrow = toNarrowNote(alert, entries);
  return {
    sentences: sentences.length > 0 ? sentences : ['Look at its rules: no rule is proposed.'],
    isNeeded: true,
    steps: last ? [...before.toReversed(), { ...last, notes: [...last.notes, ...narrow] }] : [],
    next: [],
  };
}

/** In words that fit any tool. */
export function renderAdd(entries: readonly NetworkAclEntry[]): string {
  if (entries.length > MOST_AS_CODE) {
    const side = entries[0]?.direction === 'ingress' ? 'inbound' : 'outbound';
    return `Add these ${entries.length} ${side} rules.`;
  }
  return entries.map(entry => `Add ${renderRule(entry)}.`).join(' ');
}

/** Code can be reverted as a whole. */
function renderRevert(alert: GapAlert): string {
  const isCode = ['terraform', 'cloudformation'].includes(toToolFamily(alert));
  return isCode && alert.change ? ' Or revert the change.' : '';
}

/** Whether the fix has the address of the network ACL in the console. */
export function hasConsole({ steps }: Fix): boolean {
  return steps.some(({ kind }) => kind === 'console');
}

export function toDetails(alert: GapAlert, fix: Fix): Detail[] {
  const why = renderWhyNot(alert);
  const blocked = alert.impacts[0]?.direction === 'ingress' ? 'Blocked replies' : 'Blocked';
  return [
    ...toLinkDetails(alert, hasConsole(fix)),
    ...(alert.cause ? [{ label: 'Cause', text: renderCause(alert.cause) }] : []),
    ...toDifferences(alert),
    ...(alert.noEffect?.isOnlyCause ? [] : toFacts(alert, blocked)),
    ...(why ? [{ label: 'No change made', text: why }] : []),
  ];
}

/** A tag that is set by hand is removed by the next run of the code. */
export function renderClosing(alert: GapAlert): string {
  const tool = toToolFamily(alert) === 'terraform' ? toCodeTool(alert) : undefined;
  const what = tool ? 'it' : alert.networkAclId;
  return `To mute ${what}, set its tag ${TAG}=ignore${tool ? ` in ${tool}` : ''}. Alert ${alert.id}.`;
}
