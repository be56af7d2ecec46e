import { type NetworkAclEntry, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toHclString } from './quoting.ts';

const PROTOCOLS: Readonly<Record<number, string>> = { [TRANSPORTS.tcp]: 'tcp', [TRANSPORTS.udp]: 'udp' };

/** The network ACL to which a rule of its own belongs. */
export interface RuleOwner {
  /** The expression of HCL that gives its id. */
  readonly id: string;
  /** How the rule's resource begins. */
  readonly label: string;
}

type Argument = readonly [name: string, value: string];

/**
 * The entry as a resource of Terraform's AWS provider, of a network ACL that is known by its id.
 *
 * @param name - of the network ACL, for the name of the resource; what is no part of an identifier is left out
 */
export function renderTerraform(networkAclId: string, entry: NetworkAclEntry, name?: string): string {
  return renderTerraformRule(
    { id: toHclString(networkAclId), label: toIdentifier(name) ?? networkAclId },
    entry,
  );
}

/** A part of HCL's identifiers, which begin with a letter; undefined where the text has none. */
function toIdentifier(text: string | undefined): string | undefined {
  const identifier = text
    ?.replaceAll(/[^\da-zA-Z]+/g, '_')
    .replace(/^[\d_]+/, '')
    .replace(/_+$/, '');
  return identifier || undefined;
}

/** The entry as a resource of Terraform's AWS provider. */
export function renderTerraformRule({ id, label }: RuleOwner, entry: NetworkAclEntry): string {
  const { ruleNumber, action, direction } = entry;
  const name = `${label.replaceAll(/\W/g, '_')}_${direction}_${ruleNumber}`;
  return renderBlock(`resource "aws_network_acl_rule" "${name}"`, [
    ['network_acl_id', id],
    ['egress', String(direction === 'egress')],
    ['rule_number', String(ruleNumber)],
    ['rule_action', toHclString(action)],
    ...toMatch(entry),
    ...toPorts(entry.portRange),
  ]);
}

/** The entry as a block inside the resource of its network ACL. */
export function renderTerraformBlock(entry: NetworkAclEntry): string {
  const { ruleNumber, action, direction } = entry;
  return renderBlock(direction, [
    ['rule_no', String(ruleNumber)],
    ['action', toHclString(action)],
    ...toMatch(entry),
    // A block needs them, whatever the protocol is.
    ...toPorts(entry.portRange ?? { from: 0, to: 0 }),
  ]);
}

function toMatch({ protocol, cidrBlock }: NetworkAclEntry): Argument[] {
  return [
    ['protocol', toHclString(PROTOCOLS[protocol] ?? String(protocol))],
    [cidrBlock.family === 'ipv4' ? 'cidr_block' : 'ipv6_cidr_block', toHclString(formatCidrBlock(cidrBlock))],
  ];
}

function toPorts(range: NetworkAclEntry['portRange']): Argument[] {
  if (range === undefined) return [];
  return [
    ['from_port', String(range.from)],
    ['to_port', String(range.to)],
  ];
}

function renderBlock(header: string, given: readonly Argument[]): string {
  const width = Math.max(...given.map(([name]) => name.length));
  const lines = given.map(([argument, value]) => `  ${argument.padEnd(width)} = ${value}`);
  return [`${header} {`, ...lines, '}'].join('\n');
}
