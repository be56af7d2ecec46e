import {
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeInternetGatewaysCommand,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { egressRules, HTTPS_OUT, NETWORK_ACL_ID, startRegion } from './region.ts';

type Fields = Partial<CreateNetworkAclEntryCommandInput>;

const ICMP: Fields = { Protocol: '1', PortRange: undefined };

describe('what the contract leaves open, the stand-in decides', () => {
  test('an identical entry already exists', async () => {
    const region = await startRegion();
    await region.createEntry();
    await expect(region.createEntry()).rejects.toMatchObject({ name: 'NetworkAclEntryAlreadyExists' });
  });

  test.each<[code: string, title: string, fields: Fields]>([
    ['MissingParameter', 'no network ACL', { NetworkAclId: undefined }],
    ['MissingParameter', 'no rule number', { RuleNumber: undefined }],
    ['MissingParameter', 'no direction', { Egress: undefined }],
    ['MissingParameter', 'no protocol', { Protocol: undefined }],
    ['MissingParameter', 'no action', { RuleAction: undefined }],
    ['MissingParameter', 'no CIDR block', { CidrBlock: undefined }],
    ['MissingParameter', 'ICMP without its type', { ...ICMP, IcmpTypeCode: { Code: -1 } }],
    ['InvalidParameterCombination', 'CIDR blocks of both families', { Ipv6CidrBlock: '::/0' }],
    ['InvalidParameterValue', 'half a port range', { PortRange: { From: 443 } }],
    ['InvalidParameterValue', 'a negative port', { PortRange: { From: -1, To: -1 } }],
    ['InvalidParameterValue', 'an ICMP type of 256', { ...ICMP, IcmpTypeCode: { Code: -1, Type: 256 } }],
    ['InvalidParameterValue', 'an octal-looking octet', { CidrBlock: '010.0.0.0/8' }],
    ['InvalidParameterValue', 'an IPv6 zone', { CidrBlock: undefined, Ipv6CidrBlock: 'fe80::%eth0/64' }],
    ['InvalidParameterValue', 'an IPv4 block as IPv6', { CidrBlock: undefined, Ipv6CidrBlock: '10.0.0.0/8' }],
    ['InvalidParameterValue', 'a protocol in words', { Protocol: 'gopher' }],
  ])('%s for %s', async (name, _, fields) => {
    const region = await startRegion();
    await expect(region.createEntry(fields)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
    expect(egressRules(region)).toEqual([]);
  });

  test.each<[given: string, listed: string]>([
    ['tcp', '6'],
    ['UDP', '17'],
    ['006', '6'],
  ])('protocol %s is listed as %s', async (Protocol, listed) => {
    const { createEntry, standIn } = await startRegion();
    await createEntry({ Protocol });
    expect(standIn.networkAcl(NETWORK_ACL_ID)?.Entries).toContainEqual({ ...HTTPS_OUT, Protocol: listed });
  });

  test.each(['-1', '47', '58'])('protocol %s over IPv4 drops ports and ICMP types', async Protocol => {
    const { createEntry, standIn } = await startRegion();
    await createEntry({ Protocol, IcmpTypeCode: { Code: 0, Type: 8 } });
    const listed = { ...HTTPS_OUT, PortRange: undefined, Protocol };
    expect(standIn.networkAcl(NETWORK_ACL_ID)?.Entries?.[0]).toEqual(listed);
  });

  test('an action that it does not know is invalid', async () => {
    const { ec2 } = await startRegion();
    await expect(ec2.send(new DescribeInternetGatewaysCommand())).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });
});

describe('the entry quota', () => {
  test('counts a direction of a family, and not the default rules', async () => {
    const region = await startRegion({ entryQuota: 1 });
    await region.createEntry();
    await region.createEntry({ Egress: false });
    await region.createEntry({ CidrBlock: undefined, Ipv6CidrBlock: '::/0', RuleNumber: 110 });
    const beyond = region.createEntry({ RuleNumber: 120 });
    await expect(beyond).rejects.toMatchObject({ name: 'NetworkAclEntryLimitExceeded' });
    expect(egressRules(region)).toEqual([100, 110]);
  });

  test('has room for a replacement', async () => {
    const region = await startRegion({ entryQuota: 1 });
    await region.createEntry();
    const entry = { NetworkAclId: NETWORK_ACL_ID, ...HTTPS_OUT, RuleAction: 'deny' } as const;
    await region.ec2.send(new ReplaceNetworkAclEntryCommand(entry));
    expect(region.standIn.networkAcl(NETWORK_ACL_ID)?.Entries?.[0]).toMatchObject({ RuleAction: 'deny' });
  });

  test('has room again after a delete', async () => {
    const region = await startRegion({ entryQuota: 1 });
    await region.createEntry();
    const key = { NetworkAclId: NETWORK_ACL_ID, Egress: true, RuleNumber: HTTPS_OUT.RuleNumber };
    await region.ec2.send(new DeleteNetworkAclEntryCommand(key));
    await region.createEntry({ RuleNumber: 120 });
    expect(egressRules(region)).toEqual([120]);
  });
});
