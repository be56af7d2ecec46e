import { DescribeNetworkAclsCommand, type NetworkAcl, type NetworkAclEntry } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { FINDINGS_TABLE, HTTPS_OUT, NETWORK_ACL_ID, startRegion, TOPIC_ARN } from './region.ts';

const DENY_ALL = { Protocol: '-1', RuleAction: 'deny' } as const;
const IPV4_DEFAULT = { ...DENY_ALL, CidrBlock: '0.0.0.0/0', RuleNumber: 32_767 } as const;
const IPV6_DEFAULT = { ...DENY_ALL, Ipv6CidrBlock: '::/0', RuleNumber: 32_768 } as const;
const DEFAULTS: NetworkAclEntry[] = [
  { ...IPV4_DEFAULT, Egress: true },
  { ...IPV4_DEFAULT, Egress: false },
];

const COMPLETE: NetworkAcl = {
  Associations: [
    { NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: NETWORK_ACL_ID, SubnetId: 'subnet-1' },
  ],
  Entries: [
    HTTPS_OUT,
    { ...IPV4_DEFAULT, Egress: true },
    { ...IPV6_DEFAULT, Egress: true },
    { ...HTTPS_OUT, Egress: false, PortRange: undefined, Protocol: '1', IcmpTypeCode: { Code: -1, Type: 8 } },
    { ...IPV4_DEFAULT, Egress: false },
    { ...IPV6_DEFAULT, Egress: false },
  ],
  IsDefault: true,
  NetworkAclId: NETWORK_ACL_ID,
  OwnerId: '123456789012',
  Tags: [{ Key: 'Name', Value: `<a> & "b" 'c' ✓ &lt;` }],
  VpcId: 'vpc-1',
};

describe('a seeded network ACL', () => {
  test('is described as it was given', async () => {
    const region = await startRegion({ networkAcls: [COMPLETE] });
    expect(await region.describe()).toEqual([COMPLETE]);
    expect(region.standIn.networkAcl(NETWORK_ACL_ID)).toEqual(COMPLETE);
  });

  test('may lack entries, associations and tags', async () => {
    const region = await startRegion({ networkAcls: [{ NetworkAclId: NETWORK_ACL_ID }] });
    expect(await region.describe()).toEqual([
      { NetworkAclId: NETWORK_ACL_ID, IsDefault: false, Associations: [], Entries: DEFAULTS, Tags: [] },
    ]);
  });

  test('gets canonical CIDR blocks and sorted entries, and may exceed the quota', async () => {
    const Entries = [300, 200].map(RuleNumber => ({ ...HTTPS_OUT, CidrBlock: '10.1.2.3/8', RuleNumber }));
    const networkAcls = [{ NetworkAclId: NETWORK_ACL_ID, Entries }];
    const { standIn } = await startRegion({ networkAcls, entryQuota: 1 });
    expect(standIn.networkAcl(NETWORK_ACL_ID)?.Entries).toEqual([
      { ...HTTPS_OUT, RuleNumber: 200 },
      { ...HTTPS_OUT, RuleNumber: 300 },
      ...DEFAULTS,
    ]);
  });

  test.each<[string, NetworkAcl]>([
    ['without an id', { VpcId: 'vpc-1' }],
    [
      'with a malformed CIDR block',
      { NetworkAclId: 'acl-1', Entries: [{ ...HTTPS_OUT, CidrBlock: '10/8' }] },
    ],
    ['with a rule number twice', { NetworkAclId: 'acl-1', Entries: [HTTPS_OUT, HTTPS_OUT] }],
  ])('%s is refused', async (_, networkAcl) => {
    const start = startStandIn({
      networkAcls: [networkAcl],
      topicArn: TOPIC_ARN,
      findingsTable: FINDINGS_TABLE,
    });
    await expect(start).rejects.toThrow();
  });

  test('keeps its default rules for IPv6 when an entry is added', async () => {
    const region = await startRegion({ networkAcls: [COMPLETE] });
    await region.createEntry({ RuleNumber: 110 });
    const listed = region.standIn.networkAcl(NETWORK_ACL_ID)?.Entries;
    expect(listed).toHaveLength((COMPLETE.Entries?.length ?? 0) + 1);
    expect(listed).toEqual(expect.arrayContaining([{ ...IPV6_DEFAULT, Egress: true }]));
  });

  test('cannot be changed through what networkAcl() answers', async () => {
    const { standIn } = await startRegion();
    standIn.networkAcl(NETWORK_ACL_ID)?.Entries?.pop();
    expect(standIn.networkAcl(NETWORK_ACL_ID)?.Entries).toEqual(DEFAULTS);
  });
});

describe('between the calls of a test', () => {
  test('network ACLs come, change and go', async () => {
    const region = await startRegion();
    region.standIn.putNetworkAcl(COMPLETE);
    region.standIn.putNetworkAcl({ ...COMPLETE, NetworkAclId: 'acl-0' });
    expect((await region.describe())?.map(({ NetworkAclId }) => NetworkAclId)).toEqual(['acl-0', 'acl-1']);
    expect(await region.describe(NETWORK_ACL_ID)).toEqual([COMPLETE]);
    region.standIn.removeNetworkAcl(NETWORK_ACL_ID);
    expect(region.standIn.networkAcl(NETWORK_ACL_ID)).toBeUndefined();
    await expect(region.describe(NETWORK_ACL_ID)).rejects.toMatchObject({
      name: 'InvalidNetworkAclID.NotFound',
    });
  });

  test('a network ACL that goes while it is paged over spoils no page', async () => {
    const networkAcls = Array.from({ length: 7 }, (_, index) => ({ NetworkAclId: `acl-${index}` }));
    const { standIn, ec2 } = await startRegion({ networkAcls });
    const { NextToken } = await ec2.send(new DescribeNetworkAclsCommand({ MaxResults: 5 }));
    standIn.removeNetworkAcl('acl-4');
    const { NetworkAcls, ...rest } = await ec2.send(
      new DescribeNetworkAclsCommand({ MaxResults: 5, NextToken }),
    );
    expect(NetworkAcls?.map(({ NetworkAclId }) => NetworkAclId)).toEqual(['acl-5', 'acl-6']);
    expect(rest.NextToken).toBeUndefined();
  });
});

test.each([
  [5, undefined],
  [6, expect.any(String)],
])('a page of 5 out of %i network ACLs has the token %o', async (count, token) => {
  const networkAcls = Array.from({ length: count }, (_, index) => ({ NetworkAclId: `acl-${index}` }));
  const { ec2 } = await startRegion({ networkAcls });
  const { NetworkAcls, NextToken } = await ec2.send(new DescribeNetworkAclsCommand({ MaxResults: 5 }));
  expect(NetworkAcls).toHaveLength(5);
  expect(NextToken).toEqual(token);
});
