import type { InterfaceKind, InterfaceOwner } from '../../coverage/exposure/exposure.ts';
import type { CidrBlock } from '../../coverage/space/cidr-block.ts';
import { optionalAddress } from './cidr-field.ts';
import { Described } from './described.ts';
import { toKind, toOwner } from './interface-owner.ts';

/** One network interface, as far as exposure looks at it. */
export interface NetworkInterface {
  readonly networkInterfaceId: string;
  readonly vpcId: string;
  readonly subnetId: string;
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

/**
 * Parses one element of DescribeNetworkInterfaces.
 *
 * @throws ExposureShapeError where a field is missing or malformed
 */
export function parseNetworkInterface(value: unknown): NetworkInterface {
  const described = Described.resource(value, 'a network interface', 'NetworkInterfaceId');
  const networkInterfaceId = described.id('NetworkInterfaceId', 'eni');
  const ownerFields = {
    type: described.text('InterfaceType') || 'interface',
    description: described.text('Description') ?? '',
    instanceId: described.object('Attachment')?.optionalId('InstanceId', 'i'),
  };
  const kind = toKind(ownerFields);
  return {
    networkInterfaceId,
    vpcId: described.id('VpcId', 'vpc'),
    subnetId: described.id('SubnetId', 'subnet'),
    isInUse: (described.text('Status') ?? described.fail('Status', 'a text such as in-use')) === 'in-use',
    kind,
    groupIds: described
      .objects('Groups')
      .map(group => group.id('GroupId', 'sg'))
      .sort(),
    isPublic: isPublic(described),
    hasIpv6: ['Ipv6Addresses', 'Ipv6Prefixes'].some(field => described.objects(field).length > 0),
    clientAddresses: CLIENT_KINDS.has(kind) ? parseAddresses(described) : [],
    owner: toOwner(ownerFields, networkInterfaceId),
  };
}

/** Secondary addresses can be public where the first is not. */
function isPublic(described: Described): boolean {
  return [described, ...described.objects('PrivateIpAddresses')].some(
    holder => holder.object('Association')?.text('PublicIp') !== undefined,
  );
}

function parseAddresses(described: Described): CidrBlock[] {
  const listed = described.objects('PrivateIpAddresses');
  const holders = listed.length > 0 ? listed : [described];
  const ipv4 = holders.map(holder => optionalAddress(holder, 'PrivateIpAddress', 'ipv4'));
  const ipv6 = described
    .objects('Ipv6Addresses')
    .map(holder => optionalAddress(holder, 'Ipv6Address', 'ipv6'));
  return [...ipv4, ...ipv6].filter(address => address !== undefined);
}
