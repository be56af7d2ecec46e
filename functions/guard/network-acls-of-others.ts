import type { FoundNetworkAcl } from '../review/interfaces.ts';

/** Which accounts' network ACLs are reviewed as their owner's. */
export interface OwnerContext {
  /** Whether those of that account are, also where others see them. Absent: none are. */
  readonly isReviewedThere?: (owner: string) => boolean;
}

/** The outcome of a change that needs no review here. */
export interface Ignored {
  readonly kind: 'ignored';
  readonly reason: string;
}

/** In a shared VPC each account sees the network ACLs of the owner: their gaps are reported once, as the owner's. */
export function toIgnored(
  found: FoundNetworkAcl | { readonly kind: 'gone' | 'unreachable' },
  { isReviewedThere }: OwnerContext,
): Ignored | undefined {
  const ownerId = 'ownerId' in found ? found.ownerId : undefined;
  if (ownerId === undefined || !isReviewedThere?.(ownerId)) return undefined;
  return { kind: 'ignored', reason: `account ${ownerId} owns the network ACL, and it is reviewed there` };
}
