import { toPaint } from '../../../terminal/terminal.ts';
import { type CheckedNetworkAcl, STANDINGS, type Standing } from '../../checked.ts';
import type { CheckFinding } from '../../findings/finding.ts';
import { renderCounts, renderNumber } from '../counts-text.ts';
import { Groups } from '../groups.ts';
import { showableName } from '../names.ts';
import type { CheckReport, ReportSettings, RunResult } from '../report.ts';
import { wrap } from '../wrap.ts';
import { renderBlock, renderFullBlock } from './block-text.ts';
import { Footer } from './footer.ts';
import { type BlockFormat, renderGroup } from './group-text.ts';
import { toWidth } from './style.ts';

/** So much fits on a screen and a half; `--all` has no bounds. */
const MOST_LINES = 60;
const MOST_GROUPS = 10;
/** Findings that are shown with their causes and the axis of ports. */
const MOST_DETAILS = 3;

/** The results for a terminal: counts, then what is wrong by its cause, the worst first, and the verdict at the end. */
export function toTableReport(settings: ReportSettings): CheckReport {
  return new TableReport(settings);
}

class TableReport implements CheckReport {
  readonly #settings: ReportSettings;
  readonly #groups = new Groups();
  readonly #footer = new Footer();
  readonly #details: CheckedNetworkAcl[] = [];
  readonly #blocks: { readonly standing: Standing; readonly text: string }[] = [];
  readonly #names = new Map<string, number>();
  readonly #regions = new Set<string>();
  readonly #changes = new Set<'plan' | 'template'>();
  #found = 0;

  constructor(settings: ReportSettings) {
    this.#settings = settings;
  }

  add(checked: CheckedNetworkAcl): void {
    const name = showableName(checked);
    if (name !== undefined) this.#names.set(name, (this.#names.get(name) ?? 0) + 1);
    if (checked.source.region) this.#regions.add(checked.source.region);
    if (checked.change !== undefined)
      this.#changes.add(checked.code?.language === 'cloudformation' ? 'template' : 'plan');
    this.#footer.add(checked);
    if (this.#settings.all) {
      const text = renderFullBlock(checked, this.#format()).join('\n');
      this.#blocks.push({ standing: checked.standing, text });
      return;
    }
    const shown = checked.findings.filter(finding => this.#isShown(checked, finding));
    for (const finding of shown) this.#groups.add(checked, finding);
    this.#found += shown.length;
    if (shown.length > 0 && this.#details.length <= MOST_DETAILS) this.#details.push(checked);
  }

  *end(result: RunResult): Iterable<string> {
    const format = this.#format();
    const footer = this.#footer.render(result, this.#settings, format.width);
    const head = wrap(this.#renderHead(result), format.width);
    yield `${head.join('\n')}\n`;
    if (this.#settings.all) yield* this.#endAll();
    else {
      const lines = this.#renderFindings(format, MOST_LINES - head.length - footer.length - 1);
      if (lines.length > 0) yield `\n${lines.join('\n')}\n`;
    }
    if (footer.length > 0) yield `${this.#found + this.#blocks.length > 0 ? '\n' : ''}${footer.join('\n')}\n`;
  }

  *#endAll(): Iterable<string> {
    const rank = ({ standing }: { readonly standing: Standing }) => STANDINGS.indexOf(standing);
    for (const { text } of this.#blocks.sort((one, other) => rank(one) - rank(other))) yield `\n${text}\n`;
  }

  #isShown({ standing }: CheckedNetworkAcl, { level, rule }: CheckFinding): boolean {
    if (standing === 'covered' || standing === 'muted' || standing === 'accepted' || standing === 'unchanged')
      return false;
    if (rule === 'deny-never-takes-effect') return false;
    return level !== 'low' || this.#settings.failOn === 'low';
  }

  #renderHead({ summary }: RunResult): string {
    const counts = renderCounts(summary);
    const where = this.#regions.size > 1 ? ` in ${this.#regions.size} regions` : '';
    const code = this.#changes.size > 0 ? ` in the ${[...this.#changes].sort().join(' and the ')}` : '';
    return `${renderNumber(summary.networkAcls)}${where || code}${counts ? `: ${counts}` : ''}`;
  }

  /** The groups that fit, or each finding by itself where there are few. */
  #renderFindings(format: BlockFormat, most: number): string[] {
    const groups = this.#groups.worstFirst;
    const isDetailed = this.#found <= MOST_DETAILS && groups.every(({ members }) => members.length === 1);
    const rank = ({ standing }: CheckedNetworkAcl) => STANDINGS.indexOf(standing);
    const details = isDetailed ? this.#details.toSorted((one, other) => rank(one) - rank(other)) : [];
    const detailed = details.map(checked => renderBlock(checked, format));
    if (isDetailed && detailed.flat().length + detailed.length <= most) return join(detailed);
    const blocks = groups.slice(0, MOST_GROUPS).map(group => renderGroup(group, format));
    while (blocks.flat().length + blocks.length + 2 > most && blocks.length > 1) blocks.pop();
    const left = groups.slice(blocks.length);
    const more = left.reduce((count, { members }) => count + members.length, 0);
    const causes = left.length === 1 ? '1 more cause' : `${left.length} more causes`;
    return join([
      ...blocks,
      ...(left.length > 0 ? [[`... ${causes}, at ${renderNumber(more)}: --all shows them`]] : []),
    ]);
  }

  #format(): BlockFormat {
    return {
      paint: toPaint(this.#settings.isColored),
      width: toWidth(this.#settings.columns),
      isAmbiguous: name => (this.#names.get(name) ?? 0) > 1,
      hasRegions: this.#regions.size > 1,
    };
  }
}

/** With an empty line between the blocks. */
function join(blocks: readonly string[][]): string[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}
