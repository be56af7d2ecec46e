import { addedEntries } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { readFinding, save, toKey } from './record.ts';

/**
 * Removes what is on record about a network ACL that does not exist any more. An alert about entries that the guard
 * created stays until the reporter has published it: operators hear of each write. The next sweep removes the rest.
 *
 * @throws OutdatedError, and whatever keeps the table from answering
 */
export async function dropFinding(networkAclId: string, context: ReviewContext): Promise<void> {
  const onRecord = await readFinding(networkAclId, context);
  if (onRecord.kind === 'unavailable') throw onRecord.error;
  const { finding } = onRecord;
  const written = finding?.pending.filter(({ alert }) => addedEntries(alert).length > 0) ?? [];
  if (finding === undefined || written.length === 0)
    await context.findings.remove(toKey(networkAclId, context));
  else if (written.length < finding.pending.length)
    await save({ ...finding, pending: written }, finding, context);
}
