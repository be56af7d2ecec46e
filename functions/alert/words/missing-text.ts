import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Plan, Unplaced } from '../../coverage/plan/plan.ts';
import type { Alert } from '../../review/words/alert.ts';

/** The entries that an operator has to add: what is still missing after what the guard did. */
export function missingEntries(alert: Alert): readonly NetworkAclEntry[] {
  return coverageLeft(alert)?.plan.entries ?? [];
}

/** Why no command fixes the gap, or not all of it, and what an operator can do. */
export function renderFixNotes(alert: Alert): string[] {
  const coverage = coverageLeft(alert);
  if (coverage === undefined) return [];
  const { plan, status } = coverage;
  const notes = renderUnplaced(plan);
  const onlyDenies = plan.entries.length + notes.length === 0 && status === 'gap';
  return onlyDenies ? ['Only existing deny rules block these replies. Decide whether they should.'] : notes;
}

function coverageLeft(alert: Alert) {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return undefined;
  return alert.done.did === 'added' ? alert.done.coverageAfter : alert.coverage;
}

/** Why the plan leaves gaps, and what an operator can do. */
export function renderUnplaced({ unplaced }: Plan): string[] {
  return [...new Set(unplaced.map(({ reason }) => UNPLACED_REASONS[reason]))];
}

const UNPLACED_REASONS: Readonly<Record<Unplaced['reason'], string>> = {
  broad:
    'An inbound rule lets everything in: add a rule for each service, so that its replies can be planned.',
  decision: 'A rule that denies everything comes before rules that allow. Decide whether it should.',
  'no-interfaces': 'No network interface is in the subnets, so that no rule is planned.',
  'too-many-entries':
    'Security groups accept less than the inbound rules let in: let in only what they accept.',
  quota: 'The missing rules would exceed the rule quota: merge or remove rules, or have the quota raised.',
  'rule-numbers':
    'No free rule number is left between the deny rules and the rule that denies everything: renumber them.',
};
