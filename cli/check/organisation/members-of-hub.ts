import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { noRegion, toAwsProblem } from '../../deployment/aws-problems.ts';
import { findRegion } from '../../deployment/find-region.ts';
import { type AwsSource, type NamedRegion, toClientSettings } from '../../input/aws-source.ts';
import { InputError } from '../../input/input-error.ts';
import { type Hub, listMembers, readHub } from '../../members/hub.ts';

/** A hub with its members, and a client that reads its findings. */
export interface HubReading {
  readonly hub: Hub;
  readonly members: readonly RegisteredMember[];
  readonly dynamodb: DynamoDBClient;
}

/**
 * Reads which members a hub has.
 *
 * @param work - what to do with them
 * @throws InputError with the reason where they cannot be read
 */
export async function withMembersOfHub<T>(
  source: AwsSource,
  stage: string,
  work: (reading: HubReading) => Promise<T>,
): Promise<T> {
  const named = await findRegion(source);
  if (named === undefined)
    throw new InputError(`${noRegion().says} -> name the region of the hub with --region`);
  const settings = toClientSettings({ ...source, region: named.region });
  const cloudFormation = new CloudFormationClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  try {
    const hub = await readHub(cloudFormation, stage, named.region);
    return await work({ hub, members: await listMembers(dynamodb, hub), dynamodb });
  } catch (error) {
    throw toInputError(error, source, named);
  } finally {
    cloudFormation.destroy();
    dynamodb.destroy();
  }
}

function toInputError(error: unknown, { profile }: AwsSource, named: NamedRegion): unknown {
  const problem = toAwsProblem(error, { profile, ...named });
  if (problem === undefined) return error;
  const says = `cannot read the hub in ${named.region}: ${problem.says} -> ${problem.step}`;
  return new InputError(says, { cause: error });
}
