import type { InterfaceKind, InterfaceOwner } from '../../coverage/exposure/exposure.ts';
import type { CidrBlock } from '../../coverage/space/cidr-block.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { list, object, optional } from '../../parsing/structures.ts';
import { anything, text } from '../../parsing/values.ts';
import { address, optionalText } from '../address-values.ts';
import { toKind, toOwner } from './interface-owner.ts';
import { id, parseResource } from './resource.ts';

/** One network interface, as far as exposure looks at it. */
export interface NetworkInterface {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
  /** The account that owns it; undefined: not known. */
  readonly account: string | undefined;
  /** Whether anything uses it: a detached one accepts nothing. */
  readonly isInUse: boolean;
  readonly kind: InterfaceKind;
  /** In ascending order. */
  readonly groupIds: readonly string[];
  readonly isPublic: boolean;
  readonly hasIpv6: boolean;
  /** Those from which a NAT gateway, a load balancer or a Lambda function connects; none for other kinds. */
  readonly clientAddresses: readonly CidrBlock[];
  readonly owner: InterfaceOwner;
}

/** Whose connections come from any port above 1023 (AWS's page on ephemeral ports). */
const CLIENT_KINDS: ReadonlySet<InterfaceKind> = new Set([
  'nat-gateway',
  'load-balancer',
  'network-load-balancer',
  'lambda',
]);

const ASSOCIATION = optional(object({ PublicIp: optional(text) }));
const INTERFACE = object({
  NetworkInterfaceId: id('eni'),
  VpcId: id('vpc'),
  SubnetId: id('subnet'),
  OwnerId: optional(text),
  InterfaceType: optional(text),
  Description: optional(text),
  Status: text,
  Groups: optional(list(object({ GroupId: id('sg') }))),
  Attachment: optional(object({ InstanceId: optional(id('i')) })),
  Association: ASSOCIATION,
  PrivateIpAddress: optionalText(address('ipv4')),
  PrivateIpAddresses: optional(
    list(object({ PrivateIpAddress: optionalText(address('ipv4')), Association: ASSOCIATION })),
  ),
  Ipv6Addresses: optional(list(object({ Ipv6Address: optionalText(address('ipv6')) }))),
  Ipv6Prefixes: optional(list(anything)),
});

type Described = Parsed<typeof INTERFACE>;

/**
 * Parses one element of DescribeNetworkInterfaces.
 *
 * @throws ParseError that names the interface and the field
 */
export function parseNetworkInterface(value: unknown): NetworkInterface {
  const described = parseResource(INTERFACE, value, 'NetworkInterfaceId');
  const { NetworkInterfaceId: networkInterfaceId, Groups = [] } = described;
  const ownerFields = {
    type: described.InterfaceType || 'interface',
    description: described.Description ?? '',
    instanceId: described.Attachment?.InstanceId,
  };
  const kind = toKind(ownerFields);
  return {
    networkInterfaceId,
    vpcId: described.VpcId,
    subnetId: described.SubnetId,
    account: described.OwnerId || undefined,
    isInUse: described.Status === 'in-use',
    kind,
    groupIds: Groups.map(({ GroupId }) => GroupId).sort(),
    isPublic: isPublic(described),
    hasIpv6: [described.Ipv6Addresses, described.Ipv6Prefixes].some(listed => (listed ?? []).length > 0),
    clientAddresses: CLIENT_KINDS.has(kind) ? toAddresses(described) : [],
    owner: toOwner(ownerFields, networkInterfaceId),
  };
}

/** Secondary addresses can be public where the first is not. */
function isPublic(described: Described): boolean {
  const holders = [described, ...(described.PrivateIpAddresses ?? [])];
  return holders.some(({ Association }) => Association?.PublicIp !== undefined);
}

function toAddresses(described: Described): CidrBlock[] {
  const { PrivateIpAddresses: listed = [], Ipv6Addresses = [] } = described;
  const ipv4 = (listed.length > 0 ? listed : [described]).map(({ PrivateIpAddress }) => PrivateIpAddress);
  const ipv6 = Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address);
  return [...ipv4, ...ipv6].filter(each => each !== undefined);
}
