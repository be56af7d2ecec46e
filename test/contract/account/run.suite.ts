import { DescribeNetworkAclsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { CreateTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { findMade } from './find.ts';
import { type Holding, holdAccount } from './hold.ts';
import { removeLeftovers, removeRun } from './leftovers.ts';
import { makeRun, type Spoilt, spoil, usePeerAccount } from './peer-account.ts';
import { type Resource, removeAll } from './resources.ts';
import { beginRun, RUN_TAG } from './run.ts';

const account = usePeerAccount();
const atOnce = async () => {};
const EVERYTHING = {
  VPC: 1,
  interface: 6,
  'security group': 1,
  'prefix list': 1,
  subnet: 1,
  'network ACL': 6,
  topic: 1,
  queue: 1,
  parameter: 1,
  table: 1,
};
const LASTING = { times: Number.POSITIVE_INFINITY };

function countKinds(resources: readonly Resource[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of resources) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** A run whose suite keeps the contract, and what it says. */
function startRun(holding: Partial<Holding> = {}) {
  const said: string[] = [];
  const held = {
    clients: account.clients(),
    run: beginRun(20),
    say: (text: string) => void said.push(text),
    signal: new AbortController().signal,
    holdTo: vi.fn(async () => true),
    pause: atOnce,
    ...holding,
  };
  return { said, ...held, isKept: holdAccount(held) };
}

const left = () => findMade(account.clients());

it('everything is found by its tag, and nothing is left after it was removed', async () => {
  const clients = account.clients();
  const vpcs = async () => (await clients.ec2.send(new DescribeVpcsCommand())).Vpcs?.length;
  const before = await vpcs();
  const { run, made } = await makeRun(clients);
  const found = await findMade(clients);
  expect(countKinds(found)).toEqual(EVERYTHING);
  expect(found.every(({ runId }) => runId === run.id)).toBe(true);
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(made.map(({ id }) => id)));
  expect(await removeAll(clients, made, atOnce)).toEqual([]);
  expect(await findMade(clients)).toEqual([]);
  expect(await vpcs()).toBe(before);
});

it('a guard in the account leaves every network ACL of the VPC alone, also the default one', async () => {
  const clients = account.clients();
  const { made } = await makeRun(clients);
  const Filters = [{ Name: 'vpc-id', Values: made.filter(({ kind }) => kind === 'VPC').map(({ id }) => id) }];
  const { NetworkAcls = [] } = await clients.ec2.send(new DescribeNetworkAclsCommand({ Filters }));
  expect(NetworkAcls).toHaveLength(7);
  for (const { Tags } of NetworkAcls)
    expect(Tags).toContainEqual({ Key: 'nacl-ephemeral-guard', Value: 'ignore' });
  expect(await removeAll(clients, made, atOnce)).toEqual([]);
});

it('nothing in the environment leads the clients of a peer elsewhere', async () => {
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_EC2', 'AWS_ENDPOINT_URL_SQS'])
    vi.stubEnv(name, 'http://192.0.2.1:9');
  for (const name of ['AWS_PROFILE', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    vi.stubEnv(name, 'real');
  const clients = account.clients();
  for (const { config } of Object.values(clients)) {
    expect(await config.credentials()).toMatchObject({ accessKeyId: 'test', secretAccessKey: 'test' });
    expect(await config.region()).toBe('us-east-1');
  }
  const { made } = await makeRun(clients);
  expect(await removeAll(clients, made, atOnce)).toEqual([]);
});

describe('a run', () => {
  it('prints what it creates, creates it, is checked against the contract, and leaves nothing', async () => {
    const { said, run, isKept, holdTo } = startRun();
    expect(await isKept).toBe(true);
    expect(said[0]).toContain(`${RUN_TAG}=${run.id}`);
    expect(said[0]).toContain('account 123456789012, region us-east-1');
    expect(said.filter(text => text.startsWith('made '))).toHaveLength(20);
    expect(said.at(-1)).toBe('Everything is removed.');
    expect(holdTo).toHaveBeenCalledOnce();
    expect(await left()).toEqual([]);
  });

  it.each<Spoilt>([
    { command: 'CreateVpc', code: 'VpcLimitExceeded' },
    { command: 'CreateVpc' },
    { command: 'CreateSubnet', code: 'UnauthorizedOperation' },
    { command: 'CreateSubnet' },
    { command: 'CreateNetworkAcl', code: 'NetworkAclLimitExceeded', skip: 3 },
    { command: 'CreateNetworkAcl', skip: 5 },
    { command: 'ReplaceNetworkAclAssociation', code: 'UnauthorizedOperation' },
    { command: 'CreateManagedPrefixList' },
    { command: 'CreateSecurityGroup' },
    { command: 'AuthorizeSecurityGroupIngress', code: 'UnauthorizedOperation' },
    { command: 'CreateNetworkInterface', skip: 3 },
    { command: 'CreateTopic' },
    { command: 'CreateQueue' },
    { command: 'PutParameter' },
    { command: 'CreateTable', code: 'AccessDeniedException' },
    { command: 'CreateTable' },
  ])('that fails at its start, at $command ($code), leaves nothing', async spoilt => {
    const clients = account.clients();
    const count = spoil(clients, spoilt);
    const { said, isKept, holdTo } = startRun({ clients });
    expect(await isKept).toBe(false);
    expect(count.calls).toBeGreaterThan(spoilt.skip ?? 0);
    expect(said).toContainEqual(expect.stringMatching(/^The run ends here: .*spoilt by the test/));
    expect(said.at(-1)).toBe('Everything is removed.');
    expect(holdTo).not.toHaveBeenCalled();
    expect(await left()).toEqual([]);
  });

  it('whose VPC is not seen at first continues', async () => {
    const clients = account.clients();
    const count = spoil(clients, { command: 'CreateSubnet', code: 'InvalidVpcID.NotFound', times: 2 });
    expect(await startRun({ clients }).isKept).toBe(true);
    expect(count.calls).toBe(3);
    expect(await left()).toEqual([]);
  });

  it('that is ended while it creates resources creates no more, and removes those', async () => {
    const abort = new AbortController();
    const clients = account.clients();
    const { said, isKept, holdTo } = startRun({
      clients,
      signal: abort.signal,
      say: text => {
        said.push(text);
        if (text.startsWith('made subnet')) abort.abort();
      },
    });
    expect(await isKept).toBe(false);
    expect(said.filter(text => text.startsWith('made ')).map(text => text.split(' ')[1])).toEqual([
      'VPC',
      'subnet',
    ]);
    expect(said).toContain('The run was broken off.');
    expect(holdTo).not.toHaveBeenCalled();
    expect(await left()).toEqual([]);
  });

  it('that does not keep the contract, or whose suite fails, leaves nothing', async () => {
    expect(await startRun({ holdTo: async () => false }).isKept).toBe(false);
    const failing = startRun({ holdTo: () => Promise.reject(new Error('no vitest')) });
    expect(await failing.isKept).toBe(false);
    expect(failing.said).toContain('The run ends here: Error: no vitest');
    expect(await left()).toEqual([]);
  });

  it('that may not even read creates nothing, and says why in one line', async () => {
    const clients = account.clients();
    spoil(clients, { command: 'DescribeVpcs', code: 'CredentialsProviderError' });
    const { said, isKept } = startRun({ clients });
    expect(await isKept).toBe(false);
    expect(said).toEqual(['The account cannot be asked: CredentialsProviderError: spoilt by the test']);
    expect(await left()).toEqual([]);
  });
});

describe('removal', () => {
  it('tries again where AWS still sees a dependency', async () => {
    const clients = account.clients();
    const { run, made } = await makeRun(clients);
    const spoilt = ['DeleteNetworkAcl', 'DeleteVpc', 'DeleteTable'].map(command =>
      spoil(clients, { command, code: 'DependencyViolation', times: 3 }),
    );
    const waits: number[] = [];
    expect(await removeAll(clients, made, async time => waits.push(time))).toEqual([]);
    expect(spoilt.map(({ calls }) => calls)).toEqual([9, 4, 4]);
    expect(waits.slice(0, 3)).toEqual([200, 400, 800]);
    expect(await findMade(clients, run.id)).toEqual([]);
  });

  it('names what it could not remove, with the reason, and removes the rest', async () => {
    const clients = account.clients();
    const { run, made } = await makeRun(clients);
    const lasting = spoil(clients, { command: 'DeleteQueue', code: 'RequestThrottled', ...LASTING });
    const denied = spoil(clients, {
      command: 'DeleteTopic',
      code: 'AuthorizationErrorException',
      ...LASTING,
    });
    const said: string[] = [];
    expect(await removeRun(clients, run.id, made, text => void said.push(text), atOnce)).toBe(false);
    expect(said).toEqual([
      'Could not be removed:',
      expect.stringMatching(/^ {2}queue http.*: RequestThrottled: spoilt by the test$/),
      expect.stringMatching(/^ {2}topic arn:.*: AuthorizationErrorException: spoilt by the test$/),
      'Once the reasons are gone: npm run test:contract -- --aws --clean',
    ]);
    expect([lasting.calls, denied.calls]).toEqual([12, 1]);
    expect(countKinds(await left())).toEqual({ queue: 1, topic: 1 });
    expect(await removeLeftovers(account.clients(), () => {}, atOnce)).toBe(true);
    expect(await left()).toEqual([]);
  });

  it('removes what it recorded where it may not look for more, and says so', async () => {
    const clients = account.clients();
    const { run, made } = await makeRun(clients);
    spoil(clients, { command: 'ListQueues', code: 'AccessDenied', ...LASTING });
    const said: string[] = [];
    expect(await removeRun(clients, run.id, made, text => void said.push(text), atOnce)).toBe(false);
    expect(said[0]).toBe('Cannot look for more than was recorded: AccessDenied: spoilt by the test');
    expect(await left()).toEqual([]);
  });

  it('counts what is gone already as removed', async () => {
    const clients = account.clients();
    const { made } = await makeRun(clients);
    expect(await removeAll(clients, made, atOnce)).toEqual([]);
    const calls = ['DeleteVpc', 'DeleteTable', 'DeleteQueue'].map(command =>
      spoil(clients, { command, skip: 99 }),
    );
    expect(await removeAll(clients, made, atOnce)).toEqual([]);
    expect(calls.map(({ calls }) => calls)).toEqual([1, 1, 1]);
  });

  it('of leftovers removes those of every run, and nothing without the tag', async () => {
    const clients = account.clients();
    const runs = [await makeRun(clients), await makeRun(clients)];
    const foreign = { Name: `${RUN_TAG}-of-another-team`, Tags: [{ Key: 'team', Value: 'network' }] };
    await clients.sns.send(new CreateTopicCommand(foreign));
    const { made } = runs[0] ?? { made: [] };
    await removeAll(clients, made.slice(4), atOnce);
    const said: string[] = [];
    expect(await removeLeftovers(clients, text => void said.push(text), atOnce)).toBe(true);
    for (const { run } of runs)
      expect(said.filter(text => text.includes(run.id)).length).toBeGreaterThanOrEqual(4);
    expect(said.join('\n')).not.toContain('another-team');
    expect(await left()).toEqual([]);
    const { Topics = [] } = await clients.sns.send(new ListTopicsCommand());
    expect(Topics).toEqual([{ TopicArn: expect.stringContaining('of-another-team') }]);
    expect(await removeLeftovers(clients, text => void said.push(text), atOnce)).toBe(true);
    expect(said).toContain('No run has left anything.');
  });
});
