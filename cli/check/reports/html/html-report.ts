import { createHash } from 'node:crypto';
import { toJsonText } from '../../../../functions/parsing/printable.ts';
import project from '../../../../package.json' with { type: 'json' };
import { createAssumptionCount } from '../assumption-count.ts';
import { renderCounts, renderNumber, renderVerdict } from '../counts-text.ts';
import type { CheckReport, ReportSettings, RunResult } from '../report.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-files.ts';
import { toRow } from './row.ts';

/** One page with all results, which needs no network and no other file. The script of the page renders the rows. */
export function toHtmlReport(settings: ReportSettings): CheckReport {
  const rows: string[] = [];
  const assumptions = createAssumptionCount();
  return {
    add: checked => {
      assumptions.add(checked);
      rows.push(toInertJson(toRow(checked)));
    },
    *end(result) {
      yield renderHead(result);
      yield renderBody(result, settings, assumptions.render(true));
      yield '<script type="application/json" id="rows">[\n';
      for (const [index, row] of rows.entries()) yield index === 0 ? row : `,\n${row}`;
      yield `\n]</script>\n<script type="module">${PAGE_SCRIPT}</script>\n</body>\n</html>\n`;
    },
  };
}

/** Nothing in it ends the element, or begins a comment in it (HTML, "Restrictions for contents of script elements"). */
function toInertJson(value: object): string {
  return toJsonText(value).replaceAll('<', String.raw`\u003c`);
}

/** Only this style and this script run, and nothing is loaded, whatever a name may contain. */
function toPolicy(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(PAGE_STYLE)}; script-src ${hash(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function renderTitle({ summary }: RunResult): string {
  const counts = renderCounts(summary);
  return `${renderNumber(summary.networkAcls)}${counts ? `: ${counts}` : ''}`;
}

function renderHead(result: RunResult): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(toPolicy())}">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeHtml(renderTitle(result))}</title>
<style>${PAGE_STYLE}</style>
</head>
`;
}

function renderBody(result: RunResult, settings: ReportSettings, assumed: string): string {
  const { summary, unreadable } = result;
  const verdict = summary.networkAcls > 0 ? renderVerdict(summary, settings) : '';
  const unread = unreadable.map(({ reason }) => `<li>${escapeHtml(reason)}</li>`).join('\n');
  return `<body>
<a class="skip" href="#results">Skip to the results</a>
<header>
<h1>${escapeHtml(renderTitle(result))}</h1>
<p class="verdict ${summary.failed > 0 ? 'failed' : 'passed'}">${escapeHtml(verdict)}</p>
${unread ? `<h2>Not evaluated</h2>\n<ul>${unread}</ul>` : ''}
</header>
<main>
<form role="search" aria-label="Filter the network ACLs">
<label class="wide">Search <input type="search" id="search" autocomplete="off" placeholder="name, id, address, service or CIDR block"></label>
<fieldset><legend>Result</legend><div id="standings"></div></fieldset>
<label>VPC <select id="vpc"></select></label>
<label>Account <select id="account"></select></label>
<label>Region <select id="region"></select></label>
<button type="reset">Clear</button>
</form>
<p id="status" role="status"></p>
<noscript><p>This page needs JavaScript to show the results. Use --format markdown for a page without it.</p></noscript>
<div id="results" tabindex="-1"></div>
<button type="button" id="more" hidden></button>
</main>
<footer>
${assumed ? `<p>Assumed: ${escapeHtml(assumed)}</p>` : ''}
<p>${escapeHtml(`${project.name} ${project.version}`)}</p>
</footer>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, character => ENTITIES[character] ?? character);
}
