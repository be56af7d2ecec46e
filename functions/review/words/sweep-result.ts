import type { EntryRef } from '../../coverage/network-acl-entry.ts';

/** How many network ACLs a sweep has evaluated, and with which result. */
export interface SweepResult {
  readonly at: Date;
  readonly evaluated: number;
  readonly covered: number;
  /** With gaps below the minimum severity. */
  readonly low: number;
  readonly muted: number;
  /** Used by no subnet; they are among the others, too. */
  readonly unused: number;
  /** Whose review failed: the next sweep tries again. */
  readonly failed: number;
  /** Network ACLs with deny entries that never take effect. */
  readonly withShadowedDenies: number;
  readonly shadowedDenies: readonly ShadowedDeny[];
  /** Absent: an earlier version swept some of them, and counted no assumptions. */
  readonly assumed?: AssumedCounts;
}

/** A deny entry that never takes effect. */
export interface ShadowedDeny extends EntryRef {
  readonly networkAclId: string;
}

/** About how many network ACLs something was assumed. */
export interface AssumedCounts {
  /** Whose security groups and interfaces were read. */
  readonly exposureKnown: number;
  /** With inbound entries that were taken to let only answers in. */
  readonly receivers: number;
}
