import type { NetworkAclPage } from '../review/interfaces.ts';
import type { SweepProgress } from './progress.ts';

/** Accounts that are kept: few accounts share their VPCs with one other. */
const MOST_OWNERS = 20;

/** Notes the accounts whose network ACLs a page leaves out. */
export function addOwners(progress: SweepProgress, { otherOwners = [] }: NetworkAclPage): SweepProgress {
  if (otherOwners.length === 0) return progress;
  const all = new Set([...(progress.otherOwners ?? []), ...otherOwners]);
  return { ...progress, otherOwners: [...all].slice(0, MOST_OWNERS) };
}
