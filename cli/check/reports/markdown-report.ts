import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import project from '../../../package.json' with { type: 'json' };
import type { CheckedNetworkAcl } from '../checked.ts';
import { renderChangedHeadline } from '../findings/difference.ts';
import type { CheckFinding } from '../findings/finding.ts';
import { createAssumptionCount } from './assumption-count.ts';
import { renderCounts, renderVerdict } from './counts-text.ts';
import { toRelativePath } from './file-uri.ts';
import { type Group, Groups } from './groups.ts';
import { MarkdownCode } from './markdown-code.ts';
import { escapeMarkdown, toCode, toFileLink } from './markdown-text.ts';
import { isShown } from './message.ts';
import { addressOf, showableName } from './names.ts';
import type { CheckReport, ReportSettings, RunResult } from './report.ts';

/** GitHub takes comments of 65,536 characters; the verdict always fits. */
const MOST_CHARACTERS = 60_000;
/** More code is left to `--fix`. */
const MOST_CODE = 20_000;
const MEMBERS_SHOWN = 6;
const ADDITIONS_SHOWN = 5;
const LOW_SHOWN = 20;

/** For a comment of a pull request and the summary of a job. The first line is the marker by which the comment is found again. */
export function toMarkdownReport(settings: ReportSettings): CheckReport {
  const groups = new Groups();
  const assumptions = createAssumptionCount();
  const low: string[] = [];
  const code = new MarkdownCode();
  const isLow = ({ level }: CheckFinding) => level === 'low' && settings.failOn !== 'low' && !settings.all;
  const add = (checked: CheckedNetworkAcl) => {
    assumptions.add(checked);
    if (!isShown(checked, settings.all)) return;
    low.push(...checked.findings.filter(isLow).map(finding => renderLow(checked, finding, low.length)));
    for (const finding of checked.findings.filter(one => !isLow(one))) groups.add(checked, finding);
    code.add(checked);
  };
  return {
    add,
    *end(result) {
      const head = `<!-- ${project.name} -->\n### Network ACLs: ${renderHead(result)}\n`;
      const tail = [...renderMore(low, assumptions.render(false)), renderEnd(result, settings)].join('\n\n');
      const shown = code.render(result);
      const detail = shown.length < MOST_CODE ? shown : '';
      const room = MOST_CHARACTERS - head.length - tail.length - detail.length;
      yield head;
      yield* renderTable(groups.worstFirst, room);
      yield `${detail}\n${tail}\n`;
    },
  };
}

/** Only those that are shown have a text. */
function renderLow(checked: CheckedNetworkAcl, finding: CheckFinding, before: number): string {
  if (before >= LOW_SHOWN) return '';
  const text = escapeMarkdown(renderChangedHeadline(finding));
  return `${toCode(showableName(checked) ?? addressOf(checked))}: ${text}`;
}

function renderHead({ summary }: RunResult): string {
  const { networkAcls, covered, ...others } = summary;
  if (networkAcls === covered) return networkAcls > 0 ? `all ${networkAcls} covered` : 'none found';
  return `${renderCounts({ ...others, networkAcls, covered: 0 })} of ${networkAcls}`;
}

/** Rows while there is room for them, and a line for those that are left. */
function* renderTable(groups: readonly Group[], room: number): Iterable<string> {
  if (groups.length === 0) return;
  yield '\n| | network ACL | what happens | to add |\n|---|---|---|---|\n';
  let used = 200;
  for (const [index, group] of groups.entries()) {
    const row = renderRow(group);
    used += row.length;
    if (used > room) {
      yield `\n${groups.length - index} more causes do not fit here.\n`;
      return;
    }
    yield row;
  }
}

function renderRow({ level, members, headline, additions, advice }: Group): string {
  const names = members.map(({ name, id, file, line }) =>
    [toCode(name ?? id), toFileLink(toRelativePath(file), line)].filter(Boolean).join(' '),
  );
  const rules = additions.slice(0, ADDITIONS_SHOWN).map(toCode);
  const rest = additions.length - rules.length;
  const cell = [...rules, ...(rest > 0 ? [`${rest} more`] : []), ...advice.map(escapeMarkdown)].join('<br>');
  const shown = joinFirst(names, MEMBERS_SHOWN, 'network ACLs');
  return `| **${level}** | ${shown} | ${escapeMarkdown(headline)} | ${cell} |\n`;
}

function renderMore(low: readonly string[], assumed: string): string[] {
  const rest = low.length - LOW_SHOWN;
  const items = [
    ...low.slice(0, LOW_SHOWN),
    ...(rest > 0 ? [`${rest} more`] : []),
    ...(assumed ? [`Assumed: ${escapeMarkdown(assumed)}`] : []),
  ];
  if (items.length === 0) return [];
  const title = low.length > 0 ? `Low (${low.length}), assumptions` : 'Assumptions';
  const list = items.map(item => `- ${item}`).join('\n');
  return [`<details><summary>${title}</summary>\n\n${list}\n\n</details>`];
}

function renderEnd({ summary, unreadable }: RunResult, settings: ReportSettings): string {
  const verdict = summary.networkAcls > 0 ? `${renderVerdict(summary, settings)} ` : '';
  const read = unreadable.length > 0 ? `Not evaluated: ${unreadable.length}. ` : '';
  const accept =
    summary.failed > 0
      ? 'To accept a finding, set the tag `nacl-ephemeral-guard` = `ignore` on the network ACL, or add it to the baseline.'
      : '';
  return `${project.name} ${project.version}. ${verdict}${read}${accept}`.trimEnd();
}
