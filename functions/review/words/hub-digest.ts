/** Whether sweeps of all members lead to one digest, or to one for each account, which subscriptions can filter by. */
export const DIGEST_SCOPES = ['organisation', 'account'] as const;
export type DigestScope = (typeof DIGEST_SCOPES)[number];

/** What a digest of a hub says beside what every digest says. */
export interface HubDigest {
  /** All members, or those of one account. */
  readonly about: DigestScope;
  /** Accounts with a member; 1 where the digest is about one account. */
  readonly accounts: number;
  /** By account id, as far as they are known. */
  readonly accountNames: ReadonlyMap<string, string>;
  /** Members that do not report, where they are due to be named. */
  readonly absent: readonly AbsentMember[];
}

/** A member whose network ACLs are not evaluated, or whose changes do not arrive. */
export interface AbsentMember {
  readonly account: string;
  readonly region: string;
  readonly since: Date;
  readonly reason: Absence;
}

/** Why a member does not report. */
export type Absence =
  /** The hub may not read it. @param code - AWS's error code */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** No event has arrived from it for two days. */
  | { readonly kind: 'silent' }
  /** The sweep of it failed, or did not end in time. */
  | { readonly kind: 'not-swept' };
