import { toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { findNoEffect } from '../../functions/coverage/no-effect.ts';
import type { InputNetworkAcl } from '../input/listed-network-acl.ts';

/** An allow rule that a change creates and that never takes effect: it is behind a deny by mistake. */
export interface AllowWithoutEffect {
  readonly entry: NetworkAclEntry;
  /** The rule number of the deny that decides first. */
  readonly deniedBy: number;
}

/** None where the input shows no change, or not all of the rules. */
export function findWithoutEffect({ networkAcl, unknown, change }: InputNetworkAcl): AllowWithoutEffect[] {
  if (change === undefined || unknown.length > 0) return [];
  const before = new Set(change.before?.entries.map(toText));
  const created = networkAcl.entries.filter(entry => !before.has(toText(entry)));
  return created.flatMap(entry => {
    const deniedBy = findNoEffect(networkAcl.entries, entry);
    return deniedBy === undefined ? [] : { entry, deniedBy };
  });
}

function toText(entry: NetworkAclEntry): string {
  return JSON.stringify(toEc2Entry(entry));
}
