import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toHclString } from './quoting.ts';

/** The entry as a resource of Terraform's AWS provider. */
export function renderTerraform(networkAclId: string, entry: NetworkAclEntry): string {
  const { ruleNumber, protocol, action, direction, cidrBlock, portRange } = entry;
  const cidrArgument = cidrBlock.family === 'ipv4' ? 'cidr_block' : 'ipv6_cidr_block';
  const given: [string, string][] = [
    ['network_acl_id', toHclString(networkAclId)],
    ['egress', String(direction === 'egress')],
    ['rule_number', String(ruleNumber)],
    ['rule_action', toHclString(action)],
    ['protocol', toHclString(String(protocol))],
    [cidrArgument, toHclString(formatCidrBlock(cidrBlock))],
  ];
  if (portRange) given.push(['from_port', String(portRange.from)], ['to_port', String(portRange.to)]);
  const width = Math.max(...given.map(([name]) => name.length));
  const name = `${networkAclId.replaceAll(/\W/g, '_')}_${direction}_${ruleNumber}`;
  const lines = given.map(([argument, value]) => `  ${argument.padEnd(width)} = ${value}`);
  return [`resource "aws_network_acl_rule" "${name}" {`, ...lines, '}'].join('\n');
}
