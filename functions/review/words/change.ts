import type { Direction, NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Action, TagAction } from './action.ts';

/** What an event reports: who changed which network ACL, how and when. CloudTrail leaves out what it does not know. */
export interface Change {
  readonly networkAclId: string;
  readonly action: Action | TagAction;
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
  readonly target?: ChangeTarget;
}

/** The latest change that led to a review. */
export interface LatestChange extends Change {
  /** Those that came together with it, in the order in which they happened. */
  readonly earlier?: readonly Change[];
}

/** The part of the network ACL that was changed. */
export type ChangeTarget = ChangedRule | { readonly kind: 'association'; readonly associationId: string };

export interface ChangedRule {
  readonly kind: 'rule';
  readonly direction: Direction;
  readonly ruleNumber: number;
  /** What the rule says now; absent where it was deleted, or where CloudTrail does not say. */
  readonly entry?: NetworkAclEntry;
}

/** The change that explains a gap, as far as a finding keeps it. */
export interface GapCause extends Pick<Change, 'action' | 'eventId' | 'at' | 'actor' | 'invokedBy'> {
  readonly target?: ChangedRule;
}

/** Whether a rule is gone since the change, or says something else. */
export function endsRule({ action }: Pick<Change, 'action'>): boolean {
  return action === 'DeleteNetworkAclEntry' || action === 'ReplaceNetworkAclEntry';
}
