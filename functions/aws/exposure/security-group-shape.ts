import type { RuleSource, SecurityGroup, SecurityGroupRule } from '../../coverage/exposure/exposure.ts';
import { ALL_PROTOCOLS, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { LAST_PORT, type PortRange } from '../../coverage/space/port-set.ts';
import { requireBlock } from './cidr-field.ts';
import { Described } from './described.ts';

/** The protocols that EC2 writes by name in security group rules (API reference, IpPermission). */
const PROTOCOL_NAMES: Readonly<Record<string, number>> = { ...TRANSPORTS, icmp: 1, icmpv6: 58 };
const LAST_PROTOCOL = 255;

/**
 * Parses one element of DescribeSecurityGroups: its inbound rules.
 *
 * @throws ExposureShapeError where a field is missing or malformed
 */
export function parseSecurityGroup(value: unknown): SecurityGroup {
  const described = Described.resource(value, 'a security group', 'GroupId');
  return {
    groupId: described.id('GroupId', 'sg'),
    groupName: described.text('GroupName') ?? '',
    vpcId: described.id('VpcId', 'vpc'),
    rules: described.objects('IpPermissions').flatMap(parsePermission),
  };
}

/** One rule for each source that the permission lists. */
function parsePermission(permission: Described): SecurityGroupRule[] {
  const protocol = parseProtocol(permission);
  const ports = parsePorts(permission, protocol);
  return parseSources(permission).map(source => ({ protocol, ...(ports && { ports }), source }));
}

function parseProtocol(permission: Described): number {
  const text = permission.text('IpProtocol') ?? '';
  const number = PROTOCOL_NAMES[text] ?? (/^(-1|\d{1,3})$/.test(text) ? Number(text) : Number.NaN);
  if (ALL_PROTOCOLS <= number && number <= LAST_PROTOCOL) return number;
  return permission.fail('IpProtocol', '"tcp", "udp", "icmp", "icmpv6", "-1" or "0" to "255"');
}

/** The ports of tcp and udp; the fields hold types and codes for ICMP. Absent, or both -1: all ports. */
function parsePorts(permission: Described, protocol: number): PortRange | undefined {
  if (protocol !== TRANSPORTS.tcp && protocol !== TRANSPORTS.udp) return undefined;
  const from = permission.integer('FromPort', -1, LAST_PORT) ?? -1;
  const to = permission.integer('ToPort', -1, LAST_PORT) ?? -1;
  if (from === -1 && to === -1) return undefined;
  if (from === -1) return permission.fail('FromPort', 'a port beside ToPort');
  return to < from ? permission.fail('ToPort', `a port from ${from} to ${LAST_PORT}`) : { from, to };
}

function parseSources(permission: Described): RuleSource[] {
  const ipv4 = permission.objects('IpRanges').map(range => requireBlock(range, 'CidrIp', 'ipv4'));
  const ipv6 = permission.objects('Ipv6Ranges').map(range => requireBlock(range, 'CidrIpv6', 'ipv6'));
  return [
    ...[...ipv4, ...ipv6].map(cidrBlock => ({ kind: 'cidr', cidrBlock }) as const),
    ...permission
      .objects('PrefixListIds')
      .map(list => ({ kind: 'prefix-list', prefixListId: list.id('PrefixListId', 'pl') }) as const),
    ...permission.objects('UserIdGroupPairs').map(parseReference),
  ];
}

function parseReference(pair: Described): RuleSource {
  const vpcId = pair.optionalId('VpcId', 'vpc');
  const peeringStatus = pair.text('PeeringStatus');
  return {
    kind: 'group',
    groupId: pair.id('GroupId', 'sg'),
    ...(vpcId && { vpcId }),
    ...(peeringStatus && { peeringStatus }),
  };
}
