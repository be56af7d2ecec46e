import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { type AnswerOther, type OtherCall, ServiceError } from '../../../cli/aws-stand-in/stand-in.ts';
import { createClients } from '../../../cli/doctor/clients.ts';
import { doctor } from '../../../cli/doctor/doctor.ts';
import { answerAboutStack, HUB, hours, NOW, startOrganisation, swept } from '../organisation/hub.ts';

const SHOP = '222222222222';
const LAB = '333333333333';
const NEW = '444444444444';
const ORGANISATION = 'o-a1b2c3d4e5';
const ROLE = 'audit';
const roleIn = (account: string) => ({ arn: `arn:aws:iam::${account}:role/${ROLE}`, actions: [] });

const TRAIL = { Name: 'all', TrailARN: 'arn:aws:cloudtrail:eu-central-1:111111111111:trail/all' };
const WIDE = { ...TRAIL, IsMultiRegionTrail: true, HasCustomEventSelectors: false, HomeRegion: HUB.region };

const allow = (more: object) => ({ Effect: 'Allow', Action: 'events:PutEvents', ...more });
const POLICY = JSON.stringify({
  Statement: [
    allow({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANISATION } } }),
    allow({ Principal: { AWS: `arn:aws:iam::${HUB.account}:root` } }),
  ],
});

const account = (Id: string, Name: string, State = 'ACTIVE') => ({ Id, Name, State });
const instance = (Account: string, Region: string, changed: object = {}) => ({
  ...{ Account, Region, Status: 'CURRENT', DriftStatus: 'NOT_CHECKED' },
  ...changed,
});

/** What each service answers where nothing is wrong; a test replaces some of them. */
const ANSWERS: Readonly<Record<string, (call: OtherCall) => object>> = {
  DescribeTrails: () => ({ trailList: [{ ...WIDE, IsOrganizationTrail: true }] }),
  GetTrailStatus: () => ({ IsLogging: true }),
  DescribeEventBus: () => ({ Policy: POLICY }),
  ListAccounts: () => ({
    Accounts: [account(HUB.account, 'tools'), account(SHOP, 'shop-prod'), account(LAB, 'lab')],
  }),
  ListStackInstances: () => ({ Summaries: [instance(SHOP, 'eu-west-1'), instance(LAB, 'eu-central-1')] }),
};

const refuse =
  (code: string, status = 403) =>
  () => {
    throw new ServiceError(code, status, code);
  };

async function startHub(
  answers: Readonly<Record<string, (call: OtherCall) => object>> = {},
  parameters: Readonly<Record<string, string>> = { OrganizationId: ORGANISATION, MemberAccountIds: 'none' },
) {
  const all = { ...ANSWERS, ...answers };
  const answerOther: AnswerOther = call =>
    answerAboutStack(undefined, parameters)(call) ?? all[call.action]?.(call);
  const organisation = await startOrganisation({ answerOther, roles: [roleIn(SHOP), roleIn(LAB)] });
  return organisation;
}

/** A hub with two members that report, and with itself on record. */
async function startHealthy(...args: Parameters<typeof startHub>) {
  const organisation = await startHub(...args);
  const signs = { registeredAt: hours(300), heartbeatAt: hours(20), heardAt: hours(2), lastSweep: swept(4) };
  await organisation.register({ ...HUB, ...signs });
  await organisation.register({ account: SHOP, region: 'eu-west-1', ...signs });
  await organisation.register({ account: LAB, region: 'eu-central-1', ...signs });
  return organisation;
}

async function run(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const context = { stdout, stderr, createClients, fetch, now: NOW };
  const status = await doctor(['--organisation', '--region', HUB.region, ...args], context);
  stdout.end();
  stderr.end();
  const [written, errors] = await output;
  return { status, stdout: written, stderr: errors };
}

/** The results of one check, such as `warning: 1 of 3 active accounts …`. */
async function resultsOf(check: string, ...args: string[]): Promise<string[]> {
  const { findings } = JSON.parse((await run('--json', ...args)).stdout);
  return findings
    .filter((finding: { check: string }) => finding.check === check)
    .map(({ state, says, then }: Record<string, string>) => `${state}: ${says}${then ? ` -> ${then}` : ''}`);
}

describe('a healthy organisation', () => {
  it('is ok in every check, and each member has a line', async () => {
    await startHealthy();
    const { status, stdout, stderr } = await run();
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`nacl-ephemeral-guard-prod in eu-central-1

ok       credentials    account 111111111111, arn:aws:iam::111111111111:user/operator
ok       region         eu-central-1, from --region
ok       stack          nacl-ephemeral-guard-prod is CREATE_COMPLETE, deployed 2026-11-20 04:00:00 UTC
ok       hub            the organisation o-a1b2c3d4e5 may put events on the bus nacl-ephemeral-guard-prod
ok       trail          trail all (of the organisation, all regions) logs write management events
ok                      a trail of the organisation logs the changes of all other members
ok       accounts       all 3 active accounts have a member
ok                      the names of 3 accounts are not on record, so alerts show their ids
                        -> to record them: npm run doctor -- --organisation --record-names
ok       stack set      nacl-ephemeral-guard-prod-members has 2 stacks, all of them current
ok       members        3 members: all report, and were swept
ok       proven         events of other accounts arrive on the bus of the hub
ok                      events of other regions arrive on the bus of the hub
ok                      a deployment of a member's stack registers it
ok                      heartbeats, which come from a schedule, arrive too
ok                      the hub assumes its role in other accounts, within the conditions of its policy

15 ok

account       region        stack    role  trail         last event  heartbeat  last sweep  open
111111111111  eu-central-1  hub      own   ok            2 hours     20 hours   3 hours     0
222222222222  eu-west-1     CURRENT  ok    organisation  2 hours     20 hours   3 hours     0
333333333333  eu-central-1  CURRENT  ok    organisation  2 hours     20 hours   3 hours     0
`);
  });

  it('is JSON with an element for each member', async () => {
    await startHealthy();
    const { ok, members } = JSON.parse((await run('--json')).stdout);
    expect([ok, members.length]).toEqual([true, 3]);
    expect(members[1]).toEqual({
      ...{
        account: SHOP,
        region: 'eu-west-1',
        name: null,
        stack: 'CURRENT',
        role: 'ok',
        trail: 'organisation',
      },
      ...{ registeredAt: hours(300).toISOString(), heardAt: hours(2).toISOString() },
      ...{ heartbeatAt: hours(20).toISOString(), sweptAt: hours(3).toISOString() },
      open: { none: 0, low: 0, medium: 0, high: 0 },
    });
  });

  it('is read without a change, unless names are recorded', async () => {
    const { standIn } = await startHealthy();
    standIn.clearCalls();
    await run();
    const actions = standIn.calls.map(({ action }) => action.split('.').at(-1) ?? '');
    expect(actions.filter(action => !/^(Get|List|Describe|Scan)/.test(action))).toEqual([]);
  });
});

describe('accounts', () => {
  it('without a member are named, but not those that the hub ignores', async () => {
    const Accounts = [
      account(SHOP, 'shop-prod'),
      account(NEW, 'new-team'),
      account('555555555555', 'sandbox'),
    ];
    await startHealthy(
      { ListAccounts: () => ({ Accounts }) },
      { OrganizationId: ORGANISATION, MemberAccountIds: 'none', IgnoredAccounts: '555555555555' },
    );
    expect((await resultsOf('accounts'))[0]).toBe(
      'warning: 1 of 3 active accounts without a member: new-team (444444444444) -> deploy the template for members there (docs/organisation.md); a stack set leaves the management account out',
    );
  });

  it('that left or are suspended are named', async () => {
    const Accounts = [account(HUB.account, 'tools'), account(SHOP, 'shop-prod', 'SUSPENDED')];
    await startHealthy({ ListAccounts: () => ({ Accounts }) });
    expect(await resultsOf('accounts')).toContain(
      'warning: members of accounts that are suspended, or not in the organisation any more: 222222222222 and 333333333333 -> nothing to do: the hub drops a member that it cannot read for 30 days',
    );
  });

  it('are read page by page', async () => {
    const pages = [[account(HUB.account, 'tools')], [], [account(SHOP, 'shop-prod'), account(LAB, 'lab')]];
    await startHealthy({
      ListAccounts: ({ parameters: { NextToken } }) => {
        const page = Number(NextToken ?? 0);
        return { Accounts: pages[page], ...(page < 2 && { NextToken: String(page + 1) }) };
      },
    });
    expect((await resultsOf('accounts'))[0]).toBe('ok: all 3 active accounts have a member');
  });

  it('that may not be listed are a warning', async () => {
    await startHealthy({ ListAccounts: refuse('AccessDeniedException', 400) });
    const [result] = await resultsOf('accounts');
    expect(result).toMatch(
      /^warning: cannot check which accounts have no member: the permission organizations:ListAccounts is missing/,
    );
    expect((await run()).status).toBe(0);
  });

  it('of a list are compared with the members', async () => {
    await startHealthy({}, { OrganizationId: 'none', MemberAccountIds: `${SHOP},${LAB},${NEW}` });
    expect(await resultsOf('accounts')).toEqual([
      `warning: 1 listed account without a member: ${NEW} -> deploy the template for members there (docs/organisation.md)`,
    ]);
  });

  it('get their names with --record-names', async () => {
    const { registry } = await startHealthy();
    expect((await resultsOf('accounts', '--record-names')).at(-1)).toBe(
      'ok: recorded the names of 3 accounts: alerts and digests show them',
    );
    const names = (await registry.list()).map(member => `${member.account} ${member.name}`).toSorted();
    expect(names).toEqual([`${HUB.account} tools`, `${SHOP} shop-prod`, `${LAB} lab`]);
    expect(await resultsOf('accounts')).toEqual(['ok: all 3 active accounts have a member']);
    expect((await run()).stdout).toContain('shop-prod (222222222222)  eu-west-1');
  });
});

describe('the stack set', () => {
  const answered = (...Summaries: object[]) => ({ ListStackInstances: () => ({ Summaries }) });

  it('reports stacks that are not current, each reason once', async () => {
    const outdated = { Status: 'OUTDATED', StackInstanceStatus: { DetailedStatus: 'FAILED' } };
    const inoperable = { Status: 'INOPERABLE' };
    await startHealthy(
      answered(
        instance(SHOP, 'eu-west-1', outdated),
        instance(LAB, 'eu-central-1', outdated),
        instance(NEW, 'eu-west-1', inoperable),
      ),
    );
    expect(await resultsOf('stack set')).toEqual([
      'problem: 2 stacks of nacl-ephemeral-guard-prod-members are OUTDATED (FAILED): 222222222222/eu-west-1 and 333333333333/eu-central-1 -> CloudFormation console, StackSets, nacl-ephemeral-guard-prod-members, "Stack instances": the reason of each',
      'problem: 1 stack of nacl-ephemeral-guard-prod-members is INOPERABLE: 444444444444/eu-west-1 -> CloudFormation console, StackSets, nacl-ephemeral-guard-prod-members, "Stack instances": the reason of each',
    ]);
  });

  it('reports stacks of which nothing arrives, and drift', async () => {
    await startHealthy(answered(instance(NEW, 'eu-west-1', { DriftStatus: 'DRIFTED' })));
    expect(await resultsOf('stack set')).toEqual([
      'warning: 1 member whose stack exists, but of which nothing has arrived: 444444444444/eu-west-1 -> wait for its heartbeat for a day; then look for a policy of the organisation that denies events:PutEvents',
      'warning: 1 member whose stack was changed by hand: 444444444444/eu-west-1 -> update the stack set nacl-ephemeral-guard-prod-members with a changed parameter: an update that changes nothing repairs no drift',
    ]);
    expect((await run()).stdout).toMatch(
      /444444444444 {2}eu-west-1 +CURRENT, drifted +not tried +unknown +- +- +- +-\n/,
    );
  });

  it('is found as a delegated administrator, by the name that is given', async () => {
    const asked: unknown[] = [];
    await startHealthy({
      ListStackInstances: ({ parameters: { StackSetName, CallAs } }) => {
        asked.push([StackSetName, CallAs]);
        if (CallAs === 'SELF') throw new ServiceError('StackSetNotFoundException', 404, 'not found');
        return { Summaries: [instance(SHOP, 'eu-west-1')] };
      },
    });
    expect(await resultsOf('stack set', '--stack-set', 'guards')).toEqual([
      'ok: guards has 1 stack, all of them current',
    ]);
    expect(asked).toEqual([
      ['guards', 'SELF'],
      ['guards', 'DELEGATED_ADMIN'],
    ]);
  });

  it.each([
    ['is not there', refuse('StackSetNotFoundException', 404)],
    ['is not for this account', refuse('ValidationError', 400)],
  ])('that %s is no problem', async (_, ListStackInstances) => {
    await startHealthy({ ListStackInstances });
    expect(await resultsOf('stack set')).toEqual([
      'ok: there is no stack set nacl-ephemeral-guard-prod-members here: the stacks of members are deployed in another way -> name the stack set with --stack-set, or run doctor in the account that manages it',
    ]);
    expect((await run()).stdout).toMatch(/222222222222 {2}eu-west-1 +deployed +ok/);
  });
});

describe('the hub', () => {
  it.each([
    ['the organisation', { Statement: [] }, `the organisation ${ORGANISATION}`],
    ['its account', JSON.parse(POLICY), undefined],
  ])('that does not let in %s loses events', async (_, policy, who) => {
    const Policy = JSON.stringify({ Statement: policy.Statement.slice(0, 1) });
    await startHealthy({ DescribeEventBus: () => ({ Policy }) });
    const expected = [who, `account ${HUB.account}`].filter(Boolean);
    expect((await resultsOf('hub')).map(each => each.split(' -> ')[0])).toEqual(
      expected.map(
        one => `problem: ${one} may not put events on the bus nacl-ephemeral-guard-prod, so they are lost`,
      ),
    );
  });

  it('lets in listed accounts', async () => {
    const statement = allow({ Principal: { AWS: [HUB.account, SHOP] } });
    const Policy = JSON.stringify({ Statement: [statement] });
    const parameters = { OrganizationId: 'none', MemberAccountIds: `${SHOP},${LAB}` };
    await startHealthy({ DescribeEventBus: () => ({ Policy }) }, parameters);
    expect((await resultsOf('hub')).map(each => each.split(' -> ')[0])).toEqual([
      `problem: account ${LAB} may not put events on the bus nacl-ephemeral-guard-prod, so they are lost`,
    ]);
  });
});

describe('members', () => {
  it('that cannot be read are grouped by AWS’s code', async () => {
    const { register } = await startHealthy();
    for (const region of ['eu-west-1', 'us-east-1'])
      await register({ account: NEW, region, unreachable: { since: hours(72), code: 'AccessDenied' } });
    const code = 'UnauthorizedOperation';
    await register({ account: LAB, region: 'eu-central-1', unreachable: { since: hours(50), code } });
    expect(await resultsOf('members')).toEqual([
      'problem: the hub cannot read 333333333333, eu-central-1: UnauthorizedOperation, since 2026-11-26 -> look for a policy of the organisation or a boundary that denies ec2:DescribeNetworkAcls there',
      'problem: the hub cannot read 444444444444, eu-west-1 and 444444444444, us-east-1: AccessDenied, since 2026-11-25 -> deploy the template for members in that account, also in its home region, which makes the roles',
    ]);
    const { status, stdout } = await run();
    expect(status).toBe(1);
    expect(stdout).toMatch(/333333333333 {2}eu-central-1 +CURRENT +UnauthorizedOperation/);
  });

  it('that are silent, not swept or swept long ago', async () => {
    const { register } = await startHub();
    await register({ ...HUB, lastSweep: swept(1) });
    await register({ account: SHOP, region: 'eu-west-1', heartbeatAt: hours(60), lastSweep: swept(1) });
    const old = swept(1, { at: hours(50) });
    await register({ account: LAB, region: 'eu-west-1', heartbeatAt: hours(1), lastSweep: old });
    await register({ account: LAB, region: 'us-east-1', heartbeatAt: hours(3) });
    await register({ account: LAB, region: 'sa-east-1', lastSweep: old, failedPlanId: 'event-1' });
    await register({ account: LAB, region: 'us-west-2', heartbeatAt: hours(0.5) });
    expect(await resultsOf('members')).toEqual([
      'problem: nothing arrives from 222222222222, eu-west-1 since 2026-11-26 -> look there for the rules, the role to forward, and a policy of the organisation that denies events:PutEvents',
      "problem: the last sweep failed in 333333333333, sa-east-1 -> read sweep's log in the hub (docs/operations.md#heartbeat)",
      "problem: no sweep has ended yet of 333333333333, us-east-1 -> read sweep's log in the hub (docs/operations.md#heartbeat)",
      "problem: the last sweep is more than two days old of 333333333333, eu-west-1 -> read sweep's log in the hub (docs/operations.md#heartbeat)",
      "warning: the first sweep has still to end of 333333333333, us-west-2 -> read sweep's log in the hub (docs/operations.md#heartbeat)",
    ]);
  });

  it('that see shared VPCs of an account that is no member there', async () => {
    const { register } = await startHealthy();
    const region = 'eu-west-1';
    const sees = (...otherOwners: string[]) => ({ lastSweep: { ...swept(1), otherOwners } });
    await register({ account: LAB, region, heartbeatAt: hours(1), ...sees(SHOP, NEW) });
    await register({ account: HUB.account, region, heartbeatAt: hours(1), ...sees(NEW) });
    await register({ account: LAB, region: 'us-east-1', heartbeatAt: hours(1), ...sees(SHOP) });
    expect(await resultsOf('members')).toEqual([
      `problem: shared VPCs are reviewed nowhere, because their owner is no member: ${NEW}, eu-west-1 and ${SHOP}, us-east-1 -> deploy the template for members there (docs/organisation.md#how-members-are-known)`,
    ]);
  });

  it('that do not exist yet are a warning, and nothing is to be proven', async () => {
    await startHub();
    expect(await resultsOf('members')).toEqual([
      'warning: no member is registered yet -> deploy the template for members in other accounts or regions (docs/organisation.md)',
    ]);
    expect(await resultsOf('proven')).toEqual([]);
  });

  it('that cannot be listed end the checks', async () => {
    const { standIn } = await startHealthy();
    standIn.inject({ action: 'Scan', fault: 'denied', times: 9 });
    expect((await resultsOf('members'))[0]).toMatch(
      /^warning: cannot check which members are registered: the permission dynamodb:Scan is missing/,
    );
    expect(await resultsOf('proven')).toEqual(['skipped: not checked: no members are known']);
  });
});

describe('what only an account can tell', () => {
  it('is open until a member has shown it', async () => {
    const { register } = await startHub();
    await register({
      account: SHOP,
      region: 'eu-west-1',
      unreachable: { since: hours(1), code: 'AccessDenied' },
    });
    expect((await resultsOf('proven')).map(each => each.split(' -> ')[0])).toEqual([
      'ok: events of other accounts arrive on the bus of the hub',
      'ok: events of other regions arrive on the bus of the hub',
      "warning: no deployment of a member's stack has registered it: a change or a heartbeat did",
      'warning: no heartbeat of another account has arrived yet',
      'warning: the hub has not read another account yet',
    ]);
  });

  it('is less in one account with several regions', async () => {
    const { register } = await startHub({}, { OrganizationId: 'none', MemberAccountIds: HUB.account });
    await register({ account: HUB.account, region: 'eu-west-1', heardAt: hours(1), lastSweep: swept(1) });
    expect(await resultsOf('proven')).toEqual(['ok: events of other regions arrive on the bus of the hub']);
  });
});

describe('trails', () => {
  const ofAccount =
    (trails: Readonly<Record<string, readonly object[]>>) =>
    ({ caller }: OtherCall) => ({ trailList: trails[caller.account] ?? [] });

  it('of other accounts are unknown without a role', async () => {
    await startHealthy({ DescribeTrails: ofAccount({ [HUB.account]: [WIDE] }) });
    expect((await resultsOf('trail')).at(-1)).toBe(
      'warning: whether a trail logs the changes of 222222222222, eu-west-1 and 333333333333, eu-central-1 is unknown -> name a role to read it with: --role-name',
    );
  });

  it('are read with a role', async () => {
    const { standIn } = await startHealthy({
      DescribeTrails: ofAccount({ [HUB.account]: [WIDE], [SHOP]: [WIDE] }),
    });
    expect((await resultsOf('trail', '--role-name', ROLE)).slice(1)).toEqual([
      'problem: no trail logs the changes of 333333333333, eu-central-1 -> create a trail of all regions there, or one of the organisation (docs/organisation.md)',
    ]);
    const roles = standIn.calls.filter(({ action }) => action.endsWith('DescribeTrails'));
    expect(new Set(roles.map(({ caller }) => caller?.role))).toEqual(
      new Set([undefined, roleIn(SHOP).arn, roleIn(LAB).arn]),
    );
  });

  it('that the role may not read are unknown', async () => {
    const { standIn } = await startHealthy({
      DescribeTrails: ofAccount({ [HUB.account]: [WIDE], [SHOP]: [WIDE] }),
    });
    standIn.roles.remove(roleIn(LAB).arn);
    expect((await resultsOf('trail', '--role-name', ROLE)).slice(1)).toEqual([
      'warning: whether a trail logs the changes of 333333333333, eu-central-1 is unknown -> the role audit is missing there, does not trust you, or may not read trails',
    ]);
  });
});

it('a stack that is no hub is one problem, and the rest is skipped', async () => {
  await startOrganisation({
    answerOther: call =>
      answerAboutStack({ AlertTopic: ['AWS::SNS::Topic', 'arn:aws:sns:eu-central-1:111111111111:t'] })(
        call,
      ) ?? ANSWERS[call.action]?.(call),
  });
  const { status, stdout } = await run();
  expect(status).toBe(1);
  expect(stdout).toContain(
    'PROBLEM  stack          nacl-ephemeral-guard-prod is not a hub: it reviews its own account and region alone',
  );
  expect(stdout).toContain('skipped  members        not checked: there is no hub');
});

it('shows no credentials', async () => {
  await startHealthy();
  const { stdout, stderr } = await run('--json', '--role-name', ROLE);
  expect(stdout + stderr).not.toMatch(/ASIA|AKIA|SessionToken/);
});

it.each([
  [['--role-name', 'x'], '--role-name is only for --organisation: give both, or neither'],
  [['--record-names'], '--record-names is only for --organisation: give both, or neither'],
  [['--organization'], 'unknown option --organization. Did you mean --organisation?'],
  [['--organisation', '--stack-sets', 'x'], 'unknown option --stack-sets. Did you mean --stack-set?'],
  [
    ['--organisation', '--stack-set', '1'],
    '--stack-set is "1", expected the name of a stack set such as guard-members',
  ],
  [
    ['--organisation', '--role-name', ' '],
    '--role-name is " ", expected the name of a role such as audit or team/audit',
  ],
])('refuses %j', async (args, expected) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const status = await doctor(args, { stdout, stderr, createClients, fetch, now: NOW });
  stdout.end();
  stderr.end();
  expect([status, await text(stdout), await text(stderr)]).toEqual([2, '', `${expected}\n`]);
});
