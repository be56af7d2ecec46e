import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StandIn, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { RegistryTable } from '../../../functions/aws/members/registry-table.ts';
import { formatMember } from '../../../functions/review/member.ts';
import { memberAt, toNetworkAclId } from '../organisation.ts';
import { TOPIC_ARN, toHubEnvironment } from './http-region.ts';
import { WarmFunction } from './warm-function.ts';

type Line = Readonly<Record<string, unknown>>;

/** What keeps the hub from a member, by account, and the outcome of a change there. */
const MEMBERS = [
  { name: 'has no roles, as one that is suspended or gone', roles: [], outcome: 'unreachable AccessDenied' },
  {
    name: 'has an SCP that denies reads',
    denies: 'DescribeNetworkAcls',
    outcome: 'unreachable UnauthorizedOperation',
  },
  { name: 'has a region that is off', code: 'AuthFailure', outcome: 'unreachable AuthFailure' },
  { name: 'has no role that writes', roles: ['reader'], outcome: 'pending gap' },
  {
    name: 'has a boundary that denies writes',
    denies: 'CreateNetworkAclEntry',
    outcome: 'pending remediation-failed',
  },
  { name: 'lets the hub read and write', outcome: 'pending remediated' },
  {
    name: 'is suspended, although its role can be assumed',
    code: 'Blocked',
    outcome: 'unreachable Blocked',
  },
  {
    name: 'has an SCP that denies writes',
    denies: 'CreateNetworkAclEntry',
    outcome: 'pending remediation-failed',
  },
] as const satisfies readonly Hindered[];

interface Hindered {
  readonly name: string;
  readonly roles?: readonly string[];
  readonly denies?: string;
  /** With which EC2 answers everything. */
  readonly code?: string;
  readonly outcome: string;
}

const member = (index: number) => memberAt(100 + index, 1);
const ID = toNetworkAclId(1);
const SSH = {
  RuleNumber: 100,
  Egress: false,
  RuleAction: 'allow',
  Protocol: '6',
  CidrBlock: '0.0.0.0/0',
} as const;
const GAP = { NetworkAclId: ID, VpcId: 'vpc-1', Entries: [{ ...SSH, PortRange: { From: 22, To: 22 } }] };
const Associations = [{ SubnetId: 'subnet-1' }];

let standIn: StandIn;
let log: Line[];
let calls: StandIn['calls'];

const toChange = (index: number, messageId: string): SQSRecord => {
  const { account, region } = member(index);
  const requestParameters = { networkAclId: ID };
  const detail = { eventName: 'DeleteNetworkAclEntry', eventID: `event-${messageId}`, requestParameters };
  const record = { ...detail, recipientAccountId: account, awsRegion: region };
  return { messageId, body: JSON.stringify({ account, region, detail: record }) } as SQSRecord;
};

/** One batch with a change of each member, and another one of the first four; then a sweep of each. */
beforeAll(async () => {
  const members = MEMBERS.map((_, index) => ({ ...member(index), networkAcls: [{ ...GAP, Associations }] }));
  const roles = MEMBERS.flatMap((one: Hindered, index) =>
    (one.roles ?? ['reader', 'remediator']).map(role => ({
      arn: `arn:aws:iam::${member(index).account}:role/guard-prod-${role}`,
      actions: role === 'reader' ? ['ec2:Describe*'] : ['ec2:CreateNetworkAclEntry'],
    })),
  );
  const options = { networkAcls: [], members, roles, topicArn: TOPIC_ARN, findingsTable: 'findings' };
  standIn = await startStandIn(options);
  for (const [index, { denies, code }] of (MEMBERS as readonly Hindered[]).entries()) {
    const { account } = member(index);
    const times = Number.POSITIVE_INFINITY;
    if (denies) standIn.inject({ action: denies, fault: 'denied', account, times });
    const fault = code && { code, status: 401 };
    if (fault) standIn.inject({ action: 'DescribeNetworkAcls', fault, account, times });
  }
  log = [];
  const guard = new WarmFunction(
    new URL('../../../dist/guard/index.mjs', import.meta.url),
    toHubEnvironment(standIn),
    line => void log.push(line),
  );
  const batch = MEMBERS.map((_, index) => toChange(index, `${index}`));
  expect(await guard.handle(batch)).toEqual([]);
  expect(await guard.handle(batch.slice(0, 4).map((_, index) => toChange(index, `again-${index}`)))).toEqual(
    [],
  );
  await guard.end();
  calls = [...standIn.calls];
  const sweep = new WarmFunction(
    new URL('../../../dist/sweep/index.mjs', import.meta.url),
    toHubEnvironment(standIn),
    () => undefined,
  );
  for (const index of MEMBERS.keys()) {
    const Records = { messageId: `sweep-${index}`, body: JSON.stringify({ member: member(index) }) };
    expect(await sweep.handle([Records as SQSRecord])).toEqual([]);
  }
  await sweep.end();
}, 60_000);
afterAll(() => standIn.close());

const outcomesOf = (messageId: string) =>
  log
    .filter(({ messageIds }) => (messageIds as string[] | undefined)?.includes(messageId))
    .map(({ outcome, code, alertKind }) => `${outcome} ${code ?? alertKind ?? ''}`.trim());

it.each(MEMBERS.map(({ name, outcome }, index) => [name, outcome, index] as const))(
  'a member that %s has one outcome: %s',
  (_, outcome, index) => {
    expect(outcomesOf(`${index}`)).toEqual([outcome]);
  },
);

// No reporter has published the first ones.
it('a second change of a member has the same outcome', () => {
  const again = MEMBERS.slice(0, 4).map((_, index) => outcomesOf(`again-${index}`));
  expect(again).toEqual(MEMBERS.slice(0, 4).map(({ outcome }) => [outcome]));
});

it.each([
  ['reader', 0],
  ['remediator', 3],
])('a refusal of the %s is remembered', (role, index) => {
  const arn = `arn:aws:iam::${member(index).account}:role/guard-prod-${role}`;
  const assumed = calls.filter(
    ({ action, parameters }) => action === 'AssumeRole' && parameters.RoleArn === arn,
  );
  expect(assumed).toHaveLength(1);
});

it('a write has a session of its own for one network ACL, in the name of the change', () => {
  const { account, region } = member(5);
  const assumed = calls.filter(
    ({ action, parameters }) =>
      action === 'AssumeRole' && parameters.RoleArn === `arn:aws:iam::${account}:role/guard-prod-remediator`,
  );
  expect(assumed.map(({ parameters }) => parameters)).toMatchObject([
    { DurationSeconds: '900', SourceIdentity: 'event-5', RoleSessionName: 'nacl-ephemeral-guard' },
  ]);
  expect(String(assumed[0]?.parameters.Policy)).toContain(
    `arn:aws:ec2:${region}:${account}:network-acl/${ID}`,
  );
});

it('only the member that lets the hub write has a new entry', () => {
  const entries = MEMBERS.map((_, index) => standIn.place(member(index)).networkAcl(ID)?.Entries?.length);
  expect(entries).toEqual([3, 3, 3, 3, 3, 4, 3, 3]);
});

it('each member is on record', () => {
  const updates = calls.filter(({ action }) => action === 'UpdateItem');
  expect(updates).toHaveLength(MEMBERS.length);
});

it('the sweep of a member ends, or the member is on record as one that cannot be reached', async () => {
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  const client = new DynamoDBClient({ endpoint: standIn.endpoint, region: 'eu-central-1', credentials });
  const listed = await new RegistryTable(() => client, 'findings').list();
  client.destroy();
  const found = MEMBERS.map((_, index) => {
    const is = listed.find(one => formatMember(one) === formatMember(member(index)));
    return is?.unreachable
      ? `unreachable ${is.unreachable.code}`
      : `swept ${is?.lastSweep?.result.evaluated}`;
  });
  expect(found).toEqual(
    MEMBERS.map(({ outcome }) => (outcome.startsWith('unreachable') ? outcome : 'swept 1')),
  );
});
