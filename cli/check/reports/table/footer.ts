import { toShellWord } from '../../../../functions/alert/fix/quoting.ts';
import { renderMatch } from '../../../../functions/alert/words/entry-text.ts';
import { joinFirst, toPlain } from '../../../../functions/alert/words/plain-text.ts';
import type { CheckedNetworkAcl } from '../../checked.ts';
import type { FixFormat } from '../../options.ts';
import { sideOf } from '../additions.ts';
import { type AssumptionCount, createAssumptionCount } from '../assumption-count.ts';
import { renderNumber, renderVerdict } from '../counts-text.ts';
import { idOf, showableName } from '../names.ts';
import type { ReportSettings, RunResult } from '../report.ts';
import { wrap } from '../wrap.ts';

const NAMES_SHOWN = 4;
const DENIES_SHOWN = 2;

/** What the last lines of a table need of all network ACLs. */
export class Footer {
  readonly #assumptions: AssumptionCount = createAssumptionCount();
  readonly #muted: string[] = [];
  readonly #denies: string[] = [];
  #shadowedAllows = 0;
  #unusedLow = 0;
  #fix: FixFormat | undefined;

  add(checked: CheckedNetworkAcl): void {
    const { standing, muted, shadowed, networkAcl } = checked;
    const name = showableName(checked) ?? idOf(checked);
    if (muted) this.#muted.push(muted.reason ? `${name} (${toPlain(muted.reason)})` : name);
    if (standing === 'low' && !networkAcl.inUse) this.#unusedLow += 1;
    if (standing !== 'muted') {
      const denies = shadowed.filter(({ action }) => action === 'deny');
      this.#shadowedAllows += shadowed.length - denies.length;
      this.#denies.push(
        ...denies.map(entry => `${name} ${sideOf(entry)} ${entry.ruleNumber} deny ${renderMatch(entry)}`),
      );
    }
    this.#assumptions.add(checked);
    if (checked.failed && checked.coverage.plan.entries.length > 0)
      this.#fix = checked.code?.language ?? this.#fix ?? 'cli';
  }

  /** @param left - groups that are not shown */
  render(result: RunResult, settings: ReportSettings, width: number): string[] {
    const { summary, unreadable } = result;
    const isAll = settings.all;
    const lines: [label: string, text: string][] = [
      ['Low', isAll || settings.failOn === 'low' ? '' : renderLow(summary.low, this.#unusedLow)],
      ['Muted', joinFirst(this.#muted, NAMES_SHOWN, 'network ACLs')],
      ['Accepted', summary.accepted > 0 ? `${renderNumber(summary.accepted)} by the baseline` : ''],
      [
        'Unchanged',
        summary.unchanged > 0
          ? `${renderNumber(summary.unchanged)} with gaps that the plan does not make worse (--all)`
          : '',
      ],
      ['Never takes effect', isAll ? '' : this.#renderNever()],
      ['Assumed', this.#assumptions.render(isAll)],
      [
        'Not evaluated',
        unreadable.length > 0 ? `${unreadable.length}, with the reasons on stderr; the exit code is 2` : '',
      ],
      ['Next', this.#fix ? toCommand(settings, this.#fix) : ''],
    ];
    const shown = lines.flatMap(([label, text]) => (text ? renderLine(label, text, width) : []));
    return summary.networkAcls > 0 ? [...shown, ...wrap(renderVerdict(summary, settings), width)] : shown;
  }

  #renderNever(): string {
    const allows = this.#shadowedAllows;
    const some = allows === 0 ? '' : `${allows} allow ${allows === 1 ? 'rule' : 'rules'}`;
    const denies = joinFirst(this.#denies, DENIES_SHOWN, 'deny rules');
    const text = [denies, some].filter(Boolean).join('; ');
    return text ? `${text} (--all)` : '';
  }
}

function renderLow(count: number, unused: number): string {
  if (count === 0) return '';
  return `${renderNumber(count)}${count === unused ? ' that no subnet uses' : ''} (--all)`;
}

/** A command is never broken: it is to be copied. */
function renderLine(label: string, text: string, width: number): string[] {
  if (label === 'Next') return [`Next: ${text}`];
  const [first, ...more] = wrap(text, width - label.length - 2);
  return [`${label}: ${first}`, ...more.map(line => ' '.repeat(label.length + 2) + line)];
}

function toCommand({ input }: ReportSettings, fix: FixFormat): string {
  return ['nacl-ephemeral-guard check', ...input.map(toShellWord), `--fix ${fix}`].join(' ');
}
