import type { UnreadReason } from '../../../functions/coverage/exposure/exposure.ts';

/** Why exposure is unknown. */
export const UNREAD: Readonly<Record<UnreadReason, string>> = {
  'not-needed': 'security groups change nothing here',
  'turned-off': 'security groups were not read',
  offline: 'security groups were not given',
  'not-allowed': 'security groups were not read: a permission is missing',
  'no-time': 'security groups were not read: there was no time',
  'shared-vpc': 'security groups were not read: another account owns the VPC',
  failed: 'security groups were not read: a call failed',
};
