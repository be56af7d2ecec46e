import type { NetworkAcl } from '@aws-sdk/client-ec2';
import { expect, it, onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { type InvocationResult, invoke } from '../../cli/replay/function-process.ts';

/** What the built bundle does over the real SDK and real HTTP; `npm test` builds it first. */
const SWEEP = new URL('../../dist/sweep/index.mjs', import.meta.url);
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
/** Milliseconds: less than a sweep keeps in reserve, so that each invocation does a few. */
const LITTLE_TIME = 100_000;

const toId = (index: number) => `acl-${String(index).padStart(4, '0')}`;

/** SSH is allowed in; replies of the first one alone are denied. */
function toNetworkAcl(index: number): NetworkAcl {
  const ssh = { RuleNumber: 100, Protocol: '6', RuleAction: 'allow' as const, CidrBlock: '0.0.0.0/0' };
  const Entries = [{ ...ssh, Egress: false, PortRange: { From: 22, To: 22 } }];
  const replies = { ...ssh, Egress: true, PortRange: { From: 1024, To: 65_535 } };
  return {
    NetworkAclId: toId(index),
    VpcId: 'vpc-1',
    OwnerId: '123456789012',
    Associations: [{ NetworkAclId: toId(index), SubnetId: `subnet-${index}` }],
    Entries: index === 0 ? Entries : [...Entries, replies],
  };
}

async function startRegion(count: number): Promise<StandIn> {
  const networkAcls = Array.from({ length: count }, (_, index) => toNetworkAcl(index));
  const standIn = await startStandIn({ networkAcls, topicArn: TOPIC_ARN, findingsTable: 'findings' });
  onTestFinished(() => standIn.close());
  return standIn;
}

function toEnvironment({ endpoint }: StandIn): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    MODE: 'notify',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE: 'findings',
  };
}

/** Invokes the bundle with the body, then with each message that the queue takes, until there is none. */
async function sweepOver(standIn: StandIn, body: object): Promise<InvocationResult[]> {
  const environment = { ...toEnvironment(standIn), SWEEP_QUEUE_URL: standIn.queueUrl };
  const messages = [{ messageId: 'first', body: JSON.stringify(body) }];
  const invocations: InvocationResult[] = [];
  for (let done = 0; done < messages.length && done < 10; done++) {
    invocations.push(await invoke(SWEEP, { Records: [messages[done]] }, environment, LITTLE_TIME));
    messages.splice(1, messages.length, ...standIn.queued);
  }
  return invocations;
}

const logged = (invocations: readonly InvocationResult[], text: string) =>
  invocations.flatMap(({ log }) => log.filter(({ message }) => message === text));
const reviewed = (invocations: readonly InvocationResult[]) =>
  logged(invocations, 'review finished').map(({ networkAclId }) => networkAclId);

it('continues over its queue until every network ACL has been reviewed once', async () => {
  const standIn = await startRegion(12);
  const invocations = await sweepOver(standIn, { 'detail-type': 'Scheduled Event' });
  expect(invocations.map(({ response }) => response)).toEqual(Array(3).fill({ batchItemFailures: [] }));
  expect(reviewed(invocations).toSorted()).toEqual(Array.from({ length: 12 }, (_, index) => toId(index)));
  expect(standIn.queued.map(({ body }) => JSON.parse(body))).toMatchObject([
    { progress: { skip: 5, swept: 5, openGaps: 1 } },
    { progress: { skip: 10, swept: 10, openGaps: 1 } },
  ]);
  expect(logged(invocations, 'sweep finished')).toMatchObject([
    { networkAclsEvaluated: 12, openFindings: { medium: 1 } },
  ]);
  expect(standIn.published).toHaveLength(1);
});

it('continues with the next page', async () => {
  const standIn = await startRegion(203);
  const progress = { skip: 195, swept: 195, openGaps: 1 };
  const invocations = await sweepOver(standIn, { progress });
  expect(reviewed(invocations).toSorted()).toEqual(
    Array.from({ length: 8 }, (_, index) => toId(195 + index)),
  );
  expect(standIn.queued.map(({ body }) => JSON.parse(body))).toMatchObject([
    { progress: { nextToken: expect.any(String), skip: 0, swept: 200 } },
  ]);
  expect(logged(invocations, 'sweep finished')).toMatchObject([{ networkAclsEvaluated: 203 }]);
});

it('fails the message where its queue does not take the rest', async () => {
  const standIn = await startRegion(12);
  standIn.inject({ action: 'SendMessage', fault: 'denied' });
  const [invocation] = await sweepOver(standIn, {});
  expect(invocation?.response).toEqual({ batchItemFailures: [{ itemIdentifier: 'first' }] });
  expect(logged([invocation as InvocationResult], 'sweep failed')).toMatchObject([
    { error: expect.stringContaining('AccessDenied') },
  ]);
});
