import { isDefaultRule, type NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { findShadowed } from '../coverage/shadowed.ts';
import type { FoundNetworkAcl } from '../review/interfaces.ts';
import { TAG } from '../review/words/mode.ts';
import type { SweepProgress } from './progress.ts';

type ShadowedDenies = NonNullable<SweepProgress['shadowedDenies']>;

/** Entries that a sweep names: a line of the log stays readable, and a message to the next invocation small. */
const MOST_LISTED = 20;

/**
 * Adds the deny entries of some network ACLs that never take effect. Each is a false sense of safety.
 *
 * @param before - of the network ACLs before them; undefined: none
 * @returns undefined where there is none
 */
export function addShadowedDenies(
  before: ShadowedDenies | undefined,
  swept: readonly (readonly [networkAclId: string, found: FoundNetworkAcl])[],
): ShadowedDenies | undefined {
  const found = swept.flatMap(([networkAclId, one]) =>
    listShadowedDenies(one).map(({ direction, ruleNumber }) => ({ networkAclId, direction, ruleNumber })),
  );
  if (found.length === 0) return before;
  const { count, listed } = before ?? { count: 0, listed: [] };
  return { count: count + found.length, listed: [...listed, ...found].slice(0, MOST_LISTED) };
}

function listShadowedDenies(found: FoundNetworkAcl): NetworkAclEntry[] {
  if (found.kind === 'unreadable' || found.networkAcl.tags[TAG] === 'ignore') return [];
  const { entries } = found.networkAcl;
  // Most network ACLs have none, and finding shadowed entries takes as long as an evaluation.
  const hasDeny = entries.some(entry => isDeny(entry) && !isDefaultRule(entry));
  return hasDeny ? findShadowed(entries).filter(isDeny) : [];
}

function isDeny({ action }: NetworkAclEntry): boolean {
  return action === 'deny';
}
