import type { Coverage } from '../coverage/coverage.ts';
import type { Plan } from '../coverage/plan.ts';
import { type Alert, TAG } from './alert.ts';
import { renderEntry } from './entry-text.ts';
import { renderCreateCommand, renderDeleteCommand } from './fix-command.ts';

/** What the guard did about it, or why it did nothing. */
export function renderDeeds(alert: Alert): string[] {
  const { kind, remediation } = alert;
  if (kind === 'resolved') return [];
  if (kind === 'conflict') return [`Nothing: ${renderConflict(alert)}`];
  if (remediation === undefined) return [`Nothing: ${renderRestraint(alert)}`];
  const created = remediation.created.map(entry => `added outbound rule ${renderEntry(entry)}`);
  const failure = remediation.failure ? [`not done: ${remediation.failure}`] : [];
  return [...created, ...failure, `coverage ${renderAfter(remediation.coverageAfter)}`];
}

function renderConflict({ change }: Alert): string {
  const undoing = change && /^(Delete|Replace)NetworkAclEntry$/.test(change.action) && change.actor;
  const last = undoing ? `, last by ${undoing}` : '';
  return `it has added the missing rules twice within 24 hours, and both times they were taken away again${last}.`;
}

function renderAfter({ status, severity }: Coverage): string {
  if (status === 'covered') return status;
  return severity === 'low' ? 'complete but for what rules that somebody wrote deny' : 'still has a gap';
}

function renderRestraint({ mode, coverage, networkAcl }: Alert): string {
  if (mode === 'notify') return 'in mode notify it only tells.';
  if (coverage.plan.entries.length + coverage.plan.unplaced.length === 0)
    return 'there is no rule that it could add.';
  const tag = networkAcl.tags[TAG];
  if (mode === 'opt-in')
    return `in mode opt-in it adds rules only where the tag ${TAG} is "remediate"; here it is ${tag ? `"${tag}"` : 'not set'}.`;
  return `the tag ${TAG}=${tag} asks it to only tell.`;
}

/** The commands for a person: what is still missing after whatever the guard did. */
export function renderFix({ kind, coverage, remediation, networkAcl, region }: Alert): string[] {
  if (kind === 'resolved') return [];
  const { plan, status } = remediation?.coverageAfter ?? coverage;
  const commands = plan.entries.map(entry => renderCreateCommand(networkAcl.networkAclId, entry, region));
  const reasons = renderUnplaced(plan);
  const onlyDenies = commands.length === 0 && reasons.length === 0 && status === 'gap';
  return [
    ...commands,
    ...reasons,
    ...(onlyDenies ? ['Only rules that somebody wrote deny these replies: decide whether they should.'] : []),
  ];
}

/** Why the plan leaves gaps, and what a person can do about it. */
export function renderUnplaced({ unplaced }: Plan): string[] {
  return [...new Set(unplaced.map(({ reason }) => UNPLACED_REASONS[reason]))];
}

const UNPLACED_REASONS = {
  quota: 'The missing rules would exceed the quota of rules: merge or remove some, or have the quota raised.',
  'rule-numbers':
    'No free rule number is left between the deny rules that must stay in force and the one that denies all: renumber them.',
} as const;

/** The commands that take away what the guard added. */
export function renderUndo({ remediation, networkAcl, region }: Alert): string[] {
  const created = remediation?.created ?? [];
  // The broadest allow was created last and goes first, so that no moment opens too much.
  return created.toReversed().map(entry => renderDeleteCommand(networkAcl.networkAclId, entry, region));
}
