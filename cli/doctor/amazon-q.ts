import { type CheckResult, resultsOf } from './check-result.ts';
import type { Deployment } from './deployment.ts';

const { ok } = resultsOf('amazon q');

/** Which channel configuration is deployed, if any. CloudFormation lists it only if it exists. */
export async function checkAmazonQ({ stack }: Deployment): Promise<readonly CheckResult[]> {
  const channel = stack.resources.get('AmazonQChannel');
  if (channel === undefined) return [];
  return [ok(`the channel is configured: ${channel.physicalId.split('/').at(-1)}`)];
}
