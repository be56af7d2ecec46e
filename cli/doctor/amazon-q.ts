import { type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';

const { ok } = findingsOf('amazon q');

/** Where a channel is deployed, which configuration it is; CloudFormation lists it only once it exists. */
export async function checkAmazonQ({ stack }: Patient): Promise<readonly Finding[]> {
  const channel = stack.resources.get('AmazonQChannel');
  if (channel === undefined) return [];
  return [ok(`the channel is configured: ${channel.physicalId.split('/').at(-1)}`)];
}
