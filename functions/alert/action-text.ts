import type { Alert } from './alert.ts';
import { renderEntry } from './entry-text.ts';
import { renderCreateCommand, renderDeleteCommand } from './fix-command.ts';

/** What the guard did about it, or why it did nothing. */
export function renderDeeds({ mode, kind, remediation }: Alert): string[] {
  if (kind === 'resolved') return [];
  if (kind === 'conflict') {
    return [
      'Nothing: it has added the missing rules twice within 24 hours, and somebody or something took them away.',
    ];
  }
  if (remediation === undefined) return [`Nothing: in mode ${mode} it does not change this network ACL.`];
  const created = remediation.created.map(entry => `added outbound rule ${renderEntry(entry)}`);
  const after = `coverage ${remediation.coverageAfter.status === 'gap' ? 'still has a gap' : 'covered'}`;
  return [...created, ...(remediation.failure ? [`not done: ${remediation.failure}`] : []), after];
}

/** The commands for a person: what is still missing after whatever the guard did. */
export function renderFix({ kind, coverage, remediation, networkAcl, region }: Alert): string[] {
  if (kind === 'resolved') return [];
  const { plan, status } = remediation?.coverageAfter ?? coverage;
  const commands = plan.entries.map(entry => renderCreateCommand(networkAcl.networkAclId, region, entry));
  const reasons = new Set(plan.unplaced.map(({ reason }) => UNPLACED_REASONS[reason]));
  const onlyDenies = commands.length === 0 && reasons.size === 0 && status === 'gap';
  return [
    ...commands,
    ...reasons,
    ...(onlyDenies ? ['Only rules that somebody wrote deny these replies: decide whether they should.'] : []),
  ];
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
  return created.toReversed().map(entry => renderDeleteCommand(networkAcl.networkAclId, region, entry));
}
