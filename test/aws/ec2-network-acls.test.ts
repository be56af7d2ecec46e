import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeTagsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Ec2NetworkAcls } from '../../functions/aws/ec2-network-acls.ts';
import { egress } from '../fixtures/network-acls.ts';

const ec2 = mockClient(EC2Client);
const networkAcls = new Ec2NetworkAcls(new EC2Client({}), {
  account: '123456789012',
  region: 'us-east-1',
  partition: 'aws',
});
const described = (id: string) => ({ NetworkAclId: id, VpcId: 'vpc-1', Entries: [] });
const [entry] = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const create = () => networkAcls.create('acl-1', entry ?? never());
const never = (): never => {
  throw new Error('the builder makes one entry for each line');
};
const coded = (name: string, httpStatusCode?: number) =>
  Object.assign(new Error('distinguished by code alone'), { name, $metadata: { httpStatusCode } });

beforeEach(() => void ec2.reset());

describe('read', () => {
  it('asks once, by a filter, for all', async () => {
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [described('acl-1'), described('acl-2')] });
    const found = await networkAcls.read(['acl-1', 'acl-2', 'acl-gone']);
    expect([...found.keys()]).toEqual(['acl-1', 'acl-2']);
    expect(ec2.calls()).toHaveLength(1);
    expect(ec2.call(0).args[0].input).toEqual({
      Filters: [{ Name: 'network-acl-id', Values: ['acl-1', 'acl-2', 'acl-gone'] }],
    });
  });

  it('reads every page', async () => {
    ec2
      .on(DescribeNetworkAclsCommand)
      .resolvesOnce({ NetworkAcls: [described('acl-1')], NextToken: 'more' })
      .resolvesOnce({ NetworkAcls: [described('acl-2')] });
    expect((await networkAcls.read(['acl-1', 'acl-2'])).size).toBe(2);
    expect(ec2.call(1).args[0].input).toMatchObject({ NextToken: 'more' });
  });

  it('leaves out what it did not ask for', async () => {
    ec2
      .on(DescribeNetworkAclsCommand)
      .resolves({ NetworkAcls: [described('acl-1'), described('acl-other')] });
    expect([...(await networkAcls.read(['acl-1'])).keys()]).toEqual(['acl-1']);
  });

  it('keeps apart the one that is malformed, and why', async () => {
    const broken = {
      ...described('acl-2'),
      Tags: [{ Key: 'a', Value: 'b' }],
      Entries: [{ RuleNumber: 100 }],
    };
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [described('acl-1'), broken] });
    const found = await networkAcls.read(['acl-1', 'acl-2']);
    expect(found.get('acl-1')).toMatchObject({ kind: 'read', networkAcl: { networkAclId: 'acl-1' } });
    expect(found.get('acl-2')).toEqual({
      kind: 'unreadable',
      reason: {
        kind: 'malformed',
        field: 'acl-2 ingress rule 100: Egress',
        found: 'missing',
        expected: 'true or false',
      },
      tags: { a: 'b' },
    });
  });

  it.each(['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException'])(
    'takes each for unreadable where the role may not read them: %s',
    async code => {
      ec2.on(DescribeNetworkAclsCommand).rejects(coded(code, 403));
      const unreadable = { kind: 'unreadable', reason: { kind: 'not-allowed', code }, tags: {} };
      expect([...(await networkAcls.read(['acl-1', 'acl-2']))]).toEqual([
        ['acl-1', unreadable],
        ['acl-2', unreadable],
      ]);
      await expect(networkAcls.list(undefined)).rejects.toMatchObject({ name: code });
    },
  );

  it('never reads an answer without a list as "none"', async () => {
    ec2.on(DescribeNetworkAclsCommand).resolves({});
    await expect(networkAcls.read(['acl-1'])).rejects.toThrow('without a list');
  });
});

describe('create', () => {
  it('sends the entry', async () => {
    ec2.on(CreateNetworkAclEntryCommand).resolves({});
    expect(await create()).toEqual({ kind: 'created' });
    expect(ec2.call(0).args[0].input).toEqual({
      NetworkAclId: 'acl-1',
      RuleNumber: 100,
      Protocol: '6',
      RuleAction: 'allow',
      Egress: true,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 1024, To: 65535 },
    });
  });

  it('distinguishes a taken rule number from a refusal', async () => {
    ec2.on(CreateNetworkAclEntryCommand).rejects(coded('NetworkAclEntryAlreadyExists'));
    expect(await create()).toEqual({ kind: 'rule-number-taken' });
  });

  it.each(['NetworkAclEntryLimitExceeded', 'UnauthorizedOperation', 'RequestLimitExceeded'])(
    'takes %s for a refusal, with any status',
    async code => {
      ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, 503));
      expect(await create()).toEqual({ kind: 'refused', code });
    },
  );

  it('takes any other error of the request for a refusal', async () => {
    ec2.on(CreateNetworkAclEntryCommand).rejects(coded('InvalidParameterValue', 400));
    expect(await create()).toEqual({ kind: 'refused', code: 'InvalidParameterValue' });
  });

  it.each(['InvalidNetworkAclID.NotFound', 'InvalidNetworkAclID'])('takes %s for gone', async code => {
    ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, 400));
    expect(await create()).toEqual({ kind: 'gone' });
  });

  it.each([
    ['InternalError', 500],
    ['TimeoutError', undefined],
    ['Error', 200],
  ])('does not know what became of the entry after %s with status %s', async (code, status) => {
    ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, status));
    expect(await create()).toEqual({ kind: 'unconfirmed', code });
  });
});

describe('names', () => {
  it('asks for the Name tags of at most as many resources as a filter takes', async () => {
    ec2.on(DescribeTagsCommand).resolves({
      Tags: [
        { ResourceId: 'vpc-1', Key: 'Name', Value: 'main' },
        { ResourceId: 'subnet-1', Key: 'Name', Value: '' },
      ],
    });
    const ids = ['vpc-1', ...Array.from({ length: 250 }, (_, index) => `subnet-${index}`)];
    expect([...(await networkAcls.names(ids))]).toEqual([['vpc-1', 'main']]);
    expect(ec2.call(0).args[0].input).toEqual({
      Filters: [
        { Name: 'resource-id', Values: ids.slice(0, 200) },
        { Name: 'key', Values: ['Name'] },
      ],
    });
  });
});
