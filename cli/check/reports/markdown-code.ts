import type { CheckedNetworkAcl } from '../checked.ts';
import { toFixReport } from '../fix-report.ts';
import type { FixFormat } from '../options.ts';
import type { CheckReport, RunResult } from './report.ts';

/** Network ACLs whose missing rules are shown as code. */
const MOST = 10;
/** Longer than any run of backticks in an address. */
const FENCE = '``````';

/** How code is shown: the title above it, and the language of its colors. */
const FORMS: Readonly<Record<FixFormat, { readonly title: string; readonly language: string }>> = {
  terraform: { title: 'Terraform', language: 'hcl' },
  cloudformation: { title: 'CloudFormation', language: 'yaml' },
  cli: { title: 'Commands of the AWS CLI', language: 'sh' },
};

/** The missing rules of the first network ACLs that fail, each in the language of its code. */
export class MarkdownCode {
  readonly #reports = new Map<FixFormat, CheckReport>();
  #count = 0;

  add(checked: CheckedNetworkAcl): void {
    if (!checked.failed || checked.coverage.plan.entries.length === 0) return;
    this.#count += 1;
    if (this.#count > MOST) return;
    const format = checked.code?.language ?? 'cli';
    const report = this.#reports.get(format) ?? toFixReport(format);
    this.#reports.set(format, report);
    report.add(checked);
  }

  render(result: RunResult): string {
    const blocks = [...this.#reports].map(([format, report]) => {
      const { title, language } = FORMS[format];
      const code = [...report.end(result)].join('').trim();
      return `\n<details><summary>${title}</summary>\n\n${FENCE}${language}\n${code}\n${FENCE}\n\n</details>\n`;
    });
    const left = this.#count - MOST;
    return blocks.join('') + (left > 0 ? `\n\`--fix\` prints the rules of ${left} more network ACLs.\n` : '');
  }
}
