/**
 * Whether a network ACL is reviewed as its owner's. In a shared VPC each account sees the network ACLs of the owner, and
 * their gaps are reported once.
 *
 * @param ownerId - undefined: the account that reads it owns it
 * @param isReviewedThere - whether the network ACLs of an account are reviewed as its own
 */
export function isReviewedAsOwners(
  ownerId: string | undefined,
  isReviewedThere: (account: string) => boolean,
): ownerId is string {
  return ownerId !== undefined && isReviewedThere(ownerId);
}
