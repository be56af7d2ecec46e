import { expect, it, onTestFinished } from 'vitest';
import { type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { invoke } from '../../cli/replay/function-process.ts';

/** What the built bundle does over the real SDK and real HTTP; `npm test` builds it first. */
const SWEEP = new URL('../../dist/sweep/index.mjs', import.meta.url);
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const COUNT = 60;
const EMAIL = { protocol: 'email', endpoint: 'operators@example.com' } as const;

const toId = (index: number) => `acl-${String(index).padStart(4, '0')}`;

/** A region in which SSH is allowed in to 60 network ACLs, and no reply out. */
async function startRegion(): Promise<StandIn> {
  const networkAcls = Array.from({ length: COUNT }, (_, index) => ({
    NetworkAclId: toId(index),
    VpcId: 'vpc-1',
    OwnerId: '123456789012',
    Associations: [{ NetworkAclId: toId(index), SubnetId: `subnet-${index}` }],
    Entries: [
      {
        ...{ RuleNumber: 100, Protocol: '6', RuleAction: 'allow' as const, Egress: false },
        ...{ CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } },
      },
    ],
  }));
  const standIn = await startStandIn({ networkAcls, topicArn: TOPIC_ARN, findingsTable: 'findings' });
  onTestFinished(() => standIn.close());
  return standIn;
}

/** Has the bundle handle one message of its queue. */
async function handle(standIn: StandIn, body: object): Promise<unknown> {
  const environment = {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    READ_EXPOSURE: 'false',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE: 'findings',
    SWEEP_QUEUE_URL: standIn.queueUrl,
  };
  const Records = [{ messageId: '1', body: JSON.stringify(body) }];
  return (await invoke(SWEEP, { Records }, environment, 300_000)).response;
}

const digests = ({ published }: StandIn) =>
  published.map(({ message }) => JSON.parse(JSON.parse(message).lambda));

it('a first sweep over 60 broken network ACLs is one digest, and the subscription is kept', async () => {
  const standIn = await startRegion();
  expect(await handle(standIn, { firstSweep: {} })).toEqual({ batchItemFailures: [] });
  const [digest, ...others] = digests(standIn);
  expect(others).toEqual([]);
  expect(digest).toMatchObject({ kind: 'digest', about: 'first-sweep', severity: 'high' });
  expect(digest.members).toHaveLength(COUNT);
  expect(standIn.subscriptions.listed).toMatchObject([{ state: 'confirmed' }]);
  expect(await handle(standIn, { report: {} })).toEqual({ batchItemFailures: [] });
  expect(digests(standIn)).toHaveLength(1);
}, 60_000);

it('a first sweep before the confirmation is reported by the first request after it', async () => {
  const standIn = await startRegion();
  standIn.subscriptions.put({ ...EMAIL, state: 'pending' });
  expect(await handle(standIn, { firstSweep: {} })).toEqual({ batchItemFailures: [] });
  expect(await handle(standIn, { report: {} })).toEqual({ batchItemFailures: [] });
  expect(digests(standIn)).toEqual([]);
  standIn.subscriptions.put({ ...EMAIL, state: 'confirmed' });
  expect(await handle(standIn, { report: {} })).toEqual({ batchItemFailures: [] });
  expect(digests(standIn)).toMatchObject([{ about: 'first-sweep', open: { high: COUNT } }]);
}, 60_000);
