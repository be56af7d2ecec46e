import type { LogicalId } from '../deployment/stack.ts';
import { type CheckResult, resultsOf } from './check-result.ts';
import type { Deployment } from './deployment.ts';

const { ok } = resultsOf('amazon q');

const CHANNELS: readonly LogicalId[] = ['AmazonQChannel', 'AmazonQTeamsChannel'];

/** Which channel configurations are deployed, if any. CloudFormation lists one only if it exists. */
export async function checkAmazonQ({ stack }: Deployment): Promise<readonly CheckResult[]> {
  return CHANNELS.flatMap(logicalId => {
    const channel = stack.resources.get(logicalId);
    return channel ? [ok(`the channel is configured: ${channel.physicalId.split('/').at(-1)}`)] : [];
  });
}
