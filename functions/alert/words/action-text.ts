import type { Coverage } from '../../coverage/coverage.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Plan } from '../../coverage/plan/plan.ts';
import type { UnplacedReason } from '../../coverage/plan/unplaced-reason.ts';
import { type Alert, type CoverageAlert, TAG } from '../../review/words/alert.ts';
import { renderCreateCommand, renderDeleteCommand } from '../fix/command.ts';
import { renderActor } from './change-text.ts';
import { renderEntry } from './entry-text.ts';

/** What the guard did about it, or why it did nothing. */
export function renderDeeds(alert: Alert): string[] {
  const { kind } = alert;
  if (kind === 'resolved' || kind === 'cannot-evaluate') return [];
  if (kind === 'conflict') return [`Nothing: ${renderConflict(alert)}`];
  const { remediation } = alert;
  if (remediation === undefined) return [`Nothing: ${renderRestraint(alert)}`];
  const created = remediation.created.map(entry => `added outbound rule ${renderEntry(entry)}`);
  const failure = remediation.failure ? [`not done: ${remediation.failure}`] : [];
  return [...created, ...failure, `coverage ${renderAfter(remediation.coverageAfter)}`];
}

function renderConflict({ change }: CoverageAlert): string {
  const actor =
    change && /^(Delete|Replace)NetworkAclEntry$/.test(change.action) ? renderActor(change) : undefined;
  const last = actor ? `, last by ${actor}` : '';
  return `it has added the missing rules twice within 24 hours, and both times they were taken away again${last}.`;
}

function renderAfter({ status, severity }: Coverage): string {
  if (status === 'covered') return status;
  return severity === 'low' ? 'complete but for what rules that somebody wrote deny' : 'still has a gap';
}

function renderRestraint({ mode, coverage, networkAcl }: CoverageAlert): string {
  if (mode === 'notify') return 'in mode notify it only tells.';
  if (coverage.plan.entries.length + coverage.plan.unplaced.length === 0)
    return 'there is no rule that it could add.';
  const tag = networkAcl.tags[TAG];
  if (mode === 'opt-in')
    return `in mode opt-in it adds rules only where the tag ${TAG} is "remediate"; here it is ${tag ? `"${tag}"` : 'not set'}.`;
  return `the tag ${TAG}=${tag} asks it to only tell.`;
}

/** The entries that a person would have to add: what is still missing after whatever the guard did. */
export function missingEntries(alert: Alert): readonly NetworkAclEntry[] {
  return planLeft(alert)?.entries ?? [];
}

/** The commands that add them, in the order in which they are to be run. */
export function renderFix(alert: Alert): string[] {
  return missingEntries(alert).map(entry => renderCreateCommand(alert.networkAclId, entry, alert.region));
}

/** Why no command mends it, or not all of it, and what a person can do about that. */
export function renderFixNotes(alert: Alert): string[] {
  const plan = planLeft(alert);
  if (alert.kind === 'cannot-evaluate' || plan === undefined) return [];
  const notes = renderUnplaced(plan);
  const { status } = alert.remediation?.coverageAfter ?? alert.coverage;
  const onlyDenies = plan.entries.length + notes.length === 0 && status === 'gap';
  return onlyDenies
    ? ['Only rules that somebody wrote deny these replies: decide whether they should.']
    : notes;
}

function planLeft(alert: Alert): Plan | undefined {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return undefined;
  return (alert.remediation?.coverageAfter ?? alert.coverage).plan;
}

/** Why the plan leaves gaps, and what a person can do about it. */
export function renderUnplaced({ unplaced }: Plan): string[] {
  return [...new Set(unplaced.map(({ reason }) => UNPLACED_REASONS[reason]))];
}

const UNPLACED_REASONS: Readonly<Record<UnplacedReason, string>> = {
  broad:
    'An inbound rule lets everything in: add a rule for each service, then outbound rules for its replies.',
  decision: 'A deny rule for everything comes before allow rules: decide whether it should.',
  'no-interfaces': 'No network interface is in the subnets: nothing is planned.',
  'too-many-entries':
    'The security groups accept less than the inbound rules let in, in too many blocks: narrow the inbound rules.',
  quota: 'The missing rules would exceed the quota of rules: merge or remove some, or have the quota raised.',
  'rule-numbers':
    'No free rule number is left between the deny rules that must stay in force and the one that denies all: renumber them.',
};

/** The commands that take away what the guard added. */
export function renderUndo(alert: Alert): string[] {
  const created = alert.kind === 'cannot-evaluate' ? [] : (alert.remediation?.created ?? []);
  // The broadest allow was created last and goes first, so that no moment opens too much.
  return created.toReversed().map(entry => renderDeleteCommand(alert.networkAclId, entry, alert.region));
}
