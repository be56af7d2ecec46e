import type { Assumptions } from '../coverage/assumptions.ts';
import type { CoverageSettings } from '../coverage/coverage.ts';
import type { Surroundings } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { Severity } from '../coverage/severity.ts';
import type { Finding, NetworkAclKey } from './finding.ts';
import type { ReporterRecord } from './reporting/reporter-record.ts';
import type { Publication } from './words/digest.ts';
import type { Mode } from './words/mode.ts';
import type { Unreadable } from './words/unreadable.ts';

/** What the operator has decided about reviews. */
export interface ReviewSettings extends CoverageSettings {
  readonly mode: Mode;
  /** Whether a gap of ingress, which is never remediated, is alerted by itself. */
  readonly reportIngress: boolean;
  /** Gaps that are less severe are logged only. */
  readonly minSeverity: Severity;
  /** Hours after which a gap that still exists is alerted again. */
  readonly remindAfterHours: number;
}

/** The network ACLs of one account and region. */
export interface NetworkAcls {
  readonly account: string;
  readonly region: string;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /**
   * Reads those of the given network ACLs that exist. Where the role may not read them, each is unreadable.
   *
   * @throws where EC2 does not answer; UnreachableError where the hub may not read another account
   */
  read(networkAclIds: readonly string[]): Promise<ReadonlyMap<string, FoundNetworkAcl>>;
  /** A page of all network ACLs. @param nextToken - of the page; absent: the first */
  list(nextToken: string | undefined): Promise<NetworkAclPage>;
  /** The Name tags of VPCs and subnets, by id, of those that have one. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Never throws: a write that has begun has to be accounted for.
   *
   * @param eventId - of the change that the entry answers, for the audit trail of the account; absent: a sweep creates it
   */
  create(networkAclId: string, entry: NetworkAclEntry, eventId?: string): Promise<CreateResult>;
  /** The code with which AWS refused the role that writes minutes ago; undefined or absent: writing may succeed. */
  writeRefusal?(): string | undefined;
}

/** A network ACL that exists. */
export type FoundNetworkAcl = (
  | { readonly kind: 'read'; readonly networkAcl: NetworkAcl }
  | {
      readonly kind: 'unreadable';
      readonly reason: Unreadable;
      readonly tags: Readonly<Record<string, string>>;
    }
) & {
  /** The account that owns it, where that is another one: its VPC is shared with the account that reads it. */
  readonly ownerId?: string;
};

/** The result of reading one network ACL. */
export type ReadNetworkAcl = FoundNetworkAcl | { readonly kind: 'gone' };

/** The network ACL does not exist. */
export const GONE: ReadNetworkAcl = { kind: 'gone' };

export interface NetworkAclPage {
  /** By id. */
  readonly networkAcls: ReadonlyMap<string, FoundNetworkAcl>;
  /** The accounts whose network ACLs were left out, because they are reviewed as their owners'; absent: none were. */
  readonly otherOwners?: readonly string[];
  /** Absent: this is the last page. */
  readonly nextToken?: string;
}

/** What EC2 answers to the request to create an entry. */
export type CreateResult =
  | { readonly kind: 'created' }
  /** Another entry has the number. After a retry the entry may be ours: that is `unconfirmed`. */
  | { readonly kind: 'rule-number-taken' }
  /** The network ACL does not exist any more. */
  | { readonly kind: 'gone' }
  /** The first and only attempt was throttled: nothing was created. */
  | { readonly kind: 'throttled' }
  /** The first and only attempt was refused: nothing was created. EC2's error code. */
  | { readonly kind: 'refused'; readonly code: string }
  /** The account has no role that the hub may write with: nothing was asked of EC2. The error code of STS. */
  | { readonly kind: 'role-refused'; readonly code: string }
  /** An attempt had no answer, or none that says whether the entry exists, whatever a later attempt was told. */
  | { readonly kind: 'unconfirmed'; readonly code: string };

/** What interfaces and security groups behind network ACLs accept. */
export interface ExposureReader {
  /**
   * Never rejects: what cannot be read is unknown, with the reason.
   *
   * @param signal - aborted where there is no more time
   */
  read(
    networkAcl: Pick<NetworkAcl, 'networkAclId' | 'vpcId' | 'subnetIds'>,
    signal: AbortSignal,
  ): Promise<Surroundings>;
}

/** What is on record about network ACLs, one finding for each that has or had a gap. */
export interface Findings {
  /** @throws ParseError, and whatever keeps the table from answering */
  read(key: NetworkAclKey): Promise<Finding | undefined>;
  /**
   * Writes the finding.
   *
   * @returns `outdated` where another writer has written one since `previous` was read: theirs stays
   * @throws whatever keeps the table from answering: the finding may be written then
   */
  write(finding: Finding, previous: Finding | undefined): Promise<'written' | 'outdated'>;
  remove(key: NetworkAclKey): Promise<void>;
}

/** Who gets what is published. */
export interface Subscribers {
  /** @returns `not-allowed` where the role may not ask @throws where SNS does not answer */
  list(): Promise<Subscriptions | 'not-allowed'>;
}

export interface Subscriptions {
  /** Of each that gets messages, a short name that is the same each time. */
  readonly confirmed: readonly string[];
  /** How many are not confirmed yet. */
  readonly pending: number;
}

/** What the reporter keeps from one message to the next. */
export interface ReporterRecords {
  /** @throws ParseError, and whatever keeps the table from answering */
  read(): Promise<ReporterRecord>;
  /** @returns `outdated` where another reporter has written one since `previous` was read: theirs stays */
  write(next: ReporterRecord): Promise<'written' | 'outdated'>;
}

/** The way to operators. */
export interface Alerts {
  publish(publication: Publication): Promise<void>;
}

export interface Clock {
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/** A line of the log: what happened, with the data to understand it later. */
export type Log = (line: Readonly<Record<string, unknown>>) => void;

/** All that a review needs from outside. */
export interface ReviewContext {
  readonly settings: ReviewSettings;
  readonly networkAcls: NetworkAcls;
  readonly exposure: ExposureReader;
  readonly findings: Findings;
  /** Where the finding of a change could not be written several times, a review publishes the gap by itself. */
  readonly alerts?: Alerts;
  /** Whether an earlier review of the same change may have published by itself: what was heard is then not on record. */
  readonly mayBeHeard?: boolean;
  /** Whether the review is not done again soon where it fails: what it cannot fix, it reports. */
  readonly isLastTry?: boolean;
  /** Whether this is the first sweep after a deployment, which only reports. */
  readonly isFirstSweep?: boolean;
  /** Whether what is open is to be reported again, as for a reminder that is due. */
  readonly repeatsOpen?: boolean;
  /** Gets what each evaluation assumed; the last one counts. */
  readonly noteAssumptions?: (assumptions: Assumptions) => void;
  /** Of the change that is reviewed. */
  readonly eventId?: string;
  readonly clock: Clock;
  readonly log: Log;
}
