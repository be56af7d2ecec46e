import type { Coverage } from '../../coverage/coverage.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { UnplacedReason } from '../../coverage/plan/unplaced-reason.ts';
import type { WriteRestraint } from '../../coverage/write-restraint.ts';

/** What the guard did about the gaps of a network ACL. */
export type Done =
  | { readonly did: 'nothing'; readonly reason: Reason }
  | {
      readonly did: 'added';
      /** In the order of their creation; at least one. */
      readonly entries: readonly NetworkAclEntry[];
      /** The network ACL, read back. */
      readonly after: NetworkAcl;
      readonly coverageAfter: Coverage;
      /**
       * Whether another change came between: the entries now open more than is missing, or override a deny rule of an
       * operator.
       */
      readonly isOvertaken: boolean;
      /** Why other missing entries were not added; absent where none is missing. */
      readonly unfinished?: Reason;
    };

/** Why the guard adds nothing, or nothing more. */
export type Reason = Restraint | { readonly kind: 'conflict' } | Failure;

/** What keeps the guard from trying. */
export type Restraint =
  | { readonly kind: 'notify-mode' }
  /** In mode opt-in, the tag does not ask for entries; undefined: there is no tag. */
  | { readonly kind: 'not-opted-in'; readonly tag: string | undefined }
  /** In mode remediate, the tag allows reports only: any value but `remediate` does. */
  | { readonly kind: 'tagged'; readonly tag: string }
  /** Firewall Manager manages the network ACL, and would remove or overwrite what the guard adds. */
  | { readonly kind: 'firewall-manager' }
  /** Only rules that an operator wrote deny the replies; their numbers, at least one. */
  | { readonly kind: 'decided'; readonly ruleNumbers: readonly number[] }
  /** No outbound gap is severe enough for a plan. */
  | { readonly kind: 'nothing-to-add' }
  /** The alert is about an entry without effect only, and the guard changes no existing entry. */
  | { readonly kind: 'no-effect' }
  /** The findings table cannot be read: what was written and reported before is not known. */
  | { readonly kind: 'no-record' }
  /** An entry of an earlier attempt may exist, and no alert has reported it yet. */
  | { readonly kind: 'unreported-write' }
  /** There is no plan for the gap, because of what its rules say. */
  | {
      readonly kind: 'not-planned';
      readonly reasons: readonly UnplacedReason[];
      /** The denies that are the reason `decision`. */
      readonly decidedBy: readonly number[];
    }
  /** There is a plan, but not one that the guard may create. */
  | { readonly kind: 'restrained'; readonly restraints: readonly WriteRestraint[] }
  /** The first sweep after a deployment: operators first see what this version finds. */
  | { readonly kind: 'first-sweep' }
  /** The outbound gap is less severe than the minimum severity; the alert is about inbound. */
  | { readonly kind: 'below-min-severity' };

/** Why an attempt to add entries ended. */
export type Failure =
  | { readonly kind: 'refused'; readonly code: string }
  /** The account of a member does not let the hub write, as where the member's mode is notify. */
  | { readonly kind: 'role-refused'; readonly code: string }
  /** The account makes too many calls. */
  | { readonly kind: 'throttled' }
  /** EC2 did not answer, or not clearly: the entry may exist. */
  | { readonly kind: 'unconfirmed'; readonly code: string }
  | { readonly kind: 'out-of-time' }
  /** EC2 does not list what it said it created. */
  | { readonly kind: 'not-listed' }
  /** Another caller changes the network ACL at the same time, again and again. */
  | { readonly kind: 'keeps-changing' }
  /** The plan itself has no place for some entries. */
  | { readonly kind: 'unplaced' };
