import { describe, expect, test } from 'vitest';
import type { AwsService, Fault, FaultInjection } from '../../../cli/aws-stand-in/stand-in.ts';
import { egressRules, NETWORK_ACL_ID, type Region, startRegion } from './region.ts';

/** How long a client waits for an answer that never comes. */
const PATIENCE = { requestTimeout: 300 } as const;

const CALLS: Readonly<
  Record<AwsService, readonly [action: string, call: (region: Region) => Promise<unknown>]>
> = {
  ec2: ['DescribeNetworkAcls', region => region.describe()],
  sns: ['Publish', region => region.publish()],
  dynamodb: ['PutItem', region => region.putItem()],
  ssm: ['GetParameters', region => region.getParameters()],
  sqs: ['SendMessage', region => region.sendMessage()],
  sts: ['GetCallerIdentity', region => region.identify()],
};

describe('a fault that answers with an error', () => {
  test.each<[Fault, AwsService, name: string, status: number]>([
    ['throttle', 'ec2', 'RequestLimitExceeded', 503],
    ['throttle', 'sns', 'Throttling', 400],
    ['throttle', 'dynamodb', 'ProvisionedThroughputExceededException', 400],
    ['throttle', 'ssm', 'ThrottlingException', 400],
    ['throttle', 'sqs', 'RequestThrottled', 400],
    ['throttle', 'sts', 'Throttling', 400],
    ['denied', 'ec2', 'UnauthorizedOperation', 403],
    ['denied', 'sns', 'AuthorizationErrorException', 403],
    ['denied', 'dynamodb', 'AccessDeniedException', 400],
    ['denied', 'ssm', 'AccessDeniedException', 400],
    ['denied', 'sqs', 'AccessDeniedException', 400],
    ['denied', 'sts', 'AccessDenied', 403],
    ['server-error', 'ec2', 'InternalError', 500],
    ['server-error', 'sns', 'InternalErrorException', 500],
    ['server-error', 'dynamodb', 'InternalServerError', 500],
    ['server-error', 'ssm', 'InternalServerError', 500],
    ['server-error', 'sqs', 'InternalError', 500],
    ['server-error', 'sts', 'InternalFailure', 500],
    [{ code: 'Unavailable', status: 503 }, 'ec2', 'Unavailable', 503],
    [{ code: 'KMSThrottling', status: 400 }, 'sns', 'KMSThrottlingException', 400],
    [{ code: 'RequestLimitExceeded', status: 400 }, 'dynamodb', 'RequestLimitExceeded', 400],
  ])('%o of %s is %s, status %i', async (fault, service, name, httpStatusCode) => {
    const region = await startRegion();
    const [action, call] = CALLS[service];
    region.standIn.inject({ action, fault });
    await expect(call(region)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(call(region)).resolves.toBeDefined();
  });
});

describe.each<AwsService>(['ec2', 'sns', 'sts', 'dynamodb', 'ssm', 'sqs'])('on the wire of %s', service => {
  test.each<[Fault, error: object]>([
    ['hang', { name: 'TimeoutError', code: 'ETIMEDOUT' }],
    ['reset', { code: 'ECONNRESET' }],
    ['reply-lost', { code: 'ECONNRESET' }],
    ['truncated', { message: expect.stringContaining('aborted'), $metadata: { httpStatusCode: 200 } }],
  ])('%s fails the call', async (fault, error) => {
    const region = await startRegion({}, fault === 'hang' ? PATIENCE : {});
    const [action, call] = CALLS[service];
    region.standIn.inject({ action, fault });
    await expect(call(region)).rejects.toMatchObject(error);
    await expect.poll(() => region.standIn.calls).toMatchObject([{ service, action, outcome: fault }]);
  });
});

test.each<AwsService>(['ec2', 'sns', 'sts', 'dynamodb', 'ssm'])(
  'an empty answer of %s passes for a success that says nothing',
  async service => {
    const region = await startRegion();
    const [action, call] = CALLS[service];
    region.standIn.inject({ action, fault: 'empty' });
    const answer = await call(region);
    expect(answer ?? {}).not.toHaveProperty('MessageId');
    expect(region.standIn.calls).toMatchObject([{ service, action, outcome: 'empty' }]);
  },
);

// SQS's client alone compares the answer with what it sent.
test('an empty answer of sqs is not taken for a success', async () => {
  const region = await startRegion();
  region.standIn.inject({ action: 'SendMessage', fault: 'empty' });
  await expect(region.sendMessage()).rejects.toThrow('InvalidChecksumError');
});

describe('a write under a fault', () => {
  const applied: readonly Fault[] = ['truncated', 'empty', 'reply-lost'];
  const notApplied: readonly Fault[] = ['throttle', 'denied', 'server-error', 'hang', 'reset'];

  test.each(applied)('%s: is applied', async fault => {
    const region = await startRegion();
    region.standIn.inject({ action: 'CreateNetworkAclEntry', fault });
    await Promise.allSettled([region.createEntry()]);
    expect(egressRules(region)).toEqual([100]);
  });

  test.each(notApplied)('%s: is not applied', async fault => {
    const region = await startRegion({}, PATIENCE);
    region.standIn.inject({ action: 'CreateNetworkAclEntry', fault });
    await expect(region.createEntry()).rejects.toThrow();
    expect(egressRules(region)).toEqual([]);
  });

  test('whose reply is lost: the retry of the SDK meets its own entry', async () => {
    const region = await startRegion({}, { maxAttempts: 2 });
    region.standIn.inject({ action: 'CreateNetworkAclEntry', fault: 'reply-lost' });
    await expect(region.createEntry()).rejects.toMatchObject({ name: 'NetworkAclEntryAlreadyExists' });
    expect(egressRules(region)).toEqual([100]);
  });

  test('whose reply is lost: a publish arrives twice', async () => {
    const region = await startRegion({}, { maxAttempts: 2 });
    region.standIn.inject({ action: 'Publish', fault: 'reply-lost' });
    await region.publish();
    expect(region.standIn.published).toHaveLength(2);
  });
});

describe('a stale read', () => {
  test('answers the state before the last write, the next read the state after', async () => {
    const region = await startRegion();
    const egressCount = async () =>
      (await region.describe())?.flatMap(({ Entries = [] }) => Entries.filter(entry => entry.Egress)).length;
    await region.createEntry({ RuleNumber: 100 });
    await region.createEntry({ RuleNumber: 110 });
    region.standIn.inject({ action: 'DescribeNetworkAcls', fault: 'stale-read', times: 2 });
    expect([await egressCount(), await egressCount(), await egressCount()]).toEqual([2, 2, 3]);
  });

  test('does not know a network ACL that has just been made', async () => {
    const region = await startRegion();
    region.standIn.putNetworkAcl({ NetworkAclId: 'acl-new' });
    region.standIn.inject({ action: 'DescribeNetworkAcls', fault: 'stale-read' });
    await expect(region.describe('acl-new')).rejects.toMatchObject({ name: 'InvalidNetworkAclID.NotFound' });
    expect(await region.describe('acl-new', NETWORK_ACL_ID)).toHaveLength(2);
  });

  test('of anything but a describe cannot be asked for', async () => {
    const { standIn } = await startRegion();
    expect(() => standIn.inject({ action: 'GetItem', fault: 'stale-read' })).toThrow(TypeError);
  });
});

const DESCRIBE = { action: 'DescribeNetworkAcls' } as const;

test.each<[title: string, injections: FaultInjection[], outcomes: string[]]>([
  ['once by default', [{ ...DESCRIBE, fault: 'throttle' }], ['throttle', 'ok', 'ok', 'ok']],
  ['so many times', [{ ...DESCRIBE, fault: 'denied', times: 2 }], ['denied', 'denied', 'ok', 'ok']],
  ['for ever', [{ ...DESCRIBE, fault: 'empty', times: Infinity }], ['empty', 'empty', 'empty', 'empty']],
  ['after some calls', [{ ...DESCRIBE, fault: 'throttle', skip: 2 }], ['ok', 'ok', 'throttle', 'ok']],
  [
    'one after the other',
    [
      { ...DESCRIBE, fault: 'throttle', times: 2 },
      { ...DESCRIBE, fault: { code: 'Odd', status: 400 } },
    ],
    ['throttle', 'throttle', 'Odd', 'ok'],
  ],
  ['in its own service', [{ ...DESCRIBE, service: 'sns', fault: 'throttle' }], ['ok', 'ok', 'ok', 'ok']],
  ['in its own action', [{ action: 'Publish', fault: 'throttle' }], ['ok', 'ok', 'ok', 'ok']],
])('a fault hits %s', async (_, injections, outcomes) => {
  const { standIn, describe: call } = await startRegion();
  for (const injection of injections) standIn.inject(injection);
  for (let round = 0; round < 4; round++) await Promise.allSettled([call()]);
  expect(standIn.calls.map(({ outcome }) => outcome)).toEqual(outcomes);
});
