import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { parseEnvironment } from '../../functions/aws/environment.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import { ask } from '../deployment/ask.ts';
import { type DeploymentPlace, npmCommand } from '../deployment/commands.ts';
import { createReadFunction } from '../deployment/functions.ts';
import { isThere, readStack, requireResource, type Stack, stackName } from '../deployment/stack.ts';
import type { SmokeClients } from './clients.ts';
import { SmokeError } from './smoke-error.ts';

/** The settings of a deployment, and its findings table. */
export interface Deployed {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly settings: ReviewSettings;
  readonly readExposure: boolean;
  readonly findingsTable: string;
  /** Seconds; undefined where the operator has no permission to read it. */
  readonly settleSeconds: number | undefined;
}

/**
 * Reads how guard is deployed.
 *
 * @throws SmokeError if it is not deployed, and what {@link ask} throws
 */
export async function readDeployed(clients: SmokeClients, place: DeploymentPlace): Promise<Deployed> {
  const name = stackName(place.stage);
  const stack = await readStack(clients.cloudFormation, name);
  if (stack === undefined || !isThere(stack)) {
    const deploy = npmCommand(place, 'deploy', '--param=email=you@example.com');
    throw new SmokeError(`${name} is not deployed in ${place.region}. To deploy it: ${deploy}`);
  }
  const [{ Environment }, settleSeconds] = await Promise.all([
    createReadFunction(clients.lambda, stack)('guard'),
    readSettleSeconds(clients, stack),
  ]);
  try {
    const environment = parseEnvironment(Environment?.Variables ?? {});
    const { account, region, settings, readExposure, findingsTables } = environment;
    const findingsTable = findingsTables.current;
    return { stackName: name, account, region, settings, readExposure, findingsTable, settleSeconds };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new SmokeError(`guard cannot start: ${error.message}`, { cause: error });
  }
}

/** The test works without it: it only says how long to wait. */
async function readSettleSeconds({ sqs }: SmokeClients, stack: Stack): Promise<number | undefined> {
  const QueueUrl = requireResource(stack, 'ChangeQueue');
  try {
    const { Attributes } = await ask('sqs:GetQueueAttributes', () =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['DelaySeconds'] })),
    );
    return Attributes?.DelaySeconds === undefined ? undefined : Number(Attributes.DelaySeconds);
  } catch {
    return undefined;
  }
}
