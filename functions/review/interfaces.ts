import type { CoverageSettings } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { Severity } from '../coverage/severity.ts';
import type { Finding } from './finding.ts';
import type { Alert, Mode } from './words/alert.ts';

export { ALERT_KINDS, type Alert, type Change, type Mode } from './words/alert.ts';

/** What the operator has decided about reviews. */
export interface ReviewSettings extends CoverageSettings {
  readonly mode: Mode;
  /** Whether a gap of ingress, which is never remediated, is alerted by itself. */
  readonly reportIngress: boolean;
  /** Gaps that are less severe are logged only. */
  readonly minSeverity: Severity;
  /** Hours after which a gap that still stands is alerted again. */
  readonly remindAfterHours: number;
}

/** The guard's role may not do what it asked for: no retry will help, and people have to know. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
}

/** A network ACL that is there but cannot be understood; the message says why. */
export class UnreadableNetworkAclError extends Error {
  override readonly name = 'UnreadableNetworkAclError';
  readonly tags: Readonly<Record<string, string>>;

  constructor(message: string, tags: Readonly<Record<string, string>>, options?: ErrorOptions) {
    super(message, options);
    this.tags = tags;
  }
}

/** The network ACLs of one account and region. */
export interface NetworkAcls {
  readonly account: string;
  readonly region: string;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /**
   * Reads those of the given network ACLs that exist.
   *
   * @throws NotAllowedError, and whatever keeps EC2 from answering
   */
  read(networkAclIds: readonly string[]): Promise<ReadonlyMap<string, ReadNetworkAcl>>;
  /** A page of all network ACLs. @param nextToken - of the page; absent: the first */
  list(nextToken: string | undefined): Promise<NetworkAclPage>;
  /** The Name tags of VPCs and subnets, by id, of those that have one. */
  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Never throws: a write that has begun has to be accounted for. */
  create(networkAclId: string, entry: NetworkAclEntry): Promise<CreateResult>;
}

/** An error stands for one that cannot be understood. */
export type ReadNetworkAcl = NetworkAcl | UnreadableNetworkAclError;

export interface NetworkAclPage {
  /** By id. */
  readonly networkAcls: ReadonlyMap<string, ReadNetworkAcl>;
  /** Absent: this is the last page. */
  readonly nextToken?: string;
}

/** What EC2 answers to the wish to create an entry. */
export type CreateResult =
  | { readonly kind: 'created' }
  | { readonly kind: 'rule-number-taken' }
  /** The network ACL does not exist any more. */
  | { readonly kind: 'gone' }
  /** The entry was not created. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nobody knows: there was no answer, or none that says. */
  | { readonly kind: 'unconfirmed'; readonly reason: string };

/** What is on record about gaps, one finding for each network ACL that has or had one. */
export interface Findings {
  read(networkAclId: string): Promise<Finding | undefined>;
  /** Writes the finding unless somebody else has written one since `previous` was read: then theirs stays. */
  write(finding: Finding, previous: Finding | undefined): Promise<void>;
  remove(networkAclId: string): Promise<void>;
}

/** The way to people. */
export interface Alerts {
  publish(alert: Alert): Promise<void>;
}

export interface Clock {
  now(): Date;
  wait(milliseconds: number): Promise<void>;
}

/** A line of the log: what happened, with whatever helps to understand it later. */
export type Log = (line: Readonly<Record<string, unknown>>) => void;

/** All that a review needs from outside. */
export interface ReviewContext {
  readonly settings: ReviewSettings;
  readonly networkAcls: NetworkAcls;
  readonly findings: Findings;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
}
