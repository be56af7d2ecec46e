import type { GapAlert } from '../../review/words/alert.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderUndo } from '../fix/alert-commands.ts';
import { renderDeleteCommand } from '../fix/command.ts';
import { toCodeTool } from '../fix/tool-family.ts';
import { isRemoval, renderChangeLines, renderChangeSentence } from '../words/change-text.ts';
import { uncapitalize } from '../words/plain-text.ts';
import { renderRuleNames } from '../words/rule-text.ts';
import { renderMinute, renderMinutes } from '../words/time-text.ts';
import { renderAttempt } from './attempt-lines.ts';
import { toFacts, toLinkDetails } from './details.ts';
import { hasConsole, renderClosing, renderProblem, toDetails, toFix, toProposed } from './gap-report.ts';
import { toTense } from './impact-lines.ts';
import type { Detail, Fix, Report, Step } from './report.ts';

/** The guard tried, and could not, or not all. */
export function toFailedReport(alert: GapAlert): Report {
  const { done } = alert;
  const attempt = renderAttempt(alert, toProposed(alert));
  const impact = renderProblem(alert);
  const headline = impact[0] ?? 'The rules of the guard open more than is missing.';
  const change = renderChangeLines(alert.change);
  const fix = withUndo(withQuota(toFix(alert), alert), alert);
  const reason = done.did === 'nothing' ? done.reason : done.unfinished;
  return {
    headline,
    lines: [headline, ...impact.slice(1), ...attempt, ...change],
    ...{ change, cause: attempt },
    fix: {
      ...fix,
      next: ['The guard tries again at the next change of this network ACL and at the next sweep.'],
    },
    details: [
      ...toDetails(alert, fix).filter(({ label }) => label !== 'No change made'),
      ...(reason && 'code' in reason ? [{ label: 'EC2 answered', text: reason.code }] : []),
    ],
    closing: renderClosing(alert),
  };
}

/** With as many rules as EC2 allows, one has to go first. */
function withQuota(fix: Fix, alert: GapAlert): Fix {
  const { done } = alert;
  const reason = done.did === 'nothing' ? done.reason : done.unfinished;
  if (reason?.kind !== 'refused' || reason.code !== 'NetworkAclEntryLimitExceeded') return fix;
  const [first = '', ...others] = fix.sentences;
  return {
    ...fix,
    sentences: [
      `Remove or merge an outbound rule, then ${uncapitalize(first)}`,
      'Or raise the quota "Rules per network ACL" to at most 40 in Service Quotas.',
      ...others,
    ],
  };
}

function withUndo(fix: Fix, alert: GapAlert): Fix {
  const lines = renderUndo(alert);
  return lines.length === 0 ? fix : { ...fix, steps: [...fix.steps, toUndo(lines)] };
}

/** The commands that remove what the guard added. */
export function toUndo(lines: readonly string[]): Step {
  return { kind: 'undo', intro: 'To undo what the guard did:', lines, notes: [] };
}

/** What the guard adds is removed again and again. */
export function toConflictReport(alert: GapAlert): Report {
  const [headline = '', ...others] = renderProblem(alert, toTense(alert));
  const again = headline.replace(/ (time out|get no reply)/, ' $1 again');
  const change = renderRemoval(alert);
  const fix = toConflictFix(alert);
  const cause = renderConflict(alert);
  return {
    headline: again,
    lines: [again, ...others, ...cause, ...change, 'The guard does not add it a third time.'],
    ...{ change, cause, fix },
    details: [...toLinkDetails(alert, hasConsole(fix)), ...toTimes(alert), ...toFacts(alert, 'Blocked')],
    closing: `To keep the guard from adding rules, set the tag ${TAG}=notify. Alert ${alert.id}.`,
  };
}

function renderConflict(alert: GapAlert): string[] {
  const proposed = toProposed(alert);
  const what = proposed.length > 0 ? renderRuleNames(proposed) : 'the missing rules';
  const { done } = alert;
  const added = done.did === 'added' ? [`The guard added ${renderRuleNames(done.entries)} now.`] : [];
  return [`The guard added ${what} twice in 24 hours. Both times it was removed.`, ...added];
}

/** Who removed it last; the change may be another one. */
function renderRemoval({ change }: GapAlert): string[] {
  if (change === undefined) return [];
  const sentence = renderChangeSentence(change);
  return [isRemoval(change) ? sentence : `The change before this review: ${sentence}`];
}

function toConflictFix(alert: GapAlert): Fix {
  const fix = toFix(alert);
  const tool = toCodeTool(alert);
  const standing = (alert.earlier?.standing ?? []).map(entry =>
    renderDeleteCommand(alert.networkAclId, entry, alert.region),
  );
  const undo = [...new Set([...renderUndo(alert), ...standing])];
  const steps = [
    // A command would be undone as before.
    ...fix.steps
      .filter(({ kind }) => tool === undefined || kind !== 'cli')
      .map(step => withLikelyCause(step, tool)),
    ...(undo.length > 0 ? [toUndo(undo)] : []),
  ];
  const sentences = tool
    ? fix.sentences.map(sentence =>
        sentence
          .replace(/^Add (\w+ rule \d+):/, `Add $1 to your ${tool} code:`)
          .replace(' Or revert the change.', ''),
      )
    : fix.sentences;
  return { ...fix, sentences, steps };
}

function withLikelyCause(step: Step, tool: string | undefined): Step {
  if (step.kind !== 'terraform') return step;
  const note = `${tool} removes every rule that is not in these blocks. That is the likely cause here.`;
  return { ...step, notes: [...step.notes, note] };
}

function toTimes({ earlier, change }: GapAlert): Detail[] {
  const { at: added = [], removedAt = [], standing = [] } = earlier ?? {};
  return [
    ...(added.length > 0 ? [{ label: 'Added', text: renderMinutes(added) }] : []),
    ...toRemovals(removedAt, added.length, change),
    {
      label: 'Rules of the guard that still exist',
      text: standing.length > 0 ? renderRuleNames(standing) : 'none',
    },
  ];
}

/** The change that led to the alert may be a removal that no earlier review knew of. */
function toRemovals(known: readonly Date[], additions: number, change: GapAlert['change']): Detail[] {
  const at = change?.at;
  const isNew = at && isRemoval(change) && !known.some(time => time.getTime() === at.getTime());
  const removed = isNew ? [...known, at] : known;
  if (removed.length > 0)
    return [{ label: removed.length < additions ? 'Last removed' : 'Removed', text: renderMinutes(removed) }];
  return at ? [{ label: 'Last change', text: renderMinute(at) }] : [];
}
