import { expect, it } from 'vitest';
import { isReviewedAsOwners } from '../../functions/review/shared-vpc.ts';

it.each([
  ['its own', undefined, true, false],
  ['of an account that is reviewed', '222222222222', true, true],
  ['of an account that is not reviewed', '222222222222', false, false],
])('a network ACL that is %s is left to its owner or not', (_, ownerId, isReviewed, expected) => {
  expect(isReviewedAsOwners(ownerId, () => isReviewed)).toBe(expected);
});
