import { formatCidrBlock } from '../coverage/cidr-block.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';

/** The entry as a resource of a CloudFormation template in YAML, to stand under `Resources:`. */
export function renderCloudFormation(networkAclId: string, entry: NetworkAclEntry): string {
  const { ruleNumber, protocol, action, egress, cidrBlock, portRange } = entry;
  const name = `${networkAclId.replaceAll(/[^\da-zA-Z]/g, '')}${egress ? 'Egress' : 'Ingress'}${ruleNumber}`;
  const cidrProperty = cidrBlock.family === 'ipv4' ? 'CidrBlock' : 'Ipv6CidrBlock';
  const lines = [
    'Type: AWS::EC2::NetworkAclEntry',
    'Properties:',
    `  NetworkAclId: ${networkAclId}`,
    `  Egress: ${egress}`,
    `  RuleNumber: ${ruleNumber}`,
    `  RuleAction: ${action}`,
    `  Protocol: ${protocol}`,
    // Unquoted, a parser could take ::/0 for a mapping.
    `  ${cidrProperty}: "${formatCidrBlock(cidrBlock)}"`,
    ...(portRange ? ['  PortRange:', `    From: ${portRange.from}`, `    To: ${portRange.to}`] : []),
  ];
  return [`  ${name}:`, ...lines.map(line => `    ${line}`)].join('\n');
}
