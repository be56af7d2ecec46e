import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { isOvertaken } from './done.ts';
import { identify, isListed, without } from './entry-identity.ts';
import { evaluate } from './evaluation.ts';
import type { Finding, RecordedRemediation } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { save } from './record.ts';
import type { Progress } from './remediation.ts';

/** Marks what was created and not listed by any read: a deny that came right before is not known of yet. */
export function markUnseen(
  remediations: readonly RecordedRemediation[],
  { created, networkAcl }: Progress,
): readonly RecordedRemediation[] {
  if (created.every(entry => isListed(networkAcl, entry))) return remediations;
  return remediations.map(one => (one.reported ? one : { ...one, unseen: true }));
}

/** Whether a write was reported that no read had listed: what it led to is not known yet. */
export function hasUnseenWrite(finding: Finding | undefined): boolean {
  return (finding?.remediations ?? []).some(({ unseen }) => unseen);
}

/** The finding, and those of the guard's entries of which another change turns out to have come between. */
interface Checked {
  readonly finding: Finding | undefined;
  readonly overtaken: readonly NetworkAclEntry[];
}

/** Looks once at entries that no read had listed when they were reported, as soon as one does. */
export async function checkUnseen(
  finding: Finding | undefined,
  networkAcl: NetworkAcl,
  context: ReviewContext,
): Promise<Checked> {
  const unseen = (finding?.remediations ?? []).filter(one => one.unseen);
  const names = new Set(unseen.flatMap(({ entries }) => entries));
  const listed = networkAcl.entries.filter(entry => names.has(identify(entry)));
  if (finding === undefined || listed.length === 0) return { finding, overtaken: [] };
  const { coverage } = await evaluate(without(networkAcl, listed), context);
  const seen = { ...finding, remediations: finding.remediations.map(({ unseen: _, ...one }) => one) };
  // Where there is something to report, the alert and this are recorded at once.
  if (isOvertaken(listed, coverage)) return { finding: seen, overtaken: listed };
  return { finding: await save(seen, finding, context), overtaken: [] };
}
