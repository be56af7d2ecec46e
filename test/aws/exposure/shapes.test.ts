import { describe, expect, it } from 'vitest';
import { parseNetworkInterface } from '../../../functions/aws/exposure/interface-shape.ts';
import {
  parsePrefixListEntry,
  parseSubnet,
  parseVpc,
} from '../../../functions/aws/exposure/network-shape.ts';
import { parseSecurityGroup } from '../../../functions/aws/exposure/security-group-shape.ts';
import type { RuleSource } from '../../../functions/coverage/exposure/exposure.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';

const saying = (message: string) => expect.objectContaining({ name: 'ParseError', message });

const INTERFACE = {
  NetworkInterfaceId: 'eni-1',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  InterfaceType: 'interface',
  Description: '',
  Status: 'in-use',
  PrivateIpAddress: '10.0.0.4',
  Groups: [{ GroupId: 'sg-2' }, { GroupId: 'sg-1' }],
};
const interfaceWith = (change: object) => parseNetworkInterface({ ...INTERFACE, ...change });
const addressesOf = (change: object) => interfaceWith(change).clientAddresses.map(formatCidrBlock);

const PERMISSION = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
const groupWith = (...IpPermissions: object[]) =>
  parseSecurityGroup({ GroupId: 'sg-1', GroupName: 'web', VpcId: 'vpc-1', IpPermissions });
const permissionWith = (change: object) => groupWith({ ...PERMISSION, ...change }).rules;

const renderSource = (source: RuleSource) =>
  source.kind === 'cidr' ? formatCidrBlock(source.cidrBlock) : source;

describe('parseNetworkInterface', () => {
  it('reads what EC2 describes, groups in order', () => {
    expect(interfaceWith({ Attachment: { InstanceId: 'i-1' } })).toEqual({
      networkInterfaceId: 'eni-1',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      isInUse: true,
      kind: 'other',
      groupIds: ['sg-1', 'sg-2'],
      isPublic: false,
      hasIpv6: false,
      clientAddresses: [],
      owner: { type: 'instance', name: 'i-1' },
    });
  });

  it.each(['available', 'attaching', 'associated', 'detaching'])('takes %s for not in use', Status => {
    expect(interfaceWith({ Status }).isInUse).toBe(false);
  });

  it.each<[string, string, string, string, string]>([
    ['nat_gateway', 'Interface for NAT Gateway nat-0a1b', 'nat-gateway', 'NAT gateway', 'nat-0a1b'],
    ['natGateway', 'Interface for NAT Gateway nat-0a1b', 'nat-gateway', 'NAT gateway', 'nat-0a1b'],
    ['interface', 'ELB app/shop-web/50dc6c495c0c9188', 'load-balancer', 'load balancer', 'shop-web'],
    ['interface', 'ELB legacy', 'load-balancer', 'load balancer', 'legacy'],
    ['load_balancer', 'ELB app/a/1', 'load-balancer', 'load balancer', 'a'],
    ['network_load_balancer', 'ELB net/edge/50dc', 'network-load-balancer', 'load balancer', 'edge'],
    ['interface', 'ELB net/edge/50dc', 'network-load-balancer', 'load balancer', 'edge'],
    ['gateway_load_balancer', 'ELB gwy/fw/50dc', 'other', 'load balancer', 'fw'],
    [
      'gateway_load_balancer_endpoint',
      'VPC Endpoint Interface vpce-0a1b',
      'gateway-load-balancer-endpoint',
      'endpoint',
      'vpce-0a1b',
    ],
    ['vpc_endpoint', 'VPC Endpoint Interface vpce-0a1b', 'other', 'endpoint', 'vpce-0a1b'],
    ['lambda', 'AWS Lambda VPC ENI-worker-0a1b2c3d', 'lambda', 'function', 'worker'],
    [
      'interface',
      'AWS Lambda VPC ENI-my-job-0a1b2c3d-0000-1111-2222-0123456789ab',
      'lambda',
      'function',
      'my-job',
    ],
    ['interface', 'RDSNetworkInterface', 'other', 'database', 'eni-1'],
    [
      'transit_gateway',
      'Network Interface for Transit Gateway Attachment tgw-attach-0a1b',
      'transit-gateway',
      'interface',
      'tgw-attach-0a1b',
    ],
    ['branch', '', 'other', 'interface', 'eni-1'],
    ['interface', 'Amazon EKS blue', 'other', 'interface', 'Amazon EKS blue'],
    ['interface', 'arn:aws:ecs:eu-central-1:123456789012:attachment/1', 'other', 'interface', 'eni-1'],
    ['efa', 'ELB of my own', 'other', 'load balancer', 'of my own'],
  ])('takes %s, described as "%s", for %s of %s %s', (InterfaceType, Description, kind, type, name) => {
    const parsed = interfaceWith({ InterfaceType, Description });
    expect(parsed).toMatchObject({ kind, owner: { type, name } });
  });

  it('takes an interface without a type for an ordinary one', () => {
    expect(interfaceWith({ InterfaceType: undefined }).kind).toBe('other');
  });

  it.each<[string, object]>([
    ['its own', { Association: { PublicIp: '192.0.2.1' } }],
    ['that of a secondary address', { PrivateIpAddresses: [{}, { Association: { PublicIp: '192.0.2.1' } }] }],
  ])('is public by %s', (_, change) => {
    expect(interfaceWith(change).isPublic).toBe(true);
  });

  it.each<[string, object]>([
    ['an address', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }],
    ['a prefix', { Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8::/80' }] }],
  ])('has IPv6 by %s', (_, change) => {
    expect(interfaceWith(change).hasIpv6).toBe(true);
  });

  it('reads all addresses from which a NAT gateway connects', () => {
    const InterfaceType = 'nat_gateway';
    expect(addressesOf({ InterfaceType })).toEqual(['10.0.0.4/32']);
    const PrivateIpAddresses = [{ PrivateIpAddress: '10.0.0.4' }, { PrivateIpAddress: '10.0.0.5' }];
    const Ipv6Addresses = [{ Ipv6Address: '2001:db8::1' }];
    expect(addressesOf({ InterfaceType, PrivateIpAddresses, Ipv6Addresses })).toEqual([
      '10.0.0.4/32',
      '10.0.0.5/32',
      '2001:db8::1/128',
    ]);
  });

  it.each<[string, object, string]>([
    [
      'an interface without an id',
      { NetworkInterfaceId: undefined },
      'NetworkInterfaceId is missing, expected an id such as eni-0123abcd',
    ],
    [
      'no subnet',
      { SubnetId: undefined },
      'eni-1: SubnetId is missing, expected an id such as subnet-0123abcd',
    ],
    [
      'an id that is a command',
      { VpcId: 'vpc-1; rm -rf /' },
      'eni-1: VpcId is "vpc-1; rm -rf /", expected an id such as vpc-0123abcd',
    ],
    ['no status', { Status: null }, 'eni-1: Status is null, expected a text'],
    ['a type that is no text', { InterfaceType: 7 }, 'eni-1: InterfaceType is 7, expected a text'],
    ['groups that are no list', { Groups: 'sg-1' }, 'eni-1: Groups is "sg-1", expected a list'],
    ['a group that is no object', { Groups: ['sg-1'] }, 'eni-1: Groups[0] is "sg-1", expected an object'],
    [
      'a group without an id',
      { Groups: [{ GroupId: 'sg-1' }, {}] },
      'eni-1: Groups[1].GroupId is missing, expected an id such as sg-0123abcd',
    ],
    [
      'an address that is none',
      { InterfaceType: 'lambda', PrivateIpAddress: '10.0.0' },
      'eni-1: PrivateIpAddress is "10.0.0", expected an IPv4 address',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => interfaceWith(change)).toThrow(saying(message));
  });

  it.each([null, 'eni-1', 7])('refuses %j', value => {
    expect(() => parseNetworkInterface(value)).toThrow(`is ${JSON.stringify(value)}, expected an object`);
  });
});

describe('parseSecurityGroup', () => {
  it('makes one rule for each source', () => {
    const { rules, ...group } = groupWith({
      ...PERMISSION,
      IpRanges: [{ CidrIp: '10.0.0.0/8' }, { CidrIp: '192.0.2.7/32', Description: 'office' }],
      Ipv6Ranges: [{ CidrIpv6: '::/0' }],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
      UserIdGroupPairs: [
        { GroupId: 'sg-2', UserId: '123456789012' },
        { GroupId: 'sg-3', VpcId: 'vpc-2', PeeringStatus: 'active' },
      ],
    });
    expect(group).toEqual({ groupId: 'sg-1', groupName: 'web', vpcId: 'vpc-1' });
    expect(rules.map(({ source }) => renderSource(source))).toEqual([
      '10.0.0.0/8',
      '192.0.2.7/32',
      '::/0',
      { kind: 'prefix-list', prefixListId: 'pl-1' },
      { kind: 'group', groupId: 'sg-2' },
      { kind: 'group', groupId: 'sg-3', vpcId: 'vpc-2', peeringStatus: 'active' },
    ]);
    for (const rule of rules) expect(rule).toMatchObject({ protocol: 6, ports: { from: 443, to: 443 } });
  });

  it.each<[string, object, number, object | undefined]>([
    ['tcp', { IpProtocol: 'tcp' }, 6, { from: 443, to: 443 }],
    ['udp by number', { IpProtocol: '17' }, 17, { from: 443, to: 443 }],
    ['all protocols', { IpProtocol: '-1', FromPort: undefined, ToPort: undefined }, -1, undefined],
    ['ICMP, whose ports are a type', { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, 1, undefined],
    ['ICMPv6', { IpProtocol: 'icmpv6', FromPort: -1, ToPort: -1 }, 58, undefined],
    ['ESP', { IpProtocol: '50' }, 50, undefined],
    ['tcp without ports', { FromPort: undefined, ToPort: undefined }, 6, undefined],
    ['tcp with -1', { FromPort: -1, ToPort: -1 }, 6, undefined],
    ['port 0', { FromPort: 0, ToPort: 0 }, 6, { from: 0, to: 0 }],
  ])('reads %s', (_, change, protocol, ports) => {
    const [rule] = permissionWith(change);
    expect(rule?.protocol).toBe(protocol);
    expect(rule?.ports).toEqual(ports);
  });

  it('reads a group without inbound rules', () => {
    expect(parseSecurityGroup({ GroupId: 'sg-1', VpcId: 'vpc-1' })).toEqual({
      groupId: 'sg-1',
      groupName: '',
      vpcId: 'vpc-1',
      rules: [],
    });
  });

  it.each<[string, object, string]>([
    [
      'an unknown protocol',
      { IpProtocol: 'gre' },
      'IpProtocol is "gre", expected "tcp", "udp", "icmp", "icmpv6", "-1" or "0" to "255"',
    ],
    [
      'protocol 256',
      { IpProtocol: '256' },
      'IpProtocol is "256", expected "tcp", "udp", "icmp", "icmpv6", "-1" or "0" to "255"',
    ],
    ['a text for a port', { FromPort: '443' }, 'FromPort is "443", expected a whole number from -1 to 65535'],
    ['a port too high', { ToPort: 65_536 }, 'ToPort is 65536, expected a whole number from -1 to 65535'],
    ['ports the wrong way round', { ToPort: 80 }, 'ToPort is 80, expected a port from 443 to 65535'],
    ['half a range', { FromPort: undefined }, 'FromPort is missing, expected a port beside ToPort'],
    [
      'a range without a block',
      { IpRanges: [{}] },
      'IpRanges[0].CidrIp is missing, expected an IPv4 CIDR block',
    ],
    [
      'an IPv6 block as an IPv4 one',
      { IpRanges: [{ CidrIp: '::/0' }] },
      'IpRanges[0].CidrIp is "::/0", expected an IPv4 CIDR block',
    ],
    [
      'a prefix list without an id',
      { PrefixListIds: [{ PrefixListId: 'com.amazonaws' }] },
      'PrefixListIds[0].PrefixListId is "com.amazonaws", expected an id such as pl-0123abcd',
    ],
    [
      'a reference without an id',
      { UserIdGroupPairs: [{ GroupName: 'default' }] },
      'UserIdGroupPairs[0].GroupId is missing, expected an id such as sg-0123abcd',
    ],
  ])('refuses %s', (_, change, message) => {
    expect(() => permissionWith(change)).toThrow(saying(`sg-1: IpPermissions[0].${message}`));
  });
});

describe('parseVpc and parseSubnet', () => {
  const associated = (field: string, block: string, State: string) => ({
    [field]: block,
    [`${field}State`]: { State },
  });

  it('read every block once, without those that were taken away', () => {
    const vpc = parseVpc({
      VpcId: 'vpc-1',
      OwnerId: '123456789012',
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: [
        associated('CidrBlock', '10.0.0.0/16', 'associated'),
        associated('CidrBlock', '100.64.0.0/16', 'disassociating'),
        associated('CidrBlock', '10.9.0.0/16', 'disassociated'),
        associated('CidrBlock', '10.8.0.0/16', 'failed'),
      ],
      Ipv6CidrBlockAssociationSet: [associated('Ipv6CidrBlock', '2001:db8::/56', 'associated')],
    });
    expect(vpc).toMatchObject({ vpcId: 'vpc-1', ownerId: '123456789012' });
    expect(vpc.blocks.map(formatCidrBlock)).toEqual(['10.0.0.0/16', '100.64.0.0/16', '2001:db8::/56']);
  });

  it('read an IPv6-only subnet', () => {
    const subnet = parseSubnet({
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/64' }],
    });
    expect(subnet.blocks.map(formatCidrBlock)).toEqual(['2001:db8::/64']);
  });

  it('leave the owner of a VPC open where a file does not name it', () => {
    expect(parseVpc({ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }).ownerId).toBeUndefined();
  });

  it.each<[() => unknown, string]>([
    [
      () => parseSubnet({ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.0.0' }),
      'subnet-1: CidrBlock is "10.0.0.0", expected an IPv4 CIDR block',
    ],
    [
      () => parseSubnet({ SubnetId: 'subnet-1' }),
      'subnet-1: VpcId is missing, expected an id such as vpc-0123abcd',
    ],
    [
      () => parseVpc({ VpcId: 'vpc-1', Ipv6CidrBlockAssociationSet: [{}] }),
      'vpc-1: Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlock is missing, expected an IPv6 CIDR block',
    ],
    [() => parsePrefixListEntry({}), 'prefix list entry.Cidr is missing, expected a CIDR block'],
    [() => parsePrefixListEntry('10/8'), 'prefix list entry is "10/8", expected an object'],
  ])('refuse what is malformed', (parse, message) => {
    expect(parse).toThrow(saying(message));
  });
});
