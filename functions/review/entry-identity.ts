import type { NetworkAcl } from '../coverage/network-acl.ts';
import { matchedPorts, type NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../coverage/space/cidr-block.ts';

/** A text that two entries have in common exactly if they are the same rule in the same place. */
export function identify(entry: NetworkAclEntry): string {
  const { ruleNumber, direction, action, protocol, cidrBlock } = entry;
  const ports = (['tcp', 'udp'] as const).map(transport => {
    const matched = matchedPorts(entry, transport);
    return matched === undefined ? 'none' : `${matched.from}-${matched.to}`;
  });
  return [direction, ruleNumber, action, protocol, formatCidrBlock(cidrBlock), ...ports].join(' ');
}

/** Whether the network ACL has the entry. */
export function isListed({ entries }: NetworkAcl, entry: NetworkAclEntry): boolean {
  return entries.some(other => identify(other) === identify(entry));
}

/** The network ACL without the given entries. */
export function without(networkAcl: NetworkAcl, created: readonly NetworkAclEntry[]): NetworkAcl {
  if (created.length === 0) return networkAcl;
  const names = new Set(created.map(identify));
  return { ...networkAcl, entries: networkAcl.entries.filter(entry => !names.has(identify(entry))) };
}
