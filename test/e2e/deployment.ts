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
import { aws } from './region.ts';
import { deployService, type Service } from './service.ts';
import { Subscriber } from './subscriber.ts';

/** A function, and the queue that feeds it. */
export interface Fed {
  readonly deployed: DeployedFunction;
  readonly environment: ExecutionEnvironment;
  readonly queue: QueuePoller;
}

/** The service in an account of its own, a subscriber to its alerts, and a VPC that it watches. */
export interface Deployment {
  readonly service: Service;
  readonly relay: MotoRelay;
  readonly guard: Fed;
  readonly alerts: Subscriber;
  readonly vpc: Vpc;
  close(): Promise<void>;
}

export async function deploy(...parameters: string[]): Promise<Deployment> {
  await resetAccount();
  const service = await deployService(...parameters);
  const relay = await MotoRelay.start();
  const guard = await startFed(service, 'GuardLambdaFunction', relay);
  return {
    service,
    relay,
    guard,
    alerts: await Subscriber.subscribe(service.idOf('AlertTopic'), 'alerts'),
    vpc: await Vpc.create('production'),
    close: async () => {
      await guard.environment.close();
      await relay.close();
    },
  };
}

export async function startFed(service: Service, logicalId: string, relay: MotoRelay): Promise<Fed> {
  const deployed = await fetchFunction(service, logicalId);
  return {
    deployed,
    environment: await ExecutionEnvironment.start(deployed, relay.endpoint),
    queue: await QueuePoller.of(deployed),
  };
}

/** Lets guard review the changes of so many messages of the change queue. */
export const review = ({ guard: { queue, environment } }: Deployment, messages = 1) =>
  queue.feed(environment, messages, { complete });

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
      Key: { networkAclId: { S: networkAclId } },
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
