import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { renderMessage } from '../../../functions/alert/message.ts';
import { parseEnvironment } from '../../../functions/aws/environment.ts';
import { createReviewContexts } from '../../../functions/aws/members/review-contexts.ts';
import { createFindingsClient, createReviewContext } from '../../../functions/aws/review-context.ts';
import { reportAtOnce } from '../../../functions/guard/report-at-once.ts';
import { review } from '../../../functions/review/review.ts';
import { acl, SSH } from '../check/program.ts';
import { TABLE, TOPIC_ARN } from '../organisation/hub.ts';
import { OWN_TABLE, type Own, SHOP, startOwnStack } from './own-stack.ts';

const NAMESPACE = 'nacl-ephemeral-guard-prod';
const READER = {
  arn: `arn:aws:iam::${SHOP.account}:role/${NAMESPACE}-reader`,
  actions: ['ec2:Describe*'],
};
const ENVIRONMENT = {
  ...{ MODE: 'notify', READ_EXPOSURE: 'false', ALERT_TOPIC_ARN: TOPIC_ARN, FINDINGS_TABLE: TABLE },
  ...{ NAMESPACE, ORGANIZATION_ID: 'o-a1b2c3d4e5' },
};

/** Has the hub review the member's network ACL, and report. @returns the outcome of the review */
async function reviewByHub(): Promise<string> {
  const environment = parseEnvironment(ENVIRONMENT);
  const { hub } = environment;
  if (hub === undefined) throw new Error('the environment is of no hub');
  const client = createFindingsClient(environment);
  const log = () => undefined;
  const { alerts, ...own } = createReviewContext(environment, renderMessage, log, client);
  const context = createReviewContexts(environment, hub, own, client).contextOf(SHOP);
  const read = (await context.networkAcls.read(['acl-1'])).get('acl-1');
  if (read === undefined) throw new Error('the network ACL does not exist');
  const { kind } = await review('acl-1', read, undefined, context);
  if (kind === 'pending') await reportAtOnce([{ ...SHOP, networkAclId: 'acl-1' }], { ...context, alerts });
  return kind;
}

/** Puts what the hub found where a stack of the account's own has it: the items are the same. */
async function moveToOwnStack({ organisation, dynamodb }: Own): Promise<void> {
  const { Items = [] } = await organisation.dynamodb.send(new ScanCommand({ TableName: TABLE }));
  expect(Items).toHaveLength(1);
  for (const Item of Items) {
    await dynamodb.send(new PutItemCommand({ TableName: OWN_TABLE, Item }));
    const { member = { S: '' }, networkAclId = { S: '' } } = Item;
    const Key = { member, networkAclId };
    await organisation.dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key }));
  }
}

async function startAlerted(): Promise<Own> {
  const networkAcls = [{ ...acl('acl-1', SSH), OwnerId: SHOP.account }];
  const own = await startOwnStack({ roles: [READER], networkAcls: networkAcls as never });
  expect(await reviewByHub()).toBe('pending');
  expect(own.organisation.standIn.published).toHaveLength(1);
  await moveToOwnStack(own);
  return own;
}

it('the hub reports nothing again that was handed over', async () => {
  const own = await startAlerted();
  expect((await own.run(['--yes'])).stdout).toContain('1 finding copied to the hub');
  expect(await reviewByHub()).toBe('already-reported');
  expect(own.organisation.standIn.published).toHaveLength(1);
});

it('without a hand-over it would', async () => {
  const own = await startAlerted();
  expect(await reviewByHub()).toBe('pending');
  expect(own.organisation.standIn.published).toHaveLength(2);
});
