import { describe, expect, it, vi } from 'vitest';
import type { MemberDescription, RoleDescription } from '../../../cli/aws-stand-in/stand-in.ts';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import {
  answerAboutStack,
  HUB,
  hours,
  NOW,
  openFinding,
  startOrganisation,
  swept,
} from '../organisation/hub.ts';
import { acl, REPLIES, run, SSH } from './program.ts';

const SHOP = '222222222222';
const LAB = '333333333333';
const GONE = '444444444444';
const ROLE = 'team/audit';
const roleIn = (account: string, changed: Partial<RoleDescription> = {}): RoleDescription => ({
  arn: `arn:aws:iam::${account}:role/${ROLE}`,
  actions: ['ec2:Describe*'],
  ...changed,
});

const networkAcls = (...all: object[]): MemberDescription['networkAcls'] => all as never;

/** The same id everywhere, with another owner. */
const owned = (OwnerId: string, ...entries: object[]) => ({ ...acl('acl-1', ...entries), OwnerId });

const MEMBERS: readonly MemberDescription[] = [
  { account: SHOP, region: 'eu-central-1', networkAcls: networkAcls(owned(SHOP, SSH)) },
  { account: SHOP, region: 'eu-west-1', networkAcls: networkAcls(owned(SHOP, SSH, REPLIES)) },
  { account: LAB, region: 'eu-central-1', networkAcls: networkAcls(owned(LAB, SSH)) },
];

async function startThree(roles = [roleIn(SHOP), roleIn(LAB)], members = MEMBERS) {
  const home = networkAcls(owned(HUB.account, SSH, REPLIES));
  const organisation = await startOrganisation({ networkAcls: home, members, roles });
  for (const { account, region } of members)
    await organisation.register({ account, region, heardAt: hours(1) });
  return organisation;
}

const NOW_MS = NOW.getTime();
const runAs = (...args: string[]) => run(['--organisation', ...args], { now: NOW_MS });
const CHECK = ['--role-name', ROLE];

describe('--organisation with --role-name', () => {
  it('reads every member now: the hub as the user, the others with the role', async () => {
    const { standIn } = await startThree();
    const { status, stdout, stderr } = await runAs(...CHECK, '--json');
    expect([status, stderr]).toEqual([1, '']);
    const found = JSON.parse(stdout).networkAcls.map(
      ({ account, region, status: own }: Record<string, string>) => [account, region, own].join(' '),
    );
    expect(found).toEqual([
      `${HUB.account} eu-central-1 covered`,
      `${SHOP} eu-central-1 gap`,
      `${SHOP} eu-west-1 covered`,
      `${LAB} eu-central-1 gap`,
    ]);
    const described = standIn.calls.filter(({ action }) => action === 'DescribeNetworkAcls');
    const isOwn = ({ caller }: (typeof described)[number]) =>
      caller?.role === (caller?.account === HUB.account ? undefined : roleIn(caller?.account ?? '').arn);
    expect(described.filter(isOwn)).toHaveLength(4);
  });

  it('assumes the role once in an account, in the region of the hub', async () => {
    const { standIn } = await startThree();
    await runAs(...CHECK);
    const assumed = standIn.calls.filter(({ action }) => action === 'AssumeRole');
    expect(assumed.map(({ parameters }) => parameters.RoleArn).toSorted()).toEqual([
      roleIn(SHOP).arn,
      roleIn(LAB).arn,
    ]);
    expect(assumed.map(({ caller }) => caller?.region)).toEqual([HUB.region, HUB.region]);
  });

  it('names account and region of each finding', async () => {
    await startThree();
    const { stdout } = await runAs(...CHECK);
    expect(stdout).toContain(`${SHOP}, eu-central-1`);
    expect(stdout).toContain(`${LAB}, eu-central-1`);
    expect(stdout).toContain('Failed: 2 of 4 at or above medium (--fail-on).');
  });

  it('has a path for each result in SARIF', async () => {
    await startThree();
    const { stdout } = await runAs(...CHECK, '--format', 'sarif');
    for (const account of [SHOP, LAB]) expect(stdout).toContain(`ec2/${account}/eu-central-1/acl-1`);
  });

  it('names the members that it cannot read, and does not hide the others', async () => {
    const { standIn } = await startThree([roleIn(SHOP)]);
    standIn.inject({ action: 'DescribeNetworkAcls', fault: 'denied', account: SHOP, region: 'eu-west-1' });
    const { status, stdout, stderr } = await runAs(...CHECK, '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout).summary).toMatchObject({ networkAcls: 2, covered: 1, failed: 1 });
    expect(stderr.trimEnd().split('\n')).toEqual([
      `cannot read the network ACLs of ${SHOP}, eu-west-1: the permission ec2:DescribeNetworkAcls is missing -> get the permission ec2:DescribeNetworkAcls, or use a role that has it`,
      `cannot read the network ACLs of ${LAB}, eu-central-1: the role ${ROLE} does not exist, or does not trust you -> create it there, or name another role with --role-name`,
    ]);
  });

  it('reads a network ACL of a shared VPC where its owner is a member', async () => {
    const shared = { account: LAB, region: 'eu-central-1', networkAcls: networkAcls(owned(SHOP, SSH)) };
    await startThree(undefined, [MEMBERS[0] as MemberDescription, shared]);
    const { stdout } = await runAs(...CHECK, '--json');
    const accounts = JSON.parse(stdout).networkAcls.map(({ account }: { account: string }) => account);
    expect(accounts).toEqual([HUB.account, SHOP]);
  });

  it('reads exposure as the role', async () => {
    const surroundings = {
      NetworkInterfaces: [networkInterface(1, { OwnerId: SHOP, Association: { PublicIp: '203.0.113.1' } })],
      SecurityGroups: [group('sg-1', { FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '203.0.113.0/24' }] })],
      Subnets: [subnet('subnet-1')],
      Vpcs: [vpc({ OwnerId: SHOP })],
    };
    const member = { ...(MEMBERS[0] as MemberDescription), surroundings };
    await startThree(undefined, [member]);
    const { stdout, stderr } = await runAs(...CHECK, '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).networkAcls[1].assumptions.exposure).toBe('known');
  });

  it('shows progress on a terminal, and no credentials', async () => {
    await startThree();
    const args = ['--organisation', ...CHECK];
    const { stdout, stderr } = await run(args, { isTerminal: true, columns: 100, now: NOW_MS });
    expect(stderr).toContain('4 network ACLs read from EC2, 4 of 4 members');
    expect(stderr).toContain(
      `\r${SHOP}, eu-central-1: reading interfaces and security groups\u001b[K\r\u001b[K`,
    );
    expect(stdout + stderr).not.toMatch(/ASIA|SessionToken/);
  });

  it('fails with one line for each member where none can be read', async () => {
    const { standIn } = await startThree([]);
    standIn.inject({ action: 'DescribeNetworkAcls', fault: 'denied' });
    const { status, stdout, stderr } = await runAs(...CHECK);
    expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 4]);
  });
});

describe('--organisation alone', () => {
  async function startSwept() {
    const organisation = await startThree();
    const { register, findings } = organisation;
    await register({ ...HUB, lastSweep: swept(5, { low: 1 }) });
    await register({ account: SHOP, region: 'eu-central-1', lastSweep: swept(12) });
    await register({ account: SHOP, region: 'eu-west-1', lastSweep: swept(3) });
    await register({ account: LAB, region: 'eu-central-1', lastSweep: swept(2) });
    const shop = { account: SHOP, region: 'eu-central-1' };
    await findings.write(openFinding(shop, 'acl-1'), undefined);
    await findings.write(openFinding(shop, 'acl-2', { kind: 'resolved' }), undefined);
    await findings.write(openFinding(shop, 'acl-3', { kind: 'conflict', severity: 'medium' }), undefined);
    const lab = { account: LAB, region: 'eu-central-1' };
    const unreadable = { kind: 'cannot-evaluate', severity: 'medium' } as const;
    await findings.write(openFinding(lab, 'acl-1', unreadable), undefined);
    return organisation;
  }

  it('prints what is open in each member, and reads no account but the hub', async () => {
    const { standIn } = await startSwept();
    standIn.clearCalls();
    const { status, stdout, stderr } = await runAs();
    expect([status, stderr]).toEqual([1, '']);
    expect(
      stdout,
    ).toBe(`nacl-ephemeral-guard-prod in eu-central-1, account 111111111111: 4 members, as the last sweep of each found them

222222222222, eu-central-1
HIGH    acl-1  replies blocked since 2026-11-26
MEDIUM  acl-3  replies blocked, and added rules keep being removed since 2026-11-26

333333333333, eu-central-1
MEDIUM  acl-1  could not be evaluated since 2026-11-26

account       region        last sweep            network ACLs  open
111111111111  eu-central-1  2026-11-28 09:00 UTC  5             1 low
222222222222  eu-central-1  2026-11-28 09:00 UTC  12            1 high, 1 medium
222222222222  eu-west-1     2026-11-28 09:00 UTC  3             -
333333333333  eu-central-1  2026-11-28 09:00 UTC  2             1 medium

Failed: 3 of 22 network ACLs at or above medium (--fail-on).
`);
    expect(new Set(standIn.calls.map(({ action }) => action))).toEqual(
      new Set(['DescribeStacks', 'ListStackResources', 'Scan']),
    );
  });

  it('is JSON for programs', async () => {
    await startSwept();
    const { stdout } = await runAs('--json');
    const { version, hub, summary, members } = JSON.parse(stdout);
    expect({ version, hub, summary }).toEqual({
      version: 1,
      hub: { ...HUB, stack: 'nacl-ephemeral-guard-prod' },
      summary: { members: 4, swept: 4, unreachable: 0, networkAcls: 22, high: 1, medium: 2, low: 1 },
    });
    expect(members[3]).toEqual({
      ...{ account: LAB, region: 'eu-central-1', name: null, sweptAt: '2026-11-28T09:00:00.000Z' },
      ...{ networkAcls: 2, high: 0, medium: 1, low: 0, unreachable: null },
      problems: [
        {
          ...{ networkAclId: 'acl-1', kind: 'cannot-evaluate', severity: 'medium' },
          since: '2026-11-26T12:00:00.000Z',
        },
      ],
    });
  });

  it.each([
    ['low', 1],
    ['high', 1],
    ['never', 0],
  ])('with --fail-on %s exits with %i', async (failOn, expected) => {
    await startSwept();
    expect((await runAs('--fail-on', failOn)).status).toBe(expected);
  });

  it('leaves out what may not be a member any more', async () => {
    const parameters = { OrganizationId: 'none', MemberAccountIds: LAB, IgnoredAccounts: 'none' };
    const { register } = await startOrganisation({ answerOther: answerAboutStack(undefined, parameters) });
    await register({ ...HUB, lastSweep: swept(1) });
    await register({ account: SHOP, region: 'eu-west-1', lastSweep: swept(1) });
    await register({ account: LAB, region: 'eu-west-1', lastSweep: swept(1) });
    const { members } = JSON.parse((await runAs('--json')).stdout);
    expect(members.map(({ account }: { account: string }) => account)).toEqual([HUB.account, LAB]);
  });

  it('exits with 0 where nothing is open', async () => {
    const { register } = await startOrganisation();
    await register({ ...HUB, lastSweep: swept(1) });
    const { status, stdout } = await runAs();
    expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      'Passed: none of 1 network ACL at or above medium (--fail-on).',
    ]);
  });

  it('names each member without a current result', async () => {
    const { register } = await startOrganisation();
    await register({ ...HUB, lastSweep: swept(1, { at: hours(72) }) });
    await register({ account: SHOP, region: 'eu-west-1', heardAt: hours(1) });
    const unreachable = { since: hours(48), code: 'AccessDenied' };
    await register({ account: GONE, region: 'eu-west-1', lastSweep: swept(4), unreachable });
    await register({ account: LAB, region: 'eu-west-1', lastSweep: swept(4), failedPlanId: 'event-1' });
    const { status, stderr } = await runAs();
    expect([status, stderr.trimEnd().split('\n')]).toEqual([
      2,
      [
        '111111111111, eu-central-1: its last sweep ended 2026-11-25, more than two days ago -> see npm run doctor -- --organisation',
        '222222222222, eu-west-1: no sweep of it has ended yet -> see npm run doctor -- --organisation',
        '333333333333, eu-west-1: its last sweep failed, and the one before ended 2026-11-28 -> see npm run doctor -- --organisation',
        '444444444444, eu-west-1: the hub cannot read it since 2026-11-26 (AccessDenied) -> see npm run doctor -- --organisation',
      ],
    ]);
  });
});

describe('a hub that cannot be read is one line', () => {
  it.each([
    [
      'is not deployed',
      ['--stage', 'dev'],
      /^nacl-ephemeral-guard-dev is not deployed in eu-central-1: name/,
    ],
    [
      'is in another region',
      ['--region', 'eu-west-1'],
      /^nacl-ephemeral-guard-prod is not deployed in eu-west-1/,
    ],
  ])('%s', async (_, args, expected) => {
    await startOrganisation({
      answerOther: call =>
        answerAboutStack()(call) ?? (call.action === 'DescribeStacks' ? { Stacks: [] } : undefined),
    });
    const { status, stdout, stderr } = await runAs(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
  });

  it('is no hub', async () => {
    const resources = { AlertTopic: ['AWS::SNS::Topic', 'arn:aws:sns:eu-central-1:111111111111:t'] } as const;
    await startOrganisation({ answerOther: answerAboutStack(resources) });
    const { status, stderr } = await runAs(...CHECK);
    expect([status, stderr]).toEqual([
      2,
      'nacl-ephemeral-guard-prod in eu-central-1 is not a hub: deploy it with organizationId or memberAccountIds (docs/organisation.md)\n',
    ]);
  });

  it('denies its table', async () => {
    const { standIn } = await startOrganisation();
    standIn.inject({ action: 'Scan', fault: 'denied' });
    const { status, stderr } = await runAs();
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^cannot read the hub in eu-central-1: the permission dynamodb:Scan is missing -> get/,
    );
  });

  it('has no region', async () => {
    await startOrganisation();
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, '');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    const { status, stderr } = await runAs();
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/^no region: .+ -> name the region of the hub/),
    ]);
  });
});

it.each([
  [['--role-name', 'x'], '--role-name is only for --organisation: give both, or neither'],
  [['--stage', 'x'], '--stage is only for --organisation: give both, or neither'],
  [['--organization'], 'unknown option --organization. Did you mean --organisation?'],
  [['--organisation', '--role-nam', 'x'], 'unknown option --role-nam. Did you mean --role-name?'],
  [
    ['--organisation', '--role-name', 'a b'],
    '--role-name is "a b", expected the name of a role such as audit or team/audit',
  ],
  [['--organisation', '--stage', '-'], '--stage is "-", expected letters, digits and hyphens such as prod'],
  [['--organisation', 'acls.json'], '--organisation reads the members of a hub: leave the files out'],
  [
    ['--organisation', '--region', 'all'],
    '--region is "all", expected the region of the hub with --organisation',
  ],
  [['--organisation', '--profile', 'a,b'], '--profile is "a,b", expected one profile with --organisation'],
  [
    ['--organisation', '--network-acls', 'ec2'],
    '--network-acls and --parameters are only for files: leave them out',
  ],
  [
    ['--organisation', '--baseline', 'x'],
    '--baseline needs --role-name: without it, the results of the last sweep are printed',
  ],
  [
    ['--organisation', '--format', 'sarif'],
    '--format is "sarif", expected table or json without --role-name',
  ],
])('refuses %j', async (args, expected) => {
  const { status, stdout, stderr } = await run(args);
  expect([status, stdout, stderr]).toEqual([2, '', `${expected}\n`]);
});
