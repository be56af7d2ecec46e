import { findDecisions } from '../../coverage/decisions.ts';
import { isDefaultRule } from '../../coverage/network-acl-entry.ts';
import type { Unplaced } from '../../coverage/plan/plan.ts';
import type { GapAlert } from '../../review/words/alert.ts';
import { renderDecisions } from '../words/decision-text.ts';
import { renderNoEffectFix } from '../words/no-effect-text.ts';
import { renderRuleNames } from '../words/rule-text.ts';

/** Why no rule is proposed, or not for all of it; a sentence or two a line. */
export function renderFixNotes(alert: GapAlert): string[] {
  const { noEffect } = alert;
  const about = noEffect ? [renderNoEffectFix(noEffect)] : [];
  return noEffect?.isOnlyCause ? about : [...about, ...renderGapNotes(alert)];
}

function renderGapNotes(alert: GapAlert): string[] {
  const { gaps, plan, status } = toCoverageLeft(alert);
  const notes = [...new Set(plan.unplaced.map(unplaced => renderUnplaced(unplaced, alert)))];
  const decidedBy = findDecisions({ gaps, plan });
  if (notes.length === 0 && decidedBy.length > 0) return [renderDecided(decidedBy)];
  const isUnplanned = plan.entries.length + notes.length === 0 && status === 'gap';
  return isUnplanned ? ['No rule proposed: the severity is low.'] : notes;
}

/** What is still open after what the guard did. */
export function toCoverageLeft({ done, coverage }: GapAlert): GapAlert['coverage'] {
  return done.did === 'added' ? done.coverageAfter : coverage;
}

function renderUnplaced({ reason, ruleNumbers, cidrBlock }: Unplaced, alert: GapAlert): string {
  switch (reason) {
    case 'broad':
      return `No rule proposed: ${renderBroadRules(ruleNumbers)} everything. Narrow ${ruleNumbers.length === 1 ? 'it' : 'them'} first.`;
    case 'decision':
      return renderDecided(ruleNumbers.slice(0, 1));
    case 'quota': {
      const used = countOutbound(alert, cidrBlock.family);
      return `No rule proposed: ${used} of ${alert.ruleQuota} outbound rules are used. Remove or merge rules, or raise the quota.`;
    }
    case 'rule-numbers':
      return `No rule proposed: no free number before deny ${renderRuleNumbers(ruleNumbers)}. Renumber the deny rules first.`;
    case 'no-interfaces':
      return 'No rule proposed: no network interface is in the subnets.';
    case 'too-many-entries':
      return 'No rule proposed: security groups accept less than the inbound rules let in. Narrow the inbound rules first.';
  }
}

function renderDecided(ruleNumbers: readonly number[]): string {
  return `No rule proposed: ${renderDecisions(ruleNumbers)}.`;
}

function renderBroadRules(ruleNumbers: readonly number[]): string {
  const refs = ruleNumbers.map(ruleNumber => ({ direction: 'ingress', ruleNumber }) as const);
  return `${renderRuleNames(refs)} ${ruleNumbers.length === 1 ? 'allows' : 'allow'}`;
}

function renderRuleNumbers(ruleNumbers: readonly number[]): string {
  const refs = ruleNumbers.map(ruleNumber => ({ direction: 'egress', ruleNumber }) as const);
  return renderRuleNames(refs).replace('outbound ', '');
}

function countOutbound({ networkAcl }: GapAlert, family: Unplaced['cidrBlock']['family']): number {
  return networkAcl.entries.filter(
    entry => entry.direction === 'egress' && !isDefaultRule(entry) && entry.cidrBlock.family === family,
  ).length;
}
