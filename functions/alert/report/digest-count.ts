import type { Digest, DigestGroup } from '../../review/words/digest.ts';

/** Network ACLs in groups. */
export function countMembers(groups: readonly DigestGroup[]): number {
  return groups.reduce((sum, { members }) => sum + members.length, 0);
}

/** Network ACLs with an open problem. */
export function countOpen({ open }: Pick<Digest, 'open'>): number {
  return open.none + open.low + open.medium + open.high;
}

/** `13 high, 6 medium`; empty where nothing is open. */
export function renderOpen({ open }: Pick<Digest, 'open'>): string {
  const counts = (['high', 'medium', 'low'] as const).filter(severity => open[severity] > 0);
  return counts.map(severity => `${open[severity]} ${severity}`).join(', ');
}

/** `1 network ACL`, `19 network ACLs`. */
export function renderCount(count: number): string {
  return `${count} network ACL${count === 1 ? '' : 's'}`;
}
