import type { Coverage } from '../../coverage/coverage.ts';
import { findDecisions } from '../../coverage/decisions.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Plan, Unplaced } from '../../coverage/plan/plan.ts';
import type { Alert } from '../../review/words/alert.ts';
import { renderDecisions } from './decision-text.ts';

/** The entries that an operator has to add: what is still missing after what the guard did. */
export function missingEntries(alert: Alert): readonly NetworkAclEntry[] {
  return coverageLeft(alert)?.plan.entries ?? [];
}

function coverageLeft(alert: Alert) {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return undefined;
  return alert.done.did === 'added' ? alert.done.coverageAfter : alert.coverage;
}

/** Why the plan leaves gaps, also where an operator decided on all of them. */
export function renderPlanNotes({ gaps, plan }: Pick<Coverage, 'gaps' | 'plan'>): string[] {
  const notes = renderUnplaced(plan);
  const decidedBy = findDecisions({ gaps, plan });
  return notes.length === 0 && decidedBy.length > 0 ? [renderUnproposed(decidedBy)] : notes;
}

/** Why the plan leaves gaps, and what an operator can do. */
export function renderUnplaced(plan: Plan): string[] {
  const decided = renderUnproposed(findDecisions({ gaps: [], plan }));
  const texts = plan.unplaced.map(({ reason }) =>
    reason === 'decision' ? decided : UNPLACED_REASONS[reason],
  );
  return [...new Set(texts)];
}

function renderUnproposed(decidedBy: readonly number[]): string {
  return `No rule proposed: ${renderDecisions(decidedBy)}.`;
}

const UNPLACED_REASONS: Readonly<Record<Exclude<Unplaced['reason'], 'decision'>, string>> = {
  broad:
    'An inbound rule lets everything in: add a rule for each service, so that its replies can be planned.',
  'no-interfaces': 'No network interface is in the subnets, so that no rule is planned.',
  'too-many-entries':
    'Security groups accept less than the inbound rules let in: let in only what they accept.',
  quota: 'The missing rules would exceed the rule quota: merge or remove rules, or have the quota raised.',
  'rule-numbers':
    'No free rule number is left between the deny rules and the rule that denies everything: renumber them.',
};
