import { renderDay, renderMinute } from '../../../functions/alert/words/time-text.ts';
import { escapeLines } from '../../../functions/parsing/printable.ts';
import type { AlertKind } from '../../../functions/review/words/alert-kind.ts';
import { renderAccount, renderMember } from '../../members/hub.ts';
import { toPaint } from '../../terminal/terminal.ts';
import { renderNumber } from '../reports/counts-text.ts';
import { INDENT, LABELS } from '../reports/table/style.ts';
import type { FailOn } from '../summary.ts';
import type { SweptMember, SweptOrganisation } from './last-sweep.ts';
import type { OpenProblem } from './open-problems.ts';

/** What counts, and how the text is colored. */
export interface LastSweepFormat {
  readonly failOn: FailOn;
  /** Network ACLs at or above it. */
  readonly failed: number;
  readonly isColored: boolean;
}

/** The open problems by member, a line for each member, and the verdict. */
export function renderLastSweep({ hub, members }: SweptOrganisation, format: LastSweepFormat): string {
  const { account, region, stack } = hub;
  const count = `${members.length} ${members.length === 1 ? 'member' : 'members'}`;
  const head = `${stack.name} in ${region}, account ${account}: ${count}, as the last sweep of each found them`;
  const blocks = members
    .filter(({ problems }) => problems.length > 0)
    .map(each => renderProblems(each, format));
  const parts = [head, ...blocks, renderMembers(members), renderVerdict(members, format)];
  return escapeLines(`${parts.join('\n\n')}\n`);
}

function renderProblems(member: SweptMember, { isColored }: LastSweepFormat): string {
  const paint = toPaint(isColored);
  const lines = member.problems.map(problem => {
    const { text, style } = LABELS[problem.severity === 'none' ? 'covered' : problem.severity];
    const label = `${paint(style, text)}${' '.repeat(INDENT - text.length)}`;
    return `${label}${renderProblem(problem)}`;
  });
  return `${paint('bold', renderMember(member))}\n${lines.join('\n')}`;
}

/** What is wrong, where it is more than a gap. */
const PROBLEMS: Readonly<Partial<Record<AlertKind, string>>> = {
  'cannot-evaluate': 'could not be evaluated',
  'remediation-failed': 'replies blocked, and rules could not be added',
  conflict: 'replies blocked, and added rules keep being removed',
};

function renderProblem({ networkAclId, kind, since }: OpenProblem): string {
  return `${networkAclId}  ${PROBLEMS[kind] ?? 'replies blocked'} since ${renderDay(since)}`;
}

const COLUMNS = ['account', 'region', 'last sweep', 'network ACLs', 'open'];

function renderMembers(members: readonly SweptMember[]): string {
  const rows = [COLUMNS, ...members.map(toRow)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows
    .map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map(line => line.trimEnd())
    .join('\n');
}

function toRow(member: SweptMember): string[] {
  const { region, lastSweep, unreachable, open } = member;
  const swept = unreachable ? 'not reached' : lastSweep ? renderMinute(lastSweep.result.at) : 'none';
  const counts = (['high', 'medium', 'low'] as const).filter(severity => open[severity] > 0);
  return [
    renderAccount(member),
    region,
    swept,
    lastSweep ? String(lastSweep.result.evaluated) : '-',
    counts.map(severity => `${open[severity]} ${severity}`).join(', ') || '-',
  ];
}

function renderVerdict(members: readonly SweptMember[], { failOn, failed }: LastSweepFormat): string {
  if (failOn === 'never') return 'Passed: --fail-on is never.';
  const evaluated = members.reduce((sum, { lastSweep }) => sum + (lastSweep?.result.evaluated ?? 0), 0);
  const result = failed > 0 ? `Failed: ${failed}` : 'Passed: none';
  return `${result} of ${renderNumber(evaluated)} at or above ${failOn} (--fail-on).`;
}
