import { dropFinding } from '../review/drop-finding.ts';
import type { SweepContext } from './sweep.ts';

/** Network ACLs that are looked for in one call: EC2 takes 200 values of a filter. */
const LOOKED_FOR = 100;

/**
 * Removes the findings of network ACLs that EC2 does not list any more: the event of their deletion never came, or there
 * was none, as for the network ACL of a VPC. Each is looked for twice more, since a list can lag behind.
 *
 * @param unlisted - those that were on record before the list was begun, and were not on it
 * @param hasTime - whether there is time for a few more calls; the next sweep does the rest
 */
export async function removeUnlisted(
  unlisted: readonly string[],
  hasTime: () => boolean,
  context: SweepContext,
): Promise<void> {
  for (let first = 0; first < unlisted.length && hasTime(); first += LOOKED_FOR) {
    try {
      const missing = await findMissing(unlisted.slice(first, first + LOOKED_FOR), context);
      for (const networkAclId of await findMissing(missing, context)) await remove(networkAclId, context);
    } catch (error) {
      context.log({ level: 'ERROR', message: 'could not remove findings', error: String(error) });
    }
  }
}

async function findMissing(ids: readonly string[], { networkAcls }: SweepContext): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await networkAcls.read(ids);
  return ids.filter(id => !found.has(id));
}

async function remove(networkAclId: string, context: SweepContext): Promise<void> {
  await dropFinding(networkAclId, context);
  context.log({ level: 'INFO', message: 'review finished', outcome: 'deleted', networkAclId });
}
