import type { Direction, NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toYamlScalar } from './quoting.ts';

const LOGICAL_NAMES = { ingress: 'Ingress', egress: 'Egress' } as const satisfies Record<Direction, string>;

/** The entry as a resource of a CloudFormation template in YAML, under `Resources:`. */
export function renderCloudFormation(networkAclId: string, entry: NetworkAclEntry): string {
  return renderResource(networkAclId, toYamlScalar(networkAclId), entry);
}

/** As {@link renderCloudFormation}, in the template that has the network ACL under this logical id. */
export function renderInTemplate(logicalId: string, entry: NetworkAclEntry): string {
  return renderResource(logicalId, `{ Ref: ${JSON.stringify(logicalId)} }`, entry);
}

function renderResource(label: string, networkAclId: string, entry: NetworkAclEntry): string {
  const { ruleNumber, protocol, action, direction, cidrBlock, portRange } = entry;
  const name = `${label.replaceAll(/[^\da-zA-Z]/g, '')}${LOGICAL_NAMES[direction]}${ruleNumber}`;
  const cidrProperty = cidrBlock.family === 'ipv4' ? 'CidrBlock' : 'Ipv6CidrBlock';
  const lines = [
    'Type: AWS::EC2::NetworkAclEntry',
    'Properties:',
    `  NetworkAclId: ${networkAclId}`,
    `  Egress: ${direction === 'egress'}`,
    `  RuleNumber: ${ruleNumber}`,
    `  RuleAction: ${action}`,
    `  Protocol: ${protocol}`,
    // Unquoted, a parser could take ::/0 for a mapping.
    `  ${cidrProperty}: "${formatCidrBlock(cidrBlock)}"`,
    ...(portRange ? ['  PortRange:', `    From: ${portRange.from}`, `    To: ${portRange.to}`] : []),
  ];
  return [`  ${name}:`, ...lines.map(line => `    ${line}`)].join('\n');
}
