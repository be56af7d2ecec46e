import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CONDITIONS_LEFT_OUT,
  createDeployer,
  type Deployer,
  onlyStatements,
  type Policy,
  readDeployerPolicy,
  withoutConditions,
} from './deployer.ts';
import { neededCalls, refusedCalls } from './needed-calls.ts';
import { deployByOsls } from './osls.ts';
import { aws } from './region.ts';
import { deployByTemplate, readSingleFile, SINGLE_NAME } from './single-file.ts';
import { snapshot } from './snapshot.ts';
import { type Deployed, type Parameters, resourcesOf, settle } from './stack.ts';
import { update, withOtherCode } from './update.ts';

/** A hub has the most resources; Amazon Q is not in MiniStack. */
const GIVEN = {
  mode: 'opt-in',
  email: 'you@example.com',
  slackWebhookParameter: '/slack/webhook',
  memberAccountIds: '222222222222',
};

let policy: Policy;
let deployer: Deployer;

beforeAll(async () => {
  policy = await readDeployerPolicy();
  deployer = await createDeployer('deployer', policy);
});

async function updateBySingleFile(): Promise<void> {
  await update(SINGLE_NAME, withOtherCode(await readSingleFile()), deployer);
}
const updateByOsls = async () => void (await deployByOsls({ minSeverity: 'low' }, deployer));

type Deploy = (parameters: Parameters, deployer: Deployer) => Promise<Deployed>;
const ways: readonly { way: string; deploy: Deploy; again: () => Promise<void> }[] = [
  { way: 'the single file', deploy: deployByTemplate, again: updateBySingleFile },
  { way: 'the service of osls', deploy: deployByOsls, again: updateByOsls },
];

describe.each(ways)('$way, by a user with the policy of the deployer alone', ({ deploy, again }) => {
  let deployed: Deployed;
  afterAll(() => deployed?.remove().catch(() => undefined));

  test('is deployed', async () => {
    deployed = await deploy(GIVEN, deployer);
    expect((await snapshot(deployed.name)).parameters).toMatchObject({ Mode: 'opt-in' });
  });

  test('is updated', async () => {
    const { code, parameters } = await snapshot(deployed.name);
    await again();
    const after = await snapshot(deployed.name);
    expect({ ...after.code, ...after.parameters }).not.toEqual({ ...code, ...parameters });
  });

  test('every call that CloudFormation needs for the resources is allowed', async () => {
    const simulated = await createDeployer(
      `simulated-${deployed.name}`,
      withoutConditions(policy, CONDITIONS_LEFT_OUT),
    );
    const calls = await neededCalls(deployed.name);
    expect(new Set(calls.map(({ arn }) => arn)).size).toBeGreaterThan(30);
    expect(await refusedCalls(simulated, calls)).toEqual([]);
  });

  test('is removed', async () => {
    await deployed.remove();
    const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ StackName }) => StackName)).not.toContain(deployed.name);
  });
});

const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue' } } });

describe('the policy of the deployer is checked', () => {
  test.each<[string, () => Promise<unknown>]>([
    [
      'make another stack',
      () =>
        deployer.clients.cloudFormation.send(new CreateStackCommand({ StackName: 'other', TemplateBody })),
    ],
    ['make a user', () => deployer.clients.iam.send(new CreateUserCommand({ UserName: 'other' }))],
    ['make another bucket', () => deployer.clients.s3.send(new CreateBucketCommand({ Bucket: 'other' }))],
  ])('a deployer may not %s', async (_, call) => {
    await expect(call()).rejects.toThrow(/not authorized|Access ?Denied/i);
  });
});

describe('the calls of CloudFormation are checked by a simulation', () => {
  let deployed: Deployed;
  let calls: Awaited<ReturnType<typeof neededCalls>>;
  beforeAll(async () => {
    deployed = await deployByTemplate(GIVEN);
    calls = await neededCalls(SINGLE_NAME);
  });
  afterAll(() => deployed?.remove().catch(() => undefined));

  test.each(['AlarmsAndDashboard', 'PartsNamedAfterTheStack', 'QueuesFeedTheFunctionsRead'])(
    'without the statement %s, some are refused',
    async sid => {
      const rest = onlyStatements(withoutConditions(policy, CONDITIONS_LEFT_OUT), each => each !== sid);
      const restricted = await createDeployer(`without-${sid}`, rest);
      expect(await refusedCalls(restricted, calls)).not.toEqual([]);
    },
  );

  test.each(CONDITIONS_LEFT_OUT)(
    'with the condition of %s, some are refused, so it is still left out',
    async sid => {
      const others = CONDITIONS_LEFT_OUT.filter(each => each !== sid);
      const conditioned = await createDeployer(`with-${sid}`, withoutConditions(policy, others));
      expect(await refusedCalls(conditioned, calls)).not.toEqual([]);
    },
  );

  test('MiniStack itself makes what the caller may not make, so the simulation is still needed', async () => {
    const StackName = 'nacl-ephemeral-guard-queue';
    const stackAlone = onlyStatements(policy, sid => sid === 'Stack');
    const { clients } = await createDeployer('restricted', stackAlone);
    await clients.cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
    await settle(StackName);
    expect(await resourcesOf(StackName)).toMatchObject([{ type: 'AWS::SQS::Queue' }]);
    await aws.cloudFormation.send(new DeleteStackCommand({ StackName }));
    await settle(StackName);
  });
});
