import type { FoundNetworkAcl } from '../review/interfaces.ts';
import { isReviewedAsOwners } from '../review/shared-vpc.ts';

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

/** What another account owns is no change of this one, where it is reviewed as its owner's. */
export function toIgnored(
  found: FoundNetworkAcl | { readonly kind: 'gone' | 'unreachable' },
  { isReviewedThere = () => false }: OwnerContext,
): Ignored | undefined {
  const ownerId = 'ownerId' in found ? found.ownerId : undefined;
  if (!isReviewedAsOwners(ownerId, isReviewedThere)) return undefined;
  return { kind: 'ignored', reason: `account ${ownerId} owns the network ACL, and it is reviewed there` };
}
