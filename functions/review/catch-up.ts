import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { ReviewContext } from './interfaces.ts';
import { readAgain } from './read-back.ts';
import { type OnRecord, save } from './record.ts';
import { hasUnreportedWrite, strikeAbsent, undoneRemediations } from './writes.ts';

/**
 * The finding was read after the network ACL. Where it has entries that the network ACL does not show, they were removed,
 * or what was read of the network ACL is older than they are: reading again tells which.
 */
export async function catchUp(networkAcl: NetworkAcl, onRecord: OnRecord, context: ReviewContext) {
  const { finding } = onRecord;
  const readAt = context.clock.now();
  const isUndone = undoneRemediations(finding, networkAcl, readAt).length > 0;
  if (finding === undefined || !(isUndone || hasUnreportedWrite(finding))) return { networkAcl, onRecord };
  const again = await readAgain(networkAcl.networkAclId, context);
  if (again === undefined) return { networkAcl, onRecord };
  const struck = strikeAbsent(finding, again, readAt);
  const current = struck ? await save(struck, finding, context) : finding;
  return { networkAcl: again, onRecord: { kind: 'read', finding: current } satisfies OnRecord };
}
