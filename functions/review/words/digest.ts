import type { ClientVerdict } from '../../coverage/clients.ts';
import type { Evidence } from '../../coverage/evidence.ts';
import type { InterfaceOwner } from '../../coverage/exposure/exposure.ts';
import type { Direction, NetworkAclEntry, Transport } from '../../coverage/network-acl-entry.ts';
import type { Severity } from '../../coverage/severity.ts';
import type { PortSet } from '../../coverage/space/port-set.ts';
import type { Alert } from './alert.ts';
import type { AlertKind } from './alert-kind.ts';
import type { Change } from './change.ts';
import type { HubDigest } from './hub-digest.ts';
import type { Mode } from './mode.ts';
import type { NoEffect } from './no-effect.ts';
import type { SweepResult } from './sweep-result.ts';
import type { Unreadable } from './unreadable.ts';

/** What operators get as one message: about one network ACL, or about many. */
export type Publication = Alert | Digest;

/** A report to operators about many network ACLs, or about all of them. */
export interface Digest {
  readonly kind: 'digest';
  /** The same where the same digest is published again, because it was cut off before it was recorded. */
  readonly id: string;
  /** Of the deployment; of a digest about one account of a hub, that account. */
  readonly account: string;
  readonly region: string;
  /** Absent: the deployment watches its own account and region alone. */
  readonly hub?: HubDigest;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly mode: Mode;
  /** Less severe gaps are not reported. */
  readonly minSeverity: Severity;
  readonly at: Date;
  readonly about: DigestAbout;
  /** The worst of what is open; `none` where nothing is. */
  readonly severity: Severity;
  /** Network ACLs with an open problem, by its severity. */
  readonly open: Readonly<Record<Severity, number>>;
  /** Worst first; no network ACL is in two of them. */
  readonly groups: readonly DigestGroup[];
  /** When what is still open then is reported again; absent: it is not known. */
  readonly nextReminderAt?: Date;
}

/** What led to a digest. */
export type DigestAbout =
  /** @param writesFrom - when the guard begins to add entries; absent: the mode never writes */
  | { readonly kind: 'first-sweep'; readonly sweep: SweepResult; readonly writesFrom?: Date }
  | { readonly kind: 'sweep'; readonly sweep: SweepResult }
  | { readonly kind: 'burst'; readonly burst: Burst }
  /** @param trend - absent: there was no digest before */
  | { readonly kind: 'reminders'; readonly trend?: Trend }
  /** All that is open, for a subscriber who has just confirmed. */
  | { readonly kind: 'open' }
  /** The first sweep after a deployment found nothing to report. */
  | { readonly kind: 'all-well'; readonly sweep: SweepResult }
  /** Members of a hub do not report, and nothing else is to be said. */
  | { readonly kind: 'absence' };

/** Changes that came one right after the other. */
export interface Burst {
  /** The first; what is said of the caller and the tool is true of all. Absent: several callers made them. */
  readonly change?: LocatedChange;
  /** Whether all changed the same rule in the same way. */
  readonly isSameChange: boolean;
  /** Of the changes; absent where CloudTrail does not say. */
  readonly span?: { readonly first: Date; readonly last: Date };
}

/** A change, and the region that it was made in. */
export interface LocatedChange extends Change {
  readonly region: string;
}

/** How what is open differs from the last digest of reminders. */
export interface Trend {
  readonly lastAt: Date;
  /** Network ACLs with an open problem then. */
  readonly last: number;
  readonly fixedSince: number;
  readonly newSince: number;
}

/** Network ACLs of one account with the same problem: they have severity, caller, cause and kind of alert in common. */
export interface DigestGroup {
  readonly account: string;
  /** Of the alert that each member would have got alone. */
  readonly kind: AlertKind;
  readonly severity: Severity;
  /** The first of the changes; absent: no change is known to have led to it. */
  readonly change?: Change;
  readonly cause: Cause;
  /** The worst of all members, for each kind of client. */
  readonly clients: readonly ClientVerdict[];
  /** What is missing, or what the guard added, where it is the same for all members; else empty. */
  readonly entries: readonly NetworkAclEntry[];
  /** At least one. */
  readonly members: readonly DigestMember[];
}

/** Why replies are denied. */
export type Cause =
  /** No rule allows replies to these ports. */
  | {
      readonly kind: 'missing';
      readonly missing: readonly MissingPorts[];
      /** The ports that replies must reach: what is not missing is allowed. */
      readonly ephemeralPorts: PortSet;
    }
  /** Inbound rules allow everything, outbound rules do not. */
  | { readonly kind: 'broad' }
  /** Deny rules that an operator wrote. */
  | { readonly kind: 'decided'; readonly ruleNumbers: readonly number[] }
  | { readonly kind: 'no-effect'; readonly noEffect: NoEffect }
  | { readonly kind: 'unreadable'; readonly reason: Unreadable }
  /** The problem is over. */
  | { readonly kind: 'over' };

export interface MissingPorts {
  readonly direction: Direction;
  readonly protocol: Transport;
  readonly ports: PortSet;
}

/** One network ACL of a digest. */
export interface DigestMember {
  readonly region: string;
  readonly networkAclId: string;
  /** Of its Name tag. */
  readonly name?: string;
  /** Of its tag `owner`, however that is written. */
  readonly owner?: string;
  /** Empty where it is not known. */
  readonly vpcId: string;
  readonly vpcName?: string;
  /** When the problem was first seen. */
  readonly since: Date;
  /** Of the alert that the network ACL would have got alone. */
  readonly alertId: string;
  /** The entries that admit the clients that are hit; at most {@link MOST_LISTED}. */
  readonly services: readonly NetworkAclEntry[];
  readonly servicesOmitted: number;
  /** The CIDR blocks of the clients that are hit; at most {@link MOST_LISTED}. */
  readonly sources: readonly string[];
  readonly sourcesOmitted: number;
  /** What is cut off; at most {@link MOST_LISTED}. */
  readonly targets: readonly InterfaceOwner[];
  readonly targetsOmitted: number;
  /** The strongest for the services that are hit; absent where none is. */
  readonly evidence?: Evidence;
  /** The entries that the guard added, each to be undone by a command of its own. */
  readonly added: readonly NetworkAclEntry[];
  /** Alerts about the network ACL that were not published by themselves, since it had too many that day. */
  readonly unpublished: number;
}

/** Services, sources and targets that a digest names of one network ACL. */
export const MOST_LISTED = 10;
