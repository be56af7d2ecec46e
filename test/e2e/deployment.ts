import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { resetAccount } from './account.ts';
import { complete } from './cloud-trail.ts';
import {
  type DeployedFunction,
  ExecutionEnvironment,
  fetchFunction,
  type Invocation,
} from './lambda-function.ts';
import { MotoRelay } from './moto-relay.ts';
import { Vpc } from './network.ts';
import { QueuePoller } from './queue-poller.ts';
import { ACCOUNT, aws, REGION } from './region.ts';
import { type DeployedService, deployService } from './service.ts';
import { Subscriber } from './subscriber.ts';

/** A function, and the queue that feeds it. */
export interface Fed {
  readonly deployed: DeployedFunction;
  readonly environment: ExecutionEnvironment;
  readonly queue: QueuePoller;
}

/** The service in an account of its own, a subscriber to its alerts, and a VPC that it watches. */
export interface Deployment {
  readonly service: DeployedService;
  readonly relay: MotoRelay;
  readonly guard: Fed;
  readonly sweep: Fed;
  readonly alerts: Subscriber;
  readonly vpc: Vpc;
  close(): Promise<void>;
}

export async function deploy(...parameters: string[]): Promise<Deployment> {
  await resetAccount();
  const service = await deployService(parameters);
  const relay = await MotoRelay.start();
  const guard = await startFed(service, 'GuardLambdaFunction', relay);
  const sweep = await startFed(service, 'SweepLambdaFunction', relay);
  return {
    service,
    relay,
    guard,
    sweep,
    alerts: await Subscriber.subscribe(service.idOf('AlertTopic'), 'alerts'),
    vpc: await Vpc.create('production'),
    close: async () => {
      await guard.environment.close();
      await sweep.environment.close();
      await relay.close();
    },
  };
}

async function startFed(service: DeployedService, logicalId: string, relay: MotoRelay): Promise<Fed> {
  const deployed = await fetchFunction(service, logicalId);
  return {
    deployed,
    environment: await ExecutionEnvironment.start(deployed, relay.endpoint),
    queue: await QueuePoller.of(deployed),
  };
}

/**
 * Lets guard review the changes of so many messages of the change queue. The sweep queue then holds what guard has sent to it,
 * and nothing else: rules of a schedule have no pattern, and in moto take every event.
 */
export async function review({ guard: { queue, environment }, sweep }: Deployment, messages = 1) {
  await sweep.queue.empty();
  return queue.feed(environment, messages, { complete });
}

/** Has sweep do what guard has requested of it, once. */
export async function publish({ sweep: { queue, environment } }: Deployment): Promise<Invocation> {
  const { records, ...invocation } = await queue.feed(environment, 1);
  const bodies = records.map(({ body }) => body);
  if (bodies[0] !== '{"report":{}}' || (await queue.count()).visible > 0)
    throw new Error(`guard requested ${bodies}, and more`);
  return invocation;
}

/** What the log says about each outcome, without what differs from run to run. */
export const outcomesIn = ({ log }: Invocation) =>
  log
    .filter(line => 'outcome' in line && !('_aws' in line))
    .map(({ outcome, networkAclId, alertKind }) => ({
      outcome,
      networkAclId,
      ...(alertKind !== undefined && { alertKind }),
    }));

/** The item of the findings table about a network ACL. */
export async function findingOf(
  { service }: Deployment,
  networkAclId: string,
): Promise<Record<string, AttributeValue> | undefined> {
  const { Item } = await aws.dynamoDb.send(
    new GetItemCommand({
      TableName: service.outputs.FindingsTableName,
      Key: { member: { S: `${ACCOUNT}/${REGION}` }, networkAclId: { S: networkAclId } },
    }),
  );
  return Item;
}

/** The names of the policies of a role. moto shows their text only in Python's form. */
export async function policiesOf({ service }: Deployment, role: string): Promise<string[]> {
  const named = { RoleName: service.idOf(role) };
  const { PolicyNames = [] } = await aws.iam.send(new ListRolePoliciesCommand(named));
  return PolicyNames.toSorted();
}
