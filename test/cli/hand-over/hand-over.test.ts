import { PassThrough } from 'node:stream';
import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it, vi } from 'vitest';
import { handOver } from '../../../cli/hand-over/hand-over.ts';
import { HUB, hours, openFinding } from '../organisation/hub.ts';
import { HEARTBEAT_ALARM, type Own, SHOP, startOwnStack } from './own-stack.ts';

const key = (networkAclId: string) => ({ ...SHOP, networkAclId });

/** Two findings of the stack: one that is open, and one with a write that no alert has reported. */
async function startWithFindings(...args: Parameters<typeof startOwnStack>): Promise<Own> {
  const own = await startOwnStack(...args);
  await own.findings.write(openFinding(SHOP, 'acl-1'), undefined);
  const remediations = [{ at: hours(2), entries: ['egress 100'], reported: false }];
  await own.findings.write({ ...openFinding(SHOP, 'acl-2'), remediations, revision: 3 }, undefined);
  return own;
}

describe('hand-over', () => {
  it('turns the rules off, waits, copies what is on record, and says what comes next', async () => {
    const own = await startWithFindings();
    const { status, stdout, stderr } = await own.run(['--yes']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`To the hub nacl-ephemeral-guard-prod in 111111111111/eu-central-1:
  nacl-ephemeral-guard-prod in 222222222222/eu-west-1
Their rules are turned off, and what is on record is copied. No one watches these accounts and
regions from then until the template for members is deployed there.
222222222222/eu-west-1: 5 rules are off
222222222222/eu-west-1: its queues are empty; 2 findings copied to the hub
  next:     deploy the template for members in 222222222222/eu-west-1 (docs/organisation.md)
  then:     npm run doctor -- --organisation
  at last:  npm run remove -- --region eu-west-1 --aws-profile shop
  or back:  npm run hand-over -- --undo --region eu-west-1 --profile shop
`);
    expect([...own.rulesOn]).toEqual(['TamperRule']);
    expect([...own.notifying]).toEqual([]);
  });

  it('copies findings as they are', async () => {
    const own = await startWithFindings();
    await own.run(['--yes']);
    for (const id of ['acl-1', 'acl-2'])
      expect(await own.organisation.findings.read(key(id))).toEqual(await own.findings.read(key(id)));
  });

  it('copies neither the item of the reporter nor another account', async () => {
    const own = await startWithFindings();
    const table = own.organisation.standIn.calls.at(-1)?.parameters.TableName as string;
    const member = { S: `${SHOP.account}/${SHOP.region}` };
    const reporter = { member, networkAclId: { S: 'reporter' }, revision: { N: '1' } };
    await own.dynamodb.send(new PutItemCommand({ TableName: table, Item: reporter }));
    await own.findings.write(openFinding({ ...SHOP, region: 'us-east-1' }, 'acl-3'), undefined);
    expect((await own.run(['--yes'])).stdout).toContain('2 findings copied to the hub\n');
  });

  it('waits for three looks without a message, ten seconds apart', async () => {
    const own = await startWithFindings();
    own.messages.splice(0, 1, 3, 0, 1, 0);
    const { status, waited } = await own.run(['--yes']);
    expect([status, waited]).toEqual([0, 50_000]);
  });

  it('shows the messages that are left on a terminal', async () => {
    const own = await startWithFindings();
    own.messages.splice(0, 1, 3, 1, 0);
    const chunks: string[] = [];
    const stdout = Object.assign(new PassThrough(), { isTTY: true });
    stdout.on('data', chunk => chunks.push(String(chunk)));
    await own.run(['--yes'], { stdout });
    expect(chunks.join('')).toContain('waiting for empty queues, 3 messages left');
    expect(chunks.join('')).toContain('waiting for empty queues, 1 message left');
  });

  it('copies nothing while a queue does not become empty', async () => {
    const own = await startWithFindings();
    own.messages.splice(0, 1, 2);
    const { status, stdout, waited } = await own.run(['--yes', '--timeout', '60']);
    expect([status, waited]).toEqual([1, 60_000]);
    expect(stdout).toContain(
      'its queues still hold 2 messages, so nothing was copied, and its rules stay off',
    );
    expect(stdout).toContain('npm run hand-over -- --undo --region eu-west-1 --profile shop');
    expect(await own.organisation.findings.read(key('acl-1'))).toBeUndefined();
  });

  it('keeps what the hub has, where it reviews the member already', async () => {
    const own = await startWithFindings();
    await own.organisation.register({ ...SHOP, heardAt: hours(1) });
    const newer = openFinding(SHOP, 'acl-1', { kind: 'resolved' });
    await own.organisation.findings.write(newer, undefined);
    expect((await own.run(['--yes'])).stdout).toContain(
      '1 finding copied to the hub, 1 were there already\n',
    );
    expect((await own.organisation.findings.read(key('acl-1')))?.alerted?.kind).toBe('resolved');
  });

  it('keeps what the hub has, where the member is deployed while hand-over waits', async () => {
    const own = await startWithFindings();
    const wait = vi.fn(async () => {
      if (wait.mock.calls.length > 1) return;
      await own.organisation.register({ ...SHOP, heardAt: hours(1) });
      await own.organisation.findings.write(openFinding(SHOP, 'acl-1', { kind: 'resolved' }), undefined);
    });
    const { stdout } = await own.run(['--yes'], { clock: { now: Date.now, wait } });
    expect(stdout).toContain('1 finding copied to the hub, 1 were there already\n');
    expect((await own.organisation.findings.read(key('acl-1')))?.alerted?.kind).toBe('resolved');
  });

  it('replaces what an earlier hand-over copied that was undone', async () => {
    const own = await startWithFindings();
    await own.run(['--yes']);
    const before = await own.findings.read(key('acl-1'));
    await own.findings.write({ ...openFinding(SHOP, 'acl-1', { kind: 'conflict' }), revision: 2 }, before);
    await own.run(['--yes']);
    expect((await own.organisation.findings.read(key('acl-1')))?.alerted?.kind).toBe('conflict');
  });
});

describe('the table of 0.1.0', () => {
  async function startLegacy() {
    const own = await startOwnStack({ resources: { FindingsTable: ['AWS::DynamoDB::Table', 'legacy'] } });
    await own.dynamodb.send(
      new CreateTableCommand({
        ...{ TableName: 'legacy', BillingMode: 'PAY_PER_REQUEST' },
        AttributeDefinitions: [{ AttributeName: 'networkAclId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'networkAclId', KeyType: 'HASH' }],
      }),
    );
    await vi.waitUntil(() =>
      put(own, 'acl-9').then(
        () => true,
        () => false,
      ),
    );
    return own;
  }
  const put = (own: Own, id: string, since = '2026-11-20T10:00:00.000Z') =>
    own.dynamodb.send(
      new PutItemCommand({
        TableName: 'legacy',
        Item: {
          networkAclId: { S: id },
          since: { S: since },
          remediations: { L: [] },
          revision: { N: '7' },
        },
      }),
    );

  it('is carried over, as a review would', async () => {
    const own = await startLegacy();
    expect((await own.run(['--yes'])).stdout).toContain('1 finding copied');
    expect(await own.organisation.findings.read(key('acl-9'))).toEqual({
      ...{ ...key('acl-9'), since: new Date('2026-11-20T10:00:00Z'), remediations: [], pending: [] },
      revision: 1,
    });
  });

  it('does not replace what was carried over already', async () => {
    const own = await startLegacy();
    await own.findings.write(openFinding(SHOP, 'acl-9'), undefined);
    await own.run(['--yes']);
    expect((await own.organisation.findings.read(key('acl-9')))?.alerted?.kind).toBe('gap');
  });

  it('with a malformed item: one line, and the rest is copied', async () => {
    const own = await startLegacy();
    await put(own, 'acl-8', 'yesterday');
    const { status, stdout, stderr } = await own.run(['--yes']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('1 finding copied')]);
    expect(stderr).toMatch(
      /^not copied: item acl-8 of the findings table: since is "yesterday", expected .+\n$/,
    );
  });
});

describe('undo', () => {
  it('turns the rules on again, and asks nothing of the hub', async () => {
    const own = await startWithFindings();
    await own.run(['--yes']);
    own.organisation.standIn.clearCalls();
    const { status, stdout } = await own.run(['--undo']);
    expect([status, stdout]).toEqual([
      0,
      '222222222222/eu-west-1: 5 rules are on again; what the hub has stays there\n',
    ]);
    expect(own.rulesOn.size).toBe(6);
    expect([...own.notifying]).toEqual([HEARTBEAT_ALARM]);
    const accounts = own.organisation.standIn.calls.map(({ caller }) => caller?.account);
    expect(new Set(accounts)).toEqual(new Set([SHOP.account]));
  });
});

describe('nothing is turned off', () => {
  it.each([
    ['without an answer', undefined, 2, 'No terminal to ask on, expected --yes to hand over\n'],
    ['with the answer no', async () => false, 1, ''],
  ])('%s', async (_, confirm, expected, line) => {
    const own = await startWithFindings();
    const { status, stderr } = await own.run([], { confirm });
    expect([status, stderr, own.rulesOn.size, own.notifying.size]).toEqual([expected, line, 6, 1]);
  });

  it('but with the answer yes it is', async () => {
    const own = await startWithFindings();
    const confirm = vi.fn(async () => true);
    expect((await own.run([], { confirm })).status).toBe(0);
    expect(confirm).toHaveBeenCalledWith('Hand over? [y/N] ');
  });

  it.each([
    [
      'where the hub has no such account',
      { OrganizationId: 'none', MemberAccountIds: '333333333333' },
      'the hub does not accept account 222222222222: add it to memberAccountIds first\n',
    ],
    [
      'where the hub ignores the account',
      { OrganizationId: 'o-a1b2c3d4e5', IgnoredAccounts: '333333333333,222222222222' },
      'the hub ignores account 222222222222: take it out of ignoredAccounts first\n',
    ],
  ])('%s', async (_, hubParameters, line) => {
    const own = await startWithFindings({ hubParameters });
    const { status, stderr } = await own.run(['--yes']);
    expect([status, stderr, own.rulesOn.size]).toEqual([2, line, 6]);
  });

  it('where the stack is not deployed, or the hub is not', async () => {
    const own = await startWithFindings();
    const stage = await own.run(['--yes', '--stage', 'dev']);
    expect([stage.status, stage.stderr]).toEqual([
      2,
      'nacl-ephemeral-guard-dev is not deployed in eu-west-1\n',
    ]);
    const hub = await own.run(['--yes', '--hub-stage', 'dev']);
    expect([hub.status, hub.stderr]).toEqual([
      2,
      expect.stringMatching(
        /^nacl-ephemeral-guard-dev is not deployed in eu-central-1: name the region of the hub/,
      ),
    ]);
    expect(own.rulesOn.size).toBe(6);
  });

  it('where the stack is a hub itself', async () => {
    const own = await startWithFindings({ resources: { HubBus: ['AWS::Events::EventBus', 'x'] } });
    const { status, stderr } = await own.run(['--yes']);
    expect([status, stderr]).toEqual([
      2,
      'nacl-ephemeral-guard-prod in eu-west-1 is a hub: only a stack without members can be handed over\n',
    ]);
  });

  it.each([SHOP, HUB])('where a table of %j may not be read', async ({ account }) => {
    const own = await startWithFindings();
    own.organisation.standIn.inject({ action: 'Scan', fault: 'denied', account });
    const { status, stderr } = await own.run(['--yes']);
    expect([status, stderr]).toEqual([
      1,
      'the permission dynamodb:Scan is missing -> get the permission dynamodb:Scan, or use a role that has it\n',
    ]);
    expect(own.rulesOn.size).toBe(6);
  });

  it('where rules may not be turned off', async () => {
    const own = await startWithFindings({ denied: 'DisableRule' });
    const { status, stderr } = await own.run(['--yes']);
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('the permission events:DisableRule is missing'),
    ]);
  });
});

it('an error after that says how to turn the rules on', async () => {
  const own = await startWithFindings();
  own.organisation.standIn.inject({ action: 'PutItem', fault: 'denied', account: HUB.account, times: 9 });
  const { status, stderr } = await own.run(['--yes']);
  expect(status).toBe(1);
  expect(stderr).toContain(
    '222222222222/eu-west-1: its rules stay off; run hand-over again, or turn them on: npm run hand-over -- --undo --region eu-west-1 --profile shop\n',
  );
  expect(stderr).toContain('the permission dynamodb:PutItem is missing');
});

it.each([
  [['--unod'], 'unknown option --unod. Did you mean --undo?'],
  [['--hub-regoin', 'x'], 'unknown option --hub-regoin. Did you mean --hub-region?'],
  [
    ['--hub-region', 'Frankfurt'],
    '--hub-region is "Frankfurt", expected the name of a region such as eu-central-1',
  ],
  [['--hub-profile', ''], '--hub-profile is "", expected the name of a profile such as default'],
  [['--hub-stage', 'a b'], '--hub-stage is "a b", expected letters, digits and hyphens such as prod'],
  [['--timeout', '5'], '--timeout is "5", expected seconds from 60 to 99999'],
  [['shop'], 'unexpected argument "shop", expected options only (with npm, after --)'],
])('refuses %j', async (args, expected) => {
  const { run } = await startOwnStack();
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout, stderr]).toEqual([2, '', `${expected}\n`]);
});

it('several regions need the region of the hub', async () => {
  const stderr = new PassThrough();
  const unused = { createClients: vi.fn(), confirm: undefined, clock: { now: Date.now, wait: vi.fn() } };
  const args = ['--region', 'eu-west-1,us-east-1'];
  const status = await handOver(args, { stdout: new PassThrough(), stderr, ...unused });
  expect([status, String(stderr.read())]).toEqual([
    2,
    '--region names several regions, so --hub-region is needed: the region of the hub\n',
  ]);
});
