import type { Coverage } from '../coverage/coverage.ts';
import type { InterfaceOwner } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { ReviewContext } from './interfaces.ts';

/** Instances whose names an alert has room for. */
const MOST_INSTANCES = 20;

/** Operators find subnets by their names. Without them an alert is as right: nothing waits or fails for them. */
export async function readNames(
  { networkAclId, vpcId, subnetIds }: NetworkAcl,
  { gaps }: Coverage,
  { networkAcls, log }: ReviewContext,
): Promise<ReadonlyMap<string, string>> {
  try {
    const instances = toInstanceIds(gaps.flatMap(({ behind }) => behind)).slice(0, MOST_INSTANCES);
    return await networkAcls.names([vpcId, ...instances, ...subnetIds].filter(id => id !== ''));
  } catch (error) {
    log({ level: 'WARN', message: 'could not read names', networkAclId, error: String(error) });
    return new Map();
  }
}

function toInstanceIds(owners: readonly InterfaceOwner[]): string[] {
  return [...new Set(owners.flatMap(({ type, name }) => (type === 'instance' ? [name] : [])))];
}
