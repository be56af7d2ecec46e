import type { Coverage } from '../../coverage/coverage.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Severity } from '../../coverage/severity.ts';
import type { PortSet } from '../../coverage/space/port-set.ts';

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
  /** The AWS service that called for the actor, such as `cloudformation.amazonaws.com`. */
  readonly invokedBy?: string;
  readonly sourceAddress?: string;
  readonly userAgent?: string;
  /** Whether CloudTrail says that the credentials are of a session of the console. */
  readonly fromConsole?: true;
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
export type Alert = CoverageAlert | EvaluationAlert;

export const ALERT_KINDS = [
  'gap',
  'reminder',
  'remediated',
  'remediation-failed',
  'conflict',
  'resolved',
  'cannot-evaluate',
] as const satisfies readonly Alert['kind'][];

/** Whether an alert of the kind says that a problem is over. */
export function isMended(kind: Alert['kind']): boolean {
  return kind === 'resolved' || kind === 'remediated';
}

interface AlertBase {
  /** The same for the same problem, so that a repeated alert can be told from a new one. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly mode: Mode;
  readonly networkAclId: string;
  /** When it was first seen. */
  readonly since: Date;
  /** The latest change that led to the review, if one did. */
  readonly change?: Change;
}

/** Replies do not reach clients, or do again. */
export interface CoverageAlert extends AlertBase {
  readonly kind: 'gap' | 'reminder' | 'remediated' | 'remediation-failed' | 'conflict' | 'resolved';
  /** How bad it is; where it is resolved, how bad people were told that it was. */
  readonly severity: Severity;
  readonly networkAcl: NetworkAcl;
  /** As it was found, before any remediation. */
  readonly coverage: Coverage;
  /** The ports that replies must reach. */
  readonly ephemeralPorts: PortSet;
  /** The Name tags of the VPC and of subnets, by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
  /** How the gaps differ from those that people were told of last; absent where nothing was told, or nothing differs. */
  readonly difference?: Difference;
  readonly remediation?: Remediation;
}

/** Gaps that came and went since the last alert, as `renderGap` writes them. */
export interface Difference {
  readonly added: readonly string[];
  readonly gone: readonly string[];
}

/** The network ACL cannot be judged, so nobody knows whether replies reach clients. */
export interface EvaluationAlert extends AlertBase {
  readonly kind: 'cannot-evaluate';
  /** Why, in words. */
  readonly reason: string;
}
