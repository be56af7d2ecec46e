import { renderCloudFormation, renderInTemplate } from '../../functions/alert/fix/cloudformation.ts';
import { renderCreateCommand } from '../../functions/alert/fix/command.ts';
import { renderUnplaced } from '../../functions/alert/words/missing-text.ts';
import { toLine } from '../../functions/alert/words/plain-text.ts';
import type { CheckedNetworkAcl } from './checked.ts';
import { createTerraformFix } from './fix/terraform-fix.ts';
import type { FixFormat } from './options.ts';
import { idOf } from './reports/names.ts';
import type { CheckReport, RunResult } from './reports/report.ts';

/** Only the missing rules, as commands or code. What has no rule is a comment. */
export function toFixReport(format: FixFormat): CheckReport {
  const texts: string[] = [];
  const render = WRITERS[format]();
  const add = (checked: CheckedNetworkAcl) => {
    const { coverage, standing } = checked;
    if (standing === 'muted' || standing === 'unchanged') return;
    const reasons = toReasons(checked, format);
    const shown = reasons.length > 0 ? reasons : renderUnplaced(coverage.plan);
    for (const reason of shown) texts.push(`# ${toLine(idOf(checked))}: ${toLine(reason)}\n`);
    if (reasons.length === 0 && coverage.plan.entries.length > 0) texts.push(...render(checked));
  };
  const isWhole = ({ unreadable }: RunResult) => texts.length === 0 && unreadable.length === 0;
  return { add, end: result => (isWhole(result) ? ['# No rule is missing.\n'] : texts) };
}

/** Why nothing can be written for the network ACL. */
function toReasons(
  { status, unknown, networkAcl, code, coverage }: CheckedNetworkAcl,
  format: FixFormat,
): string[] {
  if (status === 'unknown')
    return unknown.map(({ kind, expression }) =>
      kind === 'rules'
        ? 'No rule proposed: its other rules are not known.'
        : `No rule proposed: ${expression} is not known.`,
    );
  if (coverage.plan.entries.length === 0 || networkAcl.networkAclId !== '') return [];
  const own = code?.language;
  if (own === format) return [];
  return [own === undefined ? 'No rule proposed: it has no id.' : `It has no id yet: use --fix ${own}.`];
}

/** Of each format, what writes the rules of one network ACL after the other. */
const WRITERS: Readonly<Record<FixFormat, () => (checked: CheckedNetworkAcl) => string[]>> = {
  cli:
    () =>
    ({ networkAcl, coverage, source }) =>
      coverage.plan.entries.map(
        entry => `${renderCreateCommand(networkAcl.networkAclId, entry, source.region)}\n`,
      ),
  terraform: createTerraformFix,
  cloudformation: createCloudFormationFix,
};

function createCloudFormationFix(): (checked: CheckedNetworkAcl) => string[] {
  let heading = 'Resources:\n';
  return ({ networkAcl, coverage, code }) => {
    const above = heading;
    heading = '';
    const resources = coverage.plan.entries.map(entry =>
      code?.language === 'cloudformation'
        ? renderInTemplate(code.logicalId, entry)
        : renderCloudFormation(networkAcl.networkAclId, entry),
    );
    return [above, ...resources.map(text => `${text}\n`)];
  };
}
