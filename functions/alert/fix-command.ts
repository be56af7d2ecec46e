import { formatCidrBlock } from '../coverage/cidr-block.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';

/** The command of the AWS CLI that creates the entry. */
export function renderCreateCommand(networkAclId: string, region: string, entry: NetworkAclEntry): string {
  const { ruleNumber, protocol, action, cidrBlock, portRange } = entry;
  const cidrOption = cidrBlock.family === 'ipv4' ? '--cidr-block' : '--ipv6-cidr-block';
  const ports = portRange ? ` --port-range From=${portRange.from},To=${portRange.to}` : '';
  return (
    `aws ec2 create-network-acl-entry --region ${region} --network-acl-id ${networkAclId} ` +
    `${renderDirection(entry)} --rule-number ${ruleNumber} --protocol ${protocol} --rule-action ${action} ` +
    `${cidrOption} ${formatCidrBlock(cidrBlock)}${ports}`
  );
}

/** The command of the AWS CLI that takes the entry away again. */
export function renderDeleteCommand(networkAclId: string, region: string, entry: NetworkAclEntry): string {
  return (
    `aws ec2 delete-network-acl-entry --region ${region} --network-acl-id ${networkAclId} ` +
    `${renderDirection(entry)} --rule-number ${entry.ruleNumber}`
  );
}

function renderDirection({ egress }: NetworkAclEntry): string {
  return egress ? '--egress' : '--ingress';
}
