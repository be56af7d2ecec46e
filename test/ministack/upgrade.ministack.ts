import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { nextAlert } from './network.ts';
import { ADMINISTRATOR, aws } from './region.ts';
import { expectNewGapAlone, type ReportedGap, reportGap } from './reported-gap.ts';
import { deployByTemplate, readSingleFile, SINGLE_NAME } from './single-file.ts';
import { itemsOf, recorded, snapshot } from './snapshot.ts';
import type { Deployed } from './stack.ts';
import { type Change, update, withOtherCode } from './update.ts';

const GIVEN = { mode: 'opt-in', ephemeralPorts: '32768-60999', email: 'you@example.com' };
/** Exposure would need interfaces, which MiniStack makes for no service. */
const ALWAYS = { settleSeconds: '0', readExposure: 'false', minSeverity: 'low' };
const ORGANIZATION = 'o-a1b2c3d4e5';
/** How far the sweep of all members is. */
const planStateIn = async (table: string) =>
  (await itemsOf(table)).map(({ plan }) => plan?.M?.state?.S).find(state => state !== undefined);
/** What a function answers to a message of its queue. */
async function invoke(FunctionName: string, messageId: string, message: object): Promise<unknown> {
  const event = { Records: [{ messageId, body: JSON.stringify(message) }] };
  const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) });
  const { Payload = [] } = await aws.lambda.send(command);
  return JSON.parse(Buffer.from(Payload).toString());
}
async function allow(RoleName: string, Action: string): Promise<void> {
  const Statement = [{ Effect: 'Allow', Action, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await aws.iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: Action.replace(':', '-'), PolicyDocument }),
  );
}
const FUNCTIONS = ['GuardLambdaFunction', 'SweepLambdaFunction'];

describe('a stack with parameters gets another release, and each parameter keeps its value', () => {
  let deployed: Deployed;
  let known: ReportedGap;
  let before: Awaited<ReturnType<typeof snapshot>>;
  let after: typeof before;
  let changes: Change[];

  beforeAll(async () => {
    deployed = await deployByTemplate({ ...ALWAYS, ...GIVEN });
    known = await reportGap(deployed, 'MemberFindingsTable');
    before = await snapshot(SINGLE_NAME);
    changes = await update(SINGLE_NAME, withOtherCode(await readSingleFile()));
    after = await snapshot(SINGLE_NAME);
  });
  afterAll(() => deployed?.remove().catch(() => undefined));

  test('CloudFormation announces other code of the functions, and nothing else', () => {
    // MiniStack's change sets name resources whose condition is false, too.
    const announced = changes.filter(({ logicalId }) => logicalId in before.physicalIds);
    expect(announced.filter(({ properties }) => properties.length > 0)).toEqual(
      FUNCTIONS.map(logicalId => ({
        action: 'Modify',
        logicalId,
        replacement: 'False',
        properties: ['Code'],
      })),
    );
    for (const { action, replacement } of changes) {
      expect(action).toBe('Modify');
      expect(replacement).not.toBe('True');
    }
  });

  test('the functions have other code', () => {
    expect(Object.keys(before.code).toSorted()).toEqual(FUNCTIONS);
    for (const id of FUNCTIONS) expect(after.code[id]).not.toBe(before.code[id]);
  });

  test('parameters, resources, findings, subscriptions and variables stay', () => {
    const { Mode, EphemeralPorts, Email } = before.parameters;
    expect({ mode: Mode, ephemeralPorts: EphemeralPorts, email: Email }).toEqual(GIVEN);
    expect(JSON.stringify(before.items.MemberFindingsTable)).toContain(known.networkAclId);
    expect(before.subscriptions.AlertTopic).toHaveLength(2);
    expect({ ...after, code: {} }).toEqual({ ...before, code: {} });
  });

  test('the new code does not report again what was reported before, and reports what is new', async () => {
    await expectNewGapAlone(deployed, known);
  });

  describe('and becomes a hub by an update that names its organisation', () => {
    let alone: typeof before;
    let hub: typeof before;

    beforeAll(async () => {
      await recorded(deployed.idOf('MemberFindingsTable'));
      alone = await snapshot(SINGLE_NAME);
      await update(SINGLE_NAME, withOtherCode(await readSingleFile()), ADMINISTRATOR, {
        organizationId: ORGANIZATION,
      });
      hub = await snapshot(SINGLE_NAME);
    });

    test('every resource stays, except the roles, whose names members know', () => {
      const isKept = ([id, physicalId]: [string, string]) => hub.physicalIds[id] === physicalId;
      const lost = Object.entries(alone.physicalIds).filter(each => !isKept(each));
      expect(lost.map(([id]) => id).toSorted()).toEqual(['GuardRole', 'SweepRole']);
      expect(hub.physicalIds).toMatchObject({
        GuardRole: `${SINGLE_NAME}-guard`,
        SweepRole: `${SINGLE_NAME}-sweep`,
      });
      expect(hub.environments.GuardLambdaFunction).toMatchObject({ ORGANIZATION_ID: ORGANIZATION });
    });

    test('findings and subscriptions stay', () => {
      expect(JSON.stringify(hub.items.MemberFindingsTable)).toContain(known.networkAclId);
      expect([hub.items, hub.subscriptions]).toEqual([alone.items, alone.subscriptions]);
    });

    test('the hub does not report again what the stack reported, and reports what is new', async () => {
      await expectNewGapAlone(deployed, known);
    });

    test('the sweep of all members reports nothing again either', async () => {
      const table = deployed.idOf('MemberFindingsTable');
      await recorded(table);
      const sweep = (message: object) => invoke(deployed.idOf('SweepLambdaFunction'), 'plan', message);
      // SQS takes sqs:SendMessage for a batch, too. MiniStack asks for an action that IAM does not have.
      expect(await sweep({})).toEqual({ batchItemFailures: [{ itemIdentifier: 'plan' }] });
      await allow(`${SINGLE_NAME}-sweep`, 'sqs:SendMessageBatch');
      expect(await sweep({})).toEqual({ batchItemFailures: [] });
      const look = async () => {
        await sweep({ endPlan: 'plan' });
        expect(await planStateIn(table)).toBe('ended');
      };
      await vi.waitFor(look, { timeout: 120_000, interval: 2_000 });
      await recorded(table);
      expect(await nextAlert(known.alerts, 5_000)).toBeUndefined();
    });
  });
});
