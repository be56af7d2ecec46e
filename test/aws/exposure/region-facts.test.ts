import { describe, expect, it } from 'vitest';
import { InterfaceCollection } from '../../../functions/aws/exposure/interface-collection.ts';
import { RegionFacts, toSurroundings } from '../../../functions/aws/exposure/region-facts.ts';
import { parseNetworkAcl } from '../../../functions/aws/network-acl-shape.ts';
import type { Exposure } from '../../../functions/coverage/exposure/exposure.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { group, inSubnet, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import situations from '../../fixtures/situations.json' with { type: 'json' };

const NETWORK_ACL = { networkAclId: 'acl-1', vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'] };

function known(exposure: Exposure) {
  if (exposure.kind !== 'known') throw new Error(`exposure is unknown: ${exposure.reason}`);
  return exposure;
}

function factsOf(...interfaces: object[]): RegionFacts {
  const facts = new RegionFacts();
  facts.addInterfaces(interfaces);
  facts.addSecurityGroups([group('sg-1'), group('sg-2', { UserIdGroupPairs: [{ GroupId: 'sg-1' }] })]);
  facts.addSubnets(['subnet-1', 'subnet-2', 'subnet-3'].map(id => subnet(id)));
  facts.addVpcs([vpc()]);
  return facts;
}

describe('InterfaceCollection', () => {
  it('keeps of 10,000 interfaces that are alike one set with a few owners', () => {
    const interfaces = new InterfaceCollection();
    for (let number = 0; number < 10_000; number += 1)
      interfaces.add([networkInterface(number, { Attachment: { InstanceId: `i-${number}` } })]);
    const sets = interfaces.vpc('vpc-1')?.setsBySubnet.get('subnet-1');
    expect(sets).toEqual([
      {
        subnetId: 'subnet-1',
        kind: 'other',
        groupIds: ['sg-1'],
        isPublic: false,
        hasIpv6: false,
        count: 10_000,
        owners: [0, 1, 2, 3, 4].map(number => ({ type: 'instance', name: `i-${number}` })),
      },
    ]);
  });

  it.each<[string, object]>([
    ['subnet', { SubnetId: 'subnet-2' }],
    ['kind', { InterfaceType: 'lambda' }],
    ['groups', { Groups: [] }],
    ['public address', { Association: { PublicIp: '192.0.2.1' } }],
    ['IPv6 address', { Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }] }],
  ])('keeps apart those that differ in %s', (_, change) => {
    const interfaces = new InterfaceCollection();
    interfaces.add([networkInterface(1), networkInterface(2, change)]);
    const sets = [...(interfaces.vpc('vpc-1')?.setsBySubnet.values() ?? [])].flat();
    expect(sets.map(({ count }) => count)).toEqual([1, 1]);
  });

  it('names an owner once', () => {
    const interfaces = new InterfaceCollection();
    const Description = 'ELB app/web/1';
    interfaces.add([networkInterface(1, { Description }), networkInterface(2, { Description })]);
    const [set] = interfaces.vpc('vpc-1')?.setsBySubnet.get('subnet-1') ?? [];
    expect(set).toMatchObject({ count: 2, owners: [{ type: 'load balancer', name: 'web' }] });
  });

  it('knows a VPC by a detached interface, which it does not keep', () => {
    const interfaces = new InterfaceCollection();
    interfaces.add([networkInterface(1, { Status: 'available' })]);
    expect(interfaces.vpc('vpc-1')?.setsBySubnet.size).toBe(0);
    expect(interfaces.vpc('vpc-2')).toBeUndefined();
  });

  it.each<[string, string, object, boolean]>([
    ['a public one', 'network_load_balancer', { Association: { PublicIp: '192.0.2.1' } }, true],
    ['an internal one', 'network_load_balancer', {}, false],
    ['a public instance', 'interface', { Association: { PublicIp: '192.0.2.1' } }, false],
  ])('knows an internet-facing Network Load Balancer from %s', (_, InterfaceType, change, expected) => {
    const interfaces = new InterfaceCollection();
    interfaces.add([networkInterface(1, { InterfaceType, ...change })]);
    expect(interfaces.vpc('vpc-1')?.hasInternetFacingNlb).toBe(expected);
  });

  it('lists the address of a client once, whatever lists its interface', () => {
    const interfaces = new InterfaceCollection();
    const nat = networkInterface(1, { InterfaceType: 'nat_gateway', PrivateIpAddress: '10.0.0.4' });
    interfaces.add([nat, nat]);
    const clients = interfaces.vpc('vpc-1')?.clients ?? [];
    expect(clients.map(({ subnetId, address }) => `${subnetId} ${formatCidrBlock(address)}`)).toEqual([
      'subnet-1 10.0.0.4/32',
    ]);
  });
});

describe('toSurroundings', () => {
  it('picks the interfaces of the subnets, and their groups', () => {
    const facts = factsOf(
      networkInterface(1),
      networkInterface(2, inSubnet('subnet-3', 'sg-2')),
      networkInterface(3, { Status: 'available', ...inSubnet('subnet-2', 'sg-2') }),
    );
    const { exposure, vpcBlocks, subnetBlocks } = toSurroundings(NETWORK_ACL, facts);
    const { interfaces, securityGroups, carriers } = known(exposure);
    expect(interfaces.map(({ subnetId }) => subnetId)).toEqual(['subnet-1']);
    expect([...securityGroups.keys()]).toEqual(['sg-1']);
    expect([...carriers]).toEqual([]);
    expect(vpcBlocks.map(formatCidrBlock)).toEqual(['10.0.0.0/16']);
    expect([...subnetBlocks.keys()]).toEqual(['subnet-1', 'subnet-2', 'subnet-3']);
  });

  it('says in which subnets a group that a rule refers to is carried', () => {
    const facts = factsOf(
      networkInterface(1, inSubnet('subnet-1', 'sg-2')),
      networkInterface(2, inSubnet('subnet-2', 'sg-1')),
      networkInterface(3, inSubnet('subnet-3', 'sg-1')),
    );
    const { carriers } = known(toSurroundings(NETWORK_ACL, facts).exposure);
    expect([...carriers]).toEqual([['sg-1', ['subnet-2', 'subnet-3']]]);
  });

  it('names a group that a rule refers to and no interface carries', () => {
    const facts = factsOf(networkInterface(1, inSubnet('subnet-1', 'sg-2')));
    expect([...known(toSurroundings(NETWORK_ACL, facts).exposure).carriers]).toEqual([['sg-1', []]]);
  });

  it.each<[string, object]>([
    ['a group of another VPC', { GroupId: 'sg-1', VpcId: 'vpc-2' }],
    ['a group behind a peering connection', { GroupId: 'sg-1', PeeringStatus: 'deleted' }],
  ])('looks for no carriers of %s', (_, pair) => {
    const facts = factsOf(networkInterface(1, inSubnet('subnet-1', 'sg-9')));
    facts.addSecurityGroups([group('sg-9', { UserIdGroupPairs: [pair] })]);
    expect(known(toSurroundings(NETWORK_ACL, facts).exposure).carriers.size).toBe(0);
  });

  it('knows that there are no interfaces, where the VPC has one elsewhere', () => {
    const facts = factsOf(networkInterface(1, inSubnet('subnet-3', 'sg-1')));
    expect(known(toSurroundings(NETWORK_ACL, facts).exposure).interfaces).toEqual([]);
  });

  it.each<[string, RegionFacts]>([
    ['no interface of the VPC', factsOf(networkInterface(1, { VpcId: 'vpc-2' }))],
    ['not every group', factsOf(networkInterface(1, inSubnet('subnet-1', 'sg-9')))],
  ])('does not know exposure from files with %s', (_, facts) => {
    const { exposure, vpcBlocks } = toSurroundings(NETWORK_ACL, facts);
    expect(exposure).toEqual({ kind: 'unknown', reason: 'offline' });
    expect(vpcBlocks).toHaveLength(1);
  });

  it.each<[string, string[], Exposure['kind']]>([
    ['only other accounts', ['222222222222', '333333333333'], 'unknown'],
    ['another account beside the owner', ['222222222222', '123456789012'], 'known'],
    ['no account', [], 'known'],
  ])(
    'reads files with interfaces of %s: a participant of a shared VPC lists only its own',
    (_, accounts, kind) => {
      const owned = accounts.map((OwnerId, index) =>
        networkInterface(index + 2, { OwnerId, ...(index === 0 && { Status: 'available' }) }),
      );
      const facts = factsOf(networkInterface(1), ...owned);
      facts.addVpcs([vpc({ OwnerId: '123456789012' })]);
      const { exposure } = toSurroundings(NETWORK_ACL, facts);
      expect(exposure.kind).toBe(kind);
      if (exposure.kind === 'unknown') expect(exposure.reason).toBe('shared-vpc');
    },
  );

  it('knows nothing from no files', () => {
    expect(toSurroundings(NETWORK_ACL, new RegionFacts())).toEqual({
      vpcBlocks: [],
      subnetBlocks: new Map(),
      exposure: { kind: 'unknown', reason: 'offline' },
    });
  });

  it('counts interfaces that are added later', () => {
    const facts = factsOf(networkInterface(1));
    toSurroundings(NETWORK_ACL, facts);
    facts.addInterfaces([networkInterface(2)]);
    expect(known(toSurroundings(NETWORK_ACL, facts).exposure).interfaces[0]?.count).toBe(2);
  });
});

describe('every situation', () => {
  it.each(situations.situations.map(situation => [situation.id, situation] as const))(
    '%s is read',
    (_, { files }) => {
      const facts = new RegionFacts();
      facts.addInterfaces(files.NetworkInterfaces ?? []);
      facts.addSecurityGroups(files.SecurityGroups ?? []);
      facts.addSubnets(files.Subnets ?? []);
      facts.addVpcs(files.Vpcs ?? []);
      const [described] = files.NetworkAcls;
      const networkAcl = parseNetworkAcl(described as Parameters<typeof parseNetworkAcl>[0]);
      const { exposure, vpcBlocks, subnetBlocks } = toSurroundings(networkAcl, facts);
      const isOffline = files.NetworkInterfaces === undefined;
      expect(exposure.kind).toBe(isOffline ? 'unknown' : 'known');
      expect(vpcBlocks.length > 0).toBe(!isOffline);
      expect(networkAcl.subnetIds.every(id => subnetBlocks.has(id))).toBe(!isOffline);
      const inUse = (files.NetworkInterfaces ?? []).filter(
        each => each.Status === 'in-use' && networkAcl.subnetIds.includes(each.SubnetId),
      );
      const counted = exposure.kind === 'known' ? exposure.interfaces : [];
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(inUse.length);
    },
  );
});
