import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { type NetworkAclDescription, type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { invoke } from '../../cli/replay/function-process.ts';
import { QUIET } from '../../functions/review/reporting/due.ts';

const dist = (name: string) => new URL(`../../dist/${name}/index.mjs`, import.meta.url);
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
const BROKEN = Number(process.env.BROKEN ?? 5_000);
const CHANGED = BROKEN / 10;
/** Changes that the queue hands to guard at a time. */
const BATCH = 10;
const MOST_MESSAGES = 3;

const toId = (index: number) => `acl-${String(index).padStart(8, '0')}`;
const allow = (RuleNumber: number, port: number, where: object) => ({
  ...{ RuleNumber, Protocol: '6', RuleAction: 'allow' as const, Egress: false, ...where },
  PortRange: { From: port, To: port },
});
const SSH = allow(100, 22, { CidrBlock: '0.0.0.0/0' });

const toNetworkAcl = (index: number, ...more: readonly object[]): NetworkAclDescription => ({
  NetworkAclId: toId(index),
  VpcId: 'vpc-1',
  OwnerId: '123456789012',
  Associations: [{ NetworkAclId: toId(index), SubnetId: `subnet-${index}` }],
  Entries: [SSH, ...more],
});

let standIn: StandIn;

beforeAll(async () => {
  const networkAcls = Array.from({ length: BROKEN }, (_, index) => toNetworkAcl(index));
  standIn = await startStandIn({ networkAcls, topicArn: TOPIC_ARN, findingsTable: 'findings' });
  return () => standIn.close();
});

/** Has a bundle handle messages of its queue. */
async function handle(name: 'guard' | 'sweep', bodies: readonly object[], settings = {}): Promise<void> {
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
    ...settings,
  };
  const Records = bodies.map((body, index) => ({ messageId: `${index}`, body: JSON.stringify(body) }));
  const { response } = await invoke(dist(name), { Records }, environment, 900_000);
  expect(response).toEqual({ batchItemFailures: [] });
}

/** The messages since the last call, and how many network ACLs they have. */
function takeMessages(): { readonly messages: number; readonly members: number } {
  const documents = standIn.published.map(({ message }) => JSON.parse(JSON.parse(message).lambda));
  const members = documents.map(({ kind, members: listed = [], membersOmitted = 0 }) =>
    kind === 'digest' ? listed.length + membersOmitted : 1,
  );
  standIn.clearCalls();
  return { messages: documents.length, members: members.reduce((sum, count) => sum + count, 0) };
}

function expectFew(expected: number): void {
  const { messages, members } = takeMessages();
  process.stdout.write(`${members} network ACLs in ${messages} messages\n`);
  expect(members).toBe(expected);
  expect(messages).toBeLessThanOrEqual(MOST_MESSAGES);
  expect(standIn.subscriptions.listed).toMatchObject([{ state: 'confirmed' }]);
}

const toChange = (index: number) => ({
  ...{ source: 'aws.ec2', account: '123456789012', region: 'us-east-1' },
  detail: {
    ...{ eventSource: 'ec2.amazonaws.com', eventName: 'CreateNetworkAclEntry', awsRegion: 'us-east-1' },
    requestParameters: { networkAclId: toId(index), ruleNumber: 110, egress: false },
  },
});

describe('where SNS cancels a subscription that gets more than ten emails a second', () => {
  it(`a sweep over ${BROKEN} broken network ACLs is a few messages`, async () => {
    await handle('sweep', [{}]);
    expectFew(BROKEN);
  });

  it(`${CHANGED} that change at once are a few messages`, async () => {
    for (let first = 0; first < CHANGED; first += BATCH) {
      const indices = Array.from({ length: BATCH }, (_, index) => first + index);
      for (const index of indices)
        standIn.putNetworkAcl(toNetworkAcl(index, allow(110, 443, { Ipv6CidrBlock: '::/0' })));
      await handle('guard', indices.map(toChange));
    }
    await wait(QUIET);
    await handle('sweep', [{ report: {} }]);
    expectFew(CHANGED);
  });

  it('the reminders of all are a few messages', async () => {
    await handle('sweep', [{}], { REMIND_AFTER_HOURS: '0' });
    expectFew(BROKEN);
  });
});
