import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toShellWord } from './quoting.ts';

/**
 * The command of the AWS CLI that creates the entry.
 *
 * @param region - absent: the one that the reader's own configuration names
 */
export function renderCreateCommand(networkAclId: string, entry: NetworkAclEntry, region?: string): string {
  const { ruleNumber, protocol, action, cidrBlock, portRange } = entry;
  const cidrOption = cidrBlock.family === 'ipv4' ? '--cidr-block' : '--ipv6-cidr-block';
  return [
    renderCall('create', networkAclId, entry, region),
    `--rule-number ${ruleNumber} --protocol ${protocol} --rule-action ${action}`,
    `${cidrOption} ${formatCidrBlock(cidrBlock)}`,
    ...(portRange ? [`--port-range From=${portRange.from},To=${portRange.to}`] : []),
  ].join(' ');
}

/** The command of the AWS CLI that removes the entry. */
export function renderDeleteCommand(networkAclId: string, entry: NetworkAclEntry, region?: string): string {
  return `${renderCall('delete', networkAclId, entry, region)} --rule-number ${entry.ruleNumber}`;
}

function renderCall(
  verb: string,
  networkAclId: string,
  { direction }: NetworkAclEntry,
  region?: string,
): string {
  const where = region === undefined ? '' : ` --region ${toShellWord(region)}`;
  return `aws ec2 ${verb}-network-acl-entry${where} --network-acl-id ${toShellWord(networkAclId)} --${direction}`;
}
