import { renderCloudFormation } from '../../functions/alert/fix/cloudformation.ts';
import { renderCreateCommand } from '../../functions/alert/fix/command.ts';
import { renderTerraform } from '../../functions/alert/fix/terraform.ts';
import { renderUnplaced } from '../../functions/alert/words/missing-text.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { EvaluatedNetworkAcl } from './evaluated.ts';
import type { FixFormat } from './options.ts';
import type { Report } from './report.ts';

/** Once above the first rule. */
const HEADINGS: Readonly<Record<FixFormat, string>> = {
  cli: '',
  terraform:
    '# If the aws_network_acl resource has its rules inside, add these rules there instead:\n' +
    '# the two ways overwrite each other.\n',
  cloudformation: 'Resources:\n',
};

/** Only the missing rules, as commands or code. What has no rule is a comment. */
export function toFixReport(format: FixFormat): Report {
  let heading = HEADINGS[format];
  let silent = true;
  const render = ({
    networkAcl: { networkAclId },
    source,
    coverage: { plan },
    muted,
  }: EvaluatedNetworkAcl) => {
    if (muted) return '';
    const comments = renderUnplaced(plan).map(reason => `# ${networkAclId}: ${reason}\n`);
    const entries = plan.entries.map(entry => renderEntry(networkAclId, entry, format, source.region));
    const headed = entries.length > 0 ? [heading, ...entries] : [];
    if (entries.length > 0) heading = '';
    silent &&= entries.length + comments.length === 0;
    return [...comments, ...headed].join('');
  };
  return {
    worstFirst: false,
    start: () => '',
    render,
    separator: '',
    end: () => (silent ? '# No rule is missing.\n' : ''),
  };
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
