import { type NetworkAclEntry, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toHclString } from './quoting.ts';

const PROTOCOLS: Readonly<Record<number, string>> = { [TRANSPORTS.tcp]: 'tcp', [TRANSPORTS.udp]: 'udp' };

/**
 * The entry as a resource of Terraform's AWS provider.
 *
 * @param name - of the network ACL, for the name of the resource; what is no part of an identifier is left out
 */
export function renderTerraform(networkAclId: string, entry: NetworkAclEntry, name?: string): string {
  const { ruleNumber, protocol, action, direction, cidrBlock, portRange } = entry;
  const cidrArgument = cidrBlock.family === 'ipv4' ? 'cidr_block' : 'ipv6_cidr_block';
  const given: [string, string][] = [
    ['network_acl_id', toHclString(networkAclId)],
    ['egress', String(direction === 'egress')],
    ['rule_number', String(ruleNumber)],
    ['rule_action', toHclString(action)],
    ['protocol', toHclString(PROTOCOLS[protocol] ?? String(protocol))],
    [cidrArgument, toHclString(formatCidrBlock(cidrBlock))],
  ];
  if (portRange) given.push(['from_port', String(portRange.from)], ['to_port', String(portRange.to)]);
  const width = Math.max(...given.map(([name]) => name.length));
  const resource = `${toIdentifier(name) ?? toIdentifier(networkAclId)}_${direction}_${ruleNumber}`;
  const lines = given.map(([argument, value]) => `  ${argument.padEnd(width)} = ${value}`);
  return [`resource "aws_network_acl_rule" "${resource}" {`, ...lines, '}'].join('\n');
}

/** A part of HCL's identifiers, which begin with a letter; undefined where the text has none. */
function toIdentifier(text: string | undefined): string | undefined {
  const identifier = text
    ?.replaceAll(/[^\da-zA-Z]+/g, '_')
    .replace(/^[\d_]+/, '')
    .replace(/_+$/, '');
  return identifier || undefined;
}
