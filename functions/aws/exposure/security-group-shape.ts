import type { RuleSource, SecurityGroup, SecurityGroupRule } from '../../coverage/exposure/exposure.ts';
import { ALL_PROTOCOLS, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { LAST_PORT, type PortRange } from '../../coverage/space/port-set.ts';
import { mismatch, type Parsed, ParseError } from '../../parsing/definition.ts';
import { list, object, optional } from '../../parsing/structures.ts';
import { textParsedBy } from '../../parsing/text-values.ts';
import { integer, text } from '../../parsing/values.ts';
import { block } from '../address-values.ts';
import { id, parseResource } from './resource.ts';

/** The protocols that EC2 writes by name in security group rules (API reference, IpPermission). */
const PROTOCOL_NAMES: Readonly<Record<string, number>> = { ...TRANSPORTS, icmp: 1, icmpv6: 58 };
const LAST_PROTOCOL = 255;

const PROTOCOL = textParsedBy('"tcp", "udp", "icmp", "icmpv6", "-1" or "0" to "255"', value => {
  const number = PROTOCOL_NAMES[value] ?? (/^(-1|\d{1,3})$/.test(value) ? Number(value) : Number.NaN);
  return ALL_PROTOCOLS <= number && number <= LAST_PROTOCOL ? number : undefined;
});
/** -1 stands for all; of ICMP the fields hold a type and a code. */
const PORT = optional(integer(-1, LAST_PORT));

const PERMISSION = object({
  IpProtocol: PROTOCOL,
  FromPort: PORT,
  ToPort: PORT,
  IpRanges: optional(list(object({ CidrIp: block('ipv4') }))),
  Ipv6Ranges: optional(list(object({ CidrIpv6: block('ipv6') }))),
  PrefixListIds: optional(list(object({ PrefixListId: id('pl') }))),
  UserIdGroupPairs: optional(
    list(object({ GroupId: id('sg'), VpcId: optional(id('vpc')), PeeringStatus: optional(text) })),
  ),
});
const GROUP = object({
  GroupId: id('sg'),
  GroupName: optional(text),
  VpcId: id('vpc'),
  IpPermissions: optional(list(PERMISSION)),
});

type Permission = Parsed<typeof PERMISSION>;

/**
 * Parses one element of DescribeSecurityGroups: its inbound rules.
 *
 * @throws ParseError that names the group and the field
 */
export function parseSecurityGroup(value: unknown): SecurityGroup {
  const { GroupId, GroupName = '', VpcId, IpPermissions = [] } = parseResource(GROUP, value, 'GroupId');
  const rules = IpPermissions.flatMap((permission, index) => toRules(permission, GroupId, index));
  return { groupId: GroupId, groupName: GroupName, vpcId: VpcId, rules };
}

/** One rule for each source that the permission lists. */
function toRules(permission: Permission, groupId: string, index: number): SecurityGroupRule[] {
  try {
    const protocol = permission.IpProtocol;
    const ports = toPorts(permission);
    return toSources(permission).map(source => ({ protocol, ...(ports && { ports }), source }));
  } catch (error) {
    throw error instanceof ParseError ? error.within(`${groupId}: IpPermissions[${index}]`) : error;
  }
}

/** The ports of tcp and udp; absent, or both -1: all of them. */
function toPorts({ IpProtocol, FromPort, ToPort }: Permission): PortRange | undefined {
  if (IpProtocol !== TRANSPORTS.tcp && IpProtocol !== TRANSPORTS.udp) return undefined;
  const [from, to] = [FromPort ?? -1, ToPort ?? -1];
  if (from === -1 && to === -1) return undefined;
  if (from === -1) return mismatch('FromPort', FromPort, 'a port beside ToPort');
  return to < from ? mismatch('ToPort', ToPort, `a port from ${from} to ${LAST_PORT}`) : { from, to };
}

function toSources(permission: Permission): RuleSource[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const blocks = [...IpRanges.map(({ CidrIp }) => CidrIp), ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6)];
  return [
    ...blocks.map(cidrBlock => ({ kind: 'cidr', cidrBlock }) as const),
    ...PrefixListIds.map(
      ({ PrefixListId }) => ({ kind: 'prefix-list', prefixListId: PrefixListId }) as const,
    ),
    ...UserIdGroupPairs.map(
      ({ GroupId, VpcId, PeeringStatus }) =>
        ({
          kind: 'group',
          groupId: GroupId,
          ...(VpcId && { vpcId: VpcId }),
          ...(PeeringStatus && { peeringStatus: PeeringStatus }),
        }) as const,
    ),
  ];
}
