import { renderCloudFormation } from '../../functions/alert/fix/cloudformation.ts';
import { renderCreateCommand } from '../../functions/alert/fix/command.ts';
import { renderTerraform } from '../../functions/alert/fix/terraform.ts';
import { renderUnplaced } from '../../functions/alert/words/missing-text.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { Judged } from './judged.ts';
import type { FixFormat } from './options.ts';
import type { Report } from './report.ts';

/** What stands once above the first fix. */
const HEADINGS: Readonly<Record<FixFormat, string>> = {
  cli: '# In this order: a rule that denies has to stand before the one that allows around it.\n',
  terraform:
    '# Where the rules of a network ACL stand inside an aws_network_acl resource, add these there instead:\n' +
    '# the two ways overwrite each other.\n',
  cloudformation: 'Resources:\n',
};

/** Only the missing rules, in a form to run or to keep in code; what has no place is a comment. */
export function toFixReport(format: FixFormat, region: string | undefined): Report {
  let heading = HEADINGS[format];
  let silent = true;
  const render = ({ networkAcl: { networkAclId }, coverage: { plan } }: Judged) => {
    const comments = renderUnplaced(plan).map(reason => `# ${networkAclId}: ${reason}\n`);
    const entries = plan.entries.map(entry => renderEntry(networkAclId, entry, format, region));
    const headed = entries.length > 0 ? [heading, ...entries] : [];
    if (entries.length > 0) heading = '';
    silent &&= entries.length + comments.length === 0;
    return [...comments, ...headed].join('');
  };
  return { start: '', render, end: () => (silent ? '# No rule is missing.\n' : '') };
}

function renderEntry(
  networkAclId: string,
  entry: NetworkAclEntry,
  format: FixFormat,
  region: string | undefined,
): string {
  if (format === 'terraform') return `\n${renderTerraform(networkAclId, entry)}\n`;
  if (format === 'cloudformation') return `${renderCloudFormation(networkAclId, entry)}\n`;
  return `${renderCreateCommand(networkAclId, entry, region)}\n`;
}
