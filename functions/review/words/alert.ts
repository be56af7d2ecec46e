import type { Coverage } from '../../coverage/coverage.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Severity } from '../../coverage/severity.ts';
import type { PortSet } from '../../coverage/space/port-set.ts';
import type { AlertKind } from './alert-kind.ts';
import type { Change, GapCause } from './change.ts';
import type { Done } from './done.ts';
import type { Impact } from './impact.ts';
import type { Mode } from './mode.ts';
import type { NoEffect } from './no-effect.ts';
import type { Difference } from './reported-gap.ts';
import type { Unreadable } from './unreadable.ts';

/** A report to operators about one network ACL. */
export type Alert = GapAlert | ResolvedAlert | EvaluationAlert;

/** An alert about a network ACL that was evaluated. */
export type CoverageAlert = GapAlert | ResolvedAlert;

interface AlertBase {
  /** The same for the same problem, so that a repeated alert can be recognised. */
  readonly id: string;
  readonly account: string;
  /** Absent: it is not known. */
  readonly accountName?: string;
  readonly region: string;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly mode: Mode;
  readonly networkAclId: string;
  /** When the alert was made. */
  readonly at: Date;
  /** When the problem was first seen. */
  readonly since: Date;
  /** The change that led to the review, if one did; of several, the one that explains the gaps, else the latest. */
  readonly change?: Change;
}

interface EvaluatedBase extends AlertBase {
  /** The worse of outbound and inbound replies. */
  readonly severity: Severity;
  readonly networkAcl: NetworkAcl;
  /** What the alert reports: as found, or as the guard left it where gaps remain. */
  readonly coverage: Coverage;
  /** The ports that replies must reach. */
  readonly ephemeralPorts: PortSet;
  /** How many rules EC2 allows for each direction and family. */
  readonly ruleQuota: number;
  /** Who is hit, or was; worst first. */
  readonly impacts: readonly Impact[];
  /** The Name tags of the VPC and of subnets, by id, as far as they are known. */
  readonly names: ReadonlyMap<string, string>;
}

/** Replies do not reach clients, or did not until the guard added entries. */
export interface GapAlert extends EvaluatedBase {
  readonly kind: Exclude<AlertKind, 'resolved' | 'cannot-evaluate'>;
  readonly done: Done;
  /** Of a reminder: what opened the gaps. Absent where that is not known, and in alerts of earlier versions. */
  readonly cause?: GapCause;
  /** Absent where the change created no such entry. */
  readonly noEffect?: NoEffect;
  /** Absent where no gap was reported before, or the same gaps, or where the earlier gaps are not known. */
  readonly difference?: Difference;
  /** When the alert is repeated, unless the gaps are fixed; absent: never. */
  readonly nextReminderAt?: Date;
  /** What the guard added before, where it was removed. */
  readonly earlier?: EarlierWrites;
}

/** What the guard added to a network ACL in the last 24 hours. */
export interface EarlierWrites {
  readonly at: readonly Date[];
  /** When it was removed, as far as events said so, in this order; absent in alerts of earlier versions. */
  readonly removedAt?: readonly Date[];
  /** Entries of them that still exist. */
  readonly standing: readonly NetworkAclEntry[];
}

/** A reported problem is over. */
export interface ResolvedAlert extends EvaluatedBase {
  readonly kind: 'resolved';
  /** How severe the last alert said that it was. */
  readonly severity: Severity;
  /** Where the last alert was about nothing else. */
  readonly noEffect?: NoEffect;
  /** Who is still hit, by gaps that are less severe than the reported ones; absent: no one. */
  readonly left?: Impact;
  /** The id of the alert that it ends; absent in records of earlier versions. */
  readonly closes?: string;
}

/** A network ACL exists, but whether it has gaps is not known. */
export interface EvaluationAlert extends AlertBase {
  readonly kind: 'cannot-evaluate';
  readonly reason: Unreadable;
  /** The Name tag that the network ACL had when an alert last read it: somebody else's text. Absent: it is not known. */
  readonly lastKnownName?: string;
}
