import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeTagsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { Ec2NetworkAcls } from '../../functions/aws/ec2-network-acls.ts';
import type { CreateResult } from '../../functions/review/interfaces.ts';
import { egress } from '../fixtures/network-acls.ts';

const ec2 = mockClient(EC2Client);
const writers: EC2Client[] = [];
const toWriter = () => {
  const writer = new EC2Client({ maxAttempts: 1 });
  writers.push(writer);
  return writer;
};
const networkAcls = new Ec2NetworkAcls(new EC2Client({}), toWriter, {
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
const coded = (name: string, httpStatusCode?: number, attempts = 1) =>
  Object.assign(new Error('distinguished by code alone'), {
    name,
    $metadata: { httpStatusCode, attempts },
  });

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

  it('says who owns a network ACL, where another account shares its VPC', async () => {
    const owned = ['123456789012', '222222222222', undefined].map((OwnerId, index) => ({
      ...described(`acl-${index}`),
      ...(OwnerId && { OwnerId }),
    }));
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: owned });
    const read = await networkAcls.read(['acl-0', 'acl-1', 'acl-2']);
    const { networkAcls: listed } = await networkAcls.list(undefined);
    for (const found of [read, listed])
      expect([...found.values()].map(({ ownerId }) => ownerId)).toEqual([
        undefined,
        '222222222222',
        undefined,
      ]);
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

  it.each([
    [
      'as IAM words it today',
      'You are not authorized to perform this operation. User: arn:aws:sts::111122223333:assumed-role/guard-GuardRole-1A2B/guard is not authorized to perform: ec2:DescribeNetworkAcls because no identity-based policy allows it',
      { role: 'guard-GuardRole-1A2B' },
    ],
    [
      'of another partition',
      'User: arn:aws-cn:sts::111122223333:assumed-role/guard/x is not authorized',
      { role: 'guard' },
    ],
    ['of a user', 'User: arn:aws:iam::111122223333:user/maria is not authorized to perform it', {}],
    ['of a role that is none', 'User: arn:aws:sts::111122223333:assumed-role/<b>x</b>/guard', {}],
    ['without a name', 'You are not authorized to perform this operation.', {}],
  ])('takes the name of the role from the answer of EC2, where it has one: %s', async (_, message, role) => {
    const refused = Object.assign(coded('UnauthorizedOperation', 403), { message });
    ec2.on(DescribeNetworkAclsCommand).rejects(refused);
    const reason = { kind: 'not-allowed', code: 'UnauthorizedOperation', ...role };
    const unreadable = { kind: 'unreadable', reason, tags: {} };
    expect((await networkAcls.read(['acl-1'])).get('acl-1')).toEqual(unreadable);
  });

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

  it('uses the client that makes one attempt only, and asks for it with the first write', async () => {
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [] });
    ec2.on(CreateNetworkAclEntryCommand).resolves({});
    writers.splice(0);
    await networkAcls.read(['acl-1']);
    expect(writers).toEqual([]);
    await create();
    expect(writers).toHaveLength(1);
    expect(await writers[0]?.config.maxAttempts()).toBe(1);
  });

  it.each(['InvalidNetworkAclID.NotFound', 'InvalidNetworkAclID'])(
    'takes %s for gone, at any attempt',
    async code => {
      for (const attempts of [1, 2]) {
        ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, 400, attempts));
        expect(await create()).toEqual({ kind: 'gone' });
      }
    },
  );

  it.each<[string, number | undefined, CreateResult]>([
    ['NetworkAclEntryAlreadyExists', 400, { kind: 'rule-number-taken' }],
    ['RequestLimitExceeded', 503, { kind: 'throttled' }],
    ['Throttling', 400, { kind: 'throttled' }],
    ['ThrottlingException', 400, { kind: 'throttled' }],
    ['NetworkAclEntryLimitExceeded', 400, { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' }],
    ['UnauthorizedOperation', 403, { kind: 'refused', code: 'UnauthorizedOperation' }],
    ['InvalidParameterValue', 400, { kind: 'refused', code: 'InvalidParameterValue' }],
    ['InternalError', 500, { kind: 'unconfirmed', code: 'InternalError' }],
    ['Unavailable', 503, { kind: 'unconfirmed', code: 'Unavailable' }],
    ['TimeoutError', undefined, { kind: 'unconfirmed', code: 'TimeoutError' }],
    ['Error', 200, { kind: 'unconfirmed', code: 'Error' }],
  ])('%s with status %s is certain after one attempt alone', async (code, status, result) => {
    ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, status));
    expect(await create()).toEqual(result);
    for (const attempts of [2, 3]) {
      ec2.on(CreateNetworkAclEntryCommand).rejects(coded(code, status, attempts));
      expect(await create()).toEqual({ kind: 'unconfirmed', code });
    }
  });

  it('is unconfirmed where the error does not say how many attempts there were', async () => {
    ec2
      .on(CreateNetworkAclEntryCommand)
      .rejects(Object.assign(new Error(), { name: 'NetworkAclEntryAlreadyExists' }));
    expect(await create()).toEqual({ kind: 'unconfirmed', code: 'NetworkAclEntryAlreadyExists' });
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
