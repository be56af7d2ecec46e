import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { Alert } from '../../review/words/alert.ts';
import { renderCloudFormation } from '../fix/cloudformation.ts';
import { renderCreateCommand } from '../fix/command.ts';
import { renderTerraform } from '../fix/terraform.ts';
import { toCodeTool, toStackResource, toToolFamily } from '../fix/tool-family.ts';
import { renderProtocol } from '../words/entry-text.ts';
import { networkAclLink } from '../words/links.ts';
import { toName } from '../words/names.ts';
import { renderContent } from '../words/rule-text.ts';
import type { Step } from './report.ts';

/** Rules that a message holds as code; more are listed, and check prints the code. */
export const MOST_AS_CODE = 2;
const MOST_LISTED = 20;

/** How to add the rules: in the language of the tool that made the change, then as commands. */
export function toFixSteps(alert: Alert, entries: readonly NetworkAclEntry[]): Step[] {
  if (entries.length === 0) return [];
  if (entries.length > MOST_AS_CODE) return toList(alert, entries);
  switch (toToolFamily(alert)) {
    case 'terraform':
      return [toTerraform(alert, entries), ...toCommands(alert, entries)];
    case 'cloudformation':
      return [toCloudFormation(alert, entries), ...toCommands(alert, entries)];
    case 'console':
      return [toConsole(alert, entries), ...toCommands(alert, entries)];
    case 'cli':
      return toCommands(alert, entries);
  }
}

function toTerraform(alert: Alert, entries: readonly NetworkAclEntry[]): Step {
  const block = entries[0]?.direction ?? 'egress';
  return {
    kind: 'terraform',
    intro: 'In Terraform:',
    lines: entries.flatMap((entry, index) => [
      ...(index === 0 ? [] : ['']),
      ...renderTerraform(alert.networkAclId, entry, toName(alert)).split('\n'),
    ]),
    notes: [
      `If the aws_network_acl resource has ${block} blocks, add an ${block} block there instead: the two ways overwrite each other.`,
    ],
  };
}

function toCloudFormation(alert: Alert, entries: readonly NetworkAclEntry[]): Step {
  const resource = toStackResource(alert);
  const place = resource ? `, in stack ${resource.stack} beside ${resource.logicalId}` : '';
  const resources = entries.map(entry => renderCloudFormation(alert.networkAclId, entry));
  return {
    kind: 'cloudformation',
    intro: `In the CloudFormation template${place}:`,
    lines: ['Resources:', ...resources.flatMap(text => text.split('\n'))],
    notes: [],
  };
}

function toConsole(alert: Alert, entries: readonly NetworkAclEntry[]): Step {
  const isEgress = entries[0]?.direction !== 'ingress';
  const side = isEgress ? 'Outbound rules' : 'Inbound rules';
  return {
    kind: 'console',
    intro: `In the console, open ${side}, Edit ${side.toLowerCase()}, Add new rule:`,
    lines: [
      networkAclLink(alert, alert.networkAclId),
      ...entries.flatMap(({ ruleNumber, protocol, portRange, cidrBlock }) => [
        `Rule number ${ruleNumber}, type Custom ${renderProtocol(protocol).toUpperCase()}, port range ${portRange ? `${portRange.from}-${portRange.to}` : 'all'}`,
        `${isEgress ? 'Destination' : 'Source'} ${formatCidrBlock(cidrBlock)}, Allow`,
      ]),
    ],
    notes: [],
  };
}

/** Commands act at once; code may undo what they did. No command is given for inbound rules: they open ports. */
function toCommands(alert: Alert, entries: readonly NetworkAclEntry[]): Step[] {
  if (entries.some(({ direction }) => direction === 'ingress')) return [];
  const lines = entries.map(entry => renderCreateCommand(alert.networkAclId, entry, alert.region));
  return [{ kind: 'cli', intro: renderIntro(alert), lines, notes: [] }];
}

function renderIntro(alert: Alert): string {
  switch (toToolFamily(alert)) {
    case 'terraform':
      return 'To stop the outage first (with inline blocks, the next apply removes this rule again):';
    case 'cloudformation':
      return 'To stop the outage first (the stack does not know this rule, so add it there, too):';
    case 'console':
      return 'Or with the AWS CLI:';
    case 'cli': {
      const tool = toCodeTool(alert);
      return tool ? `To stop the outage first (the next run of ${tool} may remove this rule again):` : '';
    }
  }
}

function toList(alert: Alert, entries: readonly NetworkAclEntry[]): Step[] {
  const shown = entries.slice(0, MOST_LISTED).map(entry => `${entry.ruleNumber}: ${renderContent(entry)}`);
  const rest = entries.length - shown.length;
  const format = { terraform: 'terraform', cloudformation: 'cloudformation', console: 'cli', cli: 'cli' };
  const tool = toCodeTool(alert);
  return [
    { kind: 'all', intro: '', lines: [...shown, ...(rest > 0 ? [`... and ${rest} more`] : [])], notes: [] },
    {
      kind: 'all',
      intro: 'This prints all of them as code:',
      lines: [`nacl-ephemeral-guard check --region ${alert.region} --fix ${format[toToolFamily(alert)]}`],
      notes: tool ? [`A change outside ${tool} may be removed by its next run.`] : [],
    },
  ];
}
