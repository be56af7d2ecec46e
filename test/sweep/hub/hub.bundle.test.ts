import type { NetworkAcl } from '@aws-sdk/client-ec2';
import { expect, it, onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { type InvocationResult, invoke } from '../../../cli/replay/function-process.ts';

/** What the built bundle does as the sweep of a hub, over the real SDK and real HTTP; `npm test` builds it first. */
const SWEEP = new URL('../../../dist/sweep/index.mjs', import.meta.url);
const HOME = { account: '123456789012', region: 'us-east-1' };
const TOPIC_ARN = `arn:aws:sns:${HOME.region}:${HOME.account}:alerts`;
/** Another region of the own account, an account with a role, and one without. */
const OWN = { ...HOME, region: 'eu-west-1' };
const OTHER = { account: '222222222222', region: 'us-east-1' };
const CLOSED = { account: '333333333333', region: 'us-east-1' };
const STATUS = 'CloudFormation Stack Status Change';

/** SSH is allowed in, no reply out; the same id in every account and region. */
const toNetworkAcl = ({ account }: { readonly account: string }): NetworkAcl => ({
  ...{ NetworkAclId: 'acl-0a1b2c3d', VpcId: 'vpc-1', OwnerId: account },
  Associations: [{ NetworkAclId: 'acl-0a1b2c3d', SubnetId: 'subnet-1' }],
  Entries: [
    {
      ...{ RuleNumber: 100, Protocol: '6', RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Egress: false },
      PortRange: { From: 22, To: 22 },
    },
  ],
});

async function startOrganisation(): Promise<StandIn> {
  const standIn = await startStandIn({
    ...{ topicArn: TOPIC_ARN, findingsTable: 'findings', networkAcls: [toNetworkAcl(HOME)] },
    members: [OWN, OTHER, CLOSED].map(member => ({ ...member, networkAcls: [toNetworkAcl(member)] })),
    roles: [{ arn: `arn:aws:iam::${OTHER.account}:role/guard-reader`, actions: ['ec2:Describe*'] }],
  });
  onTestFinished(() => standIn.close());
  return standIn;
}

function toEnvironment({ endpoint, queueUrl }: StandIn): Record<string, string | undefined> {
  return {
    ...{ PATH: process.env.PATH, AWS_ENDPOINT_URL: endpoint, AWS_REGION: HOME.region },
    ...{ AWS_ACCESS_KEY_ID: 'stand-in', AWS_SECRET_ACCESS_KEY: 'stand-in' },
    ...{ MODE: 'notify', ALERT_TOPIC_ARN: TOPIC_ARN, FINDINGS_TABLE: 'findings', SWEEP_QUEUE_URL: queueUrl },
    ...{ NAMESPACE: 'guard', ORGANIZATION_ID: 'o-a1b2c3d4e5', READ_EXPOSURE: 'false' },
  };
}

/** Invokes the bundle with each event, and then with each message that the queue takes, until there is none. */
async function run(standIn: StandIn, ...events: readonly object[]): Promise<InvocationResult[]> {
  const bodies = events.map(event => JSON.stringify(event));
  const invocations: InvocationResult[] = [];
  for (let done = 0; done < bodies.length && done < 30; done += 1) {
    const Records = [{ messageId: `message-${done}`, body: bodies[done] }];
    invocations.push(await invoke(SWEEP, { Records }, toEnvironment(standIn), 300_000));
    const sent = standIn.queued.map(({ body }) => body).filter(body => !body.includes('"report"'));
    bodies.splice(events.length, bodies.length, ...sent);
    if (invocations.some(({ log }) => log.some(({ message }) => message === 'sweep of all members finished')))
      break;
  }
  return invocations;
}

const deployed = (member: object) => ({
  ...{ source: 'aws.cloudformation', 'detail-type': STATUS, ...member },
  detail: { 'status-details': { status: 'CREATE_COMPLETE' } },
});
const logged = (invocations: readonly InvocationResult[], text: string) =>
  invocations.flatMap(({ log }) => log.filter(({ message }) => message === text));

it('sweeps each member with its own credentials, and reports what it found in one digest', async () => {
  const standIn = await startOrganisation();
  const signs = await run(standIn, ...[OWN, OTHER, CLOSED].map(deployed));
  expect(logged(signs, 'heard from the member')).toHaveLength(3);
  expect(logged(signs, 'sweep finished')).toMatchObject(
    [OWN, OTHER].map(member => ({ ...member, networkAclsEvaluated: 1 })),
  );
  // Its sweep after the deployment, and the one more that follows.
  const unreached = { ...CLOSED, code: 'AccessDenied' };
  expect(logged(signs, 'could not reach the member')).toMatchObject([unreached, unreached]);

  const planned = await run(standIn, { source: 'aws.events', id: 'event-1', ...HOME });
  expect(planned.flatMap(({ response }) => response)).toEqual(planned.map(() => ({ batchItemFailures: [] })));
  expect(logged(planned, 'sweep of all members finished')).toMatchObject([
    { planId: 'event-1', members: 4, swept: 3, unreachable: 1, openFindings: { high: 3 } },
  ]);
  const groups = standIn.queued.map(({ groupId }) => groupId).filter(Boolean);
  expect(new Set(groups)).toEqual(new Set([HOME.account, OTHER.account, CLOSED.account]));
  const messages = standIn.published.map(({ message }) => JSON.parse(JSON.parse(message).lambda));
  expect(messages.filter(({ kind }) => kind === 'digest')).toMatchObject([
    { about: 'absence', absent: [{ ...CLOSED, kind: 'unreachable', code: 'AccessDenied' }] },
  ]);
  const alone = messages.filter(({ kind }) => kind === 'gap');
  expect(alone.map(({ account, region }) => ({ account, region }))).toEqual(
    expect.arrayContaining([HOME, OWN, OTHER]),
  );
  expect(messages).toHaveLength(4);
});

it('sweeps the network ACLs of a shared VPC once: as those of their owner, where the owner is a member', async () => {
  const standIn = await startOrganisation();
  const others = standIn.place(OWN);
  const shared = toNetworkAcl(OTHER);
  others.putNetworkAcl({ ...shared, NetworkAclId: 'acl-0000beef' });
  const ignored = { IGNORED_ACCOUNTS: '444444444444' };
  others.putNetworkAcl({ ...shared, NetworkAclId: 'acl-0000dead', OwnerId: '444444444444' });
  const Records = [{ messageId: 'message-1', body: JSON.stringify({ member: OWN }) }];
  const invocation = await invoke(SWEEP, { Records }, { ...toEnvironment(standIn), ...ignored }, 300_000);
  expect(
    logged([invocation], 'review finished')
      .map(({ networkAclId }) => networkAclId)
      .toSorted(),
  ).toEqual(['acl-0000dead', 'acl-0a1b2c3d']);
  expect(logged([invocation], 'sweep finished')).toMatchObject([{ otherOwners: [OTHER.account] }]);
});

it('needs a queue', async () => {
  const standIn = await startOrganisation();
  const environment = { ...toEnvironment(standIn), SWEEP_QUEUE_URL: undefined };
  const { error } = await invoke(SWEEP, { Records: [] }, environment);
  expect(error).toContain('SWEEP_QUEUE_URL names no queue: a hub cannot sweep its members');
});
