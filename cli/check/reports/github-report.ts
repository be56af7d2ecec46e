import { cutText, toLine } from '../../../functions/alert/words/plain-text.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { type CheckFinding, LEVELS, type Level } from '../findings/finding.ts';
import { renderShort } from './counts-text.ts';
import { toRelativePath } from './file-uri.ts';
import { type FindingMessage, isShown, toMessage } from './message.ts';
import type { CheckReport, ReportSettings } from './report.ts';

/** GitHub keeps so many annotations of each kind in a step, and drops the rest silently (actions/toolkit, problem-matchers.md). */
const MOST_OF_A_KIND = 10;
/** It cuts longer messages (GitHub's limit is 64 KB); nobody reads more beside a line of code. */
const LONGEST = 2_000;

type Kind = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly kind: Kind;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly message: FindingMessage;
}

/** Annotations of GitHub Actions at the lines of a pull request, the worst first. */
export function toGithubReport(settings: ReportSettings): CheckReport {
  const annotations: Annotation[] = [];
  return {
    add: checked => {
      if (!isShown(checked, settings.all)) return;
      const wanted = checked.findings.filter(({ level }) => level !== 'low' || settings.failOn === 'low');
      annotations.push(...wanted.map(finding => toAnnotation(checked, finding, settings)));
    },
    *end({ summary }) {
      const rank = ({ level }: Annotation) => LEVELS.indexOf(level);
      annotations.sort((one, other) => rank(one) - rank(other));
      for (const kind of ['error', 'warning', 'notice'] as const) {
        // One notice is kept for the counts.
        const most = kind === 'notice' ? MOST_OF_A_KIND - 1 : MOST_OF_A_KIND;
        yield* renderKind(
          annotations.filter(one => one.kind === kind),
          most,
        );
      }
      const text = renderShort(summary, settings).trimEnd().replace('\n', '. ');
      yield `::notice title=nacl-ephemeral-guard::${escapeData(text)}\n`;
    },
  };
}

function toAnnotation(
  checked: CheckedNetworkAcl,
  finding: CheckFinding,
  { strict }: ReportSettings,
): Annotation {
  const { level } = finding;
  const kinds: Readonly<Record<Level, Kind>> = {
    high: 'error',
    unknown: strict ? 'error' : 'warning',
    medium: 'warning',
    low: 'notice',
  };
  const { file, line } = checked.source;
  return {
    level,
    kind: kinds[level],
    file: toRelativePath(file),
    line,
    message: toMessage(checked, finding),
  };
}

function* renderKind(annotations: readonly Annotation[], most: number): Iterable<string> {
  const left = annotations.length - most;
  for (const [index, annotation] of annotations.slice(0, most).entries()) {
    const more = index === most - 1 && left > 0 ? `\nAnd ${left} more: see the job summary.` : '';
    yield renderAnnotation(annotation, more);
  }
}

function renderAnnotation({ kind, file, line, message }: Annotation, more: string): string {
  const { title, headline, causes, fix } = message;
  const properties = [
    ...(file === undefined ? [] : [`file=${escapeProperty(file)}`]),
    ...(file === undefined || line === undefined ? [] : [`line=${line}`]),
    `title=${escapeProperty(title)}`,
  ];
  const text = [[headline, ...causes].join(' '), ...fix].map(toLine).join('\n');
  return `::${kind} ${properties.join()}::${escapeData(cutText(text, LONGEST) + more)}\n`;
}

/** As actions/toolkit does (packages/core, command.ts). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(toLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
