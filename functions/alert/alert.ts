import type { Coverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';

/** What the operator lets the guard do about a gap. */
export type Mode = 'notify' | 'opt-in' | 'remediate';

/** The tag by which people say what the guard may do with one network ACL. */
export const TAG = 'nacl-ephemeral-guard';

/** What an event reports: who changed which network ACL, how and when. CloudTrail leaves out what it does not know. */
export interface Change {
  readonly networkAclId: string;
  /** The EC2 action, such as `CreateNetworkAclEntry`. */
  readonly action: string;
  readonly eventId?: string;
  readonly at?: Date;
  /** The ARN of the caller, or what else is known of it. */
  readonly actor?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
  /** What was changed, in words, such as `inbound rule 100`. */
  readonly target?: string;
}

/** What became of an attempt to add the missing entries. */
export interface Remediation {
  /** The entries that were added, in the order of their creation. */
  readonly created: readonly NetworkAclEntry[];
  /** The network ACL, read back. */
  readonly after: NetworkAcl;
  readonly coverageAfter: Coverage;
  /** Why gaps are left, in words; undefined where none is. */
  readonly failure?: string;
}

/** Something that people should know about one network ACL. */
export interface Alert {
  /** The same for the same problem, so that a repeated alert can be told from a new one. */
  readonly id: string;
  readonly kind: 'gap' | 'reminder' | 'remediated' | 'remediation-failed' | 'conflict' | 'resolved';
  readonly account: string;
  readonly region: string;
  readonly mode: Mode;
  readonly networkAcl: NetworkAcl;
  /** As it was found, before any remediation. */
  readonly coverage: Coverage;
  /** When the gap was first seen. */
  readonly since: Date;
  /** The latest change that led to the review, if one did. */
  readonly change?: Change;
  readonly remediation?: Remediation;
}
