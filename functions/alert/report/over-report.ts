import type { GapAlert, ResolvedAlert } from '../../review/words/alert.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderUndo } from '../fix/alert-commands.ts';
import { toCodeTool } from '../fix/tool-family.ts';
import { renderChangeSentence } from '../words/change-text.ts';
import { addedEntries } from '../words/done-text.ts';
import { renderHeadline } from '../words/headline.ts';
import { renderNetworkAcl } from '../words/names.ts';
import { renderNoEffectOver } from '../words/no-effect-text.ts';
import { renderRule, renderRuleNames } from '../words/rule-text.ts';
import { renderDuration, renderSpan } from '../words/time-text.ts';
import { toFacts, toLinkDetails } from './details.ts';
import { toUndo } from './failed-report.ts';
import { renderImpactLines } from './impact-lines.ts';
import type { Report } from './report.ts';

const RULES_SHOWN = 2;

/** The guard added what was missing. */
export function toRemediatedReport(alert: GapAlert): Report {
  const [headline = `Replies through ${renderNetworkAcl(alert)} reach their clients again.`] =
    renderImpactLines(alert, 'over');
  const added = addedEntries(alert);
  const change = alert.change ? [`Cause: ${renderChangeSentence(alert.change, true)}`] : [];
  const isShort = added.length > 0 && added.length <= RULES_SHOWN;
  const did = isShort ? added.map(renderRule).join(' and ') : renderRuleNames(added);
  const cause = [`The guard added ${did}.`];
  return {
    headline,
    lines: [headline, ...cause, ...renderOutage(alert, alert.change?.at, false), ...change],
    ...{ change, cause },
    fix: {
      sentences: [`Nothing to do. ${renderInCode(alert)}`],
      isNeeded: false,
      steps: [toUndo(renderUndo(alert))],
      next: [],
    },
    details: [
      ...toLinkDetails(alert),
      ...(added.length > RULES_SHOWN
        ? added.map(entry => ({ label: 'Added', text: renderRule(entry) }))
        : []),
      ...toFacts(alert, 'Blocked before'),
    ],
    closing: `To keep the guard from adding rules, set the tag ${TAG}=notify. Alert ${alert.id}.`,
  };
}

/** What is in code has to be there, too: the next run would remove the rule. */
function renderInCode(alert: GapAlert): string {
  const rules = renderRuleNames(addedEntries(alert));
  const tool = toCodeTool(alert);
  return tool
    ? `Add ${rules} to your ${tool} code, too: its next run may remove what the guard added.`
    : `If your rules are in code, add ${rules} there, too.`;
}

/**
 * How long it lasted.
 *
 * @param began - of the change that caused it, where it is known
 * @param isAfterHeadline - whether the sentence before it is about the connections
 */
function renderOutage(
  { since, at, impacts }: GapAlert | ResolvedAlert,
  began: Date | undefined,
  isAfterHeadline: boolean,
): string[] {
  const from = began && began < since ? began : since;
  if (at <= from) return [];
  const isUdp = impacts[0]?.transport === 'udp';
  const what = isAfterHeadline ? 'They' : isUdp ? 'Requests' : 'Connections';
  return [
    `${what} ${isUdp ? 'got no reply' : 'timed out'} for ${renderDuration(at.getTime() - from.getTime())}, ${renderSpan(from, at)}.`,
  ];
}

/** A reported problem is over. */
export function toResolvedReport(alert: ResolvedAlert): Report {
  const headline = renderOver(alert);
  const left = renderLeft(alert);
  const change = alert.change ? [renderChangeSentence(alert.change, true)] : [];
  const isOfConnections = alert.coverage.status === 'covered' && alert.impacts.length > 0;
  const outage = alert.noEffect ? [] : renderOutage(alert, undefined, isOfConnections);
  return {
    headline,
    lines: [headline, ...left, ...outage, ...change],
    ...{ change, cause: left },
    fix: { sentences: ['Nothing to do.'], isNeeded: false, steps: [], next: [] },
    details: toLinkDetails(alert),
    closing: alert.closes ? `Closes alert ${alert.closes}.` : `Alert ${alert.id}.`,
  };
}

function renderOver(alert: ResolvedAlert): string {
  const { noEffect, coverage } = alert;
  const [impact] = alert.impacts;
  const name = renderNetworkAcl(alert);
  if (noEffect) return renderNoEffectOver(noEffect);
  if (coverage.status === 'gap') return `The reported gap of ${name} is gone.`;
  return impact ? renderHeadline(impact, 'over') : `Replies through ${name} reach their clients again.`;
}

/** Less severe gaps can be left. */
function renderLeft({ coverage, noEffect, left }: ResolvedAlert): string[] {
  if (noEffect || coverage.status === 'covered') return [];
  return [
    `What is left has severity ${coverage.severity}, and is only logged.`,
    ...(left ? [renderHeadline(left, 'now')] : []),
  ];
}
