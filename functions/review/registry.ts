import type { Member } from './member.ts';
import type { FinishedSweep } from './reporting/reporter-record.ts';

/** What shows that a member is alive: its stack was deployed, a change of it arrived, or its heartbeat did. */
export const SIGNS = ['registered', 'change', 'heartbeat'] as const;
export type Sign = (typeof SIGNS)[number];

/** What is on record about one member. */
export interface RegisteredMember extends Member {
  /** Of the account; absent: no one has recorded it. */
  readonly name?: string;
  /** When its stack was deployed last; absent: another sign was the first. */
  readonly registeredAt?: Date;
  /** When anything of it arrived first. */
  readonly knownAt?: Date;
  /** When anything of it arrived last. */
  readonly heardAt?: Date;
  /** When its last heartbeat arrived; absent: none has, and its stack may send none. */
  readonly heartbeatAt?: Date;
  /** The last sweep that finished; absent: none has. */
  readonly lastSweep?: FinishedSweep;
  /** Absent: it could be reached when it was tried last, or was not tried yet. */
  readonly unreachable?: Unreachable;
  /** The id of the last sweep of all members in which it was swept, or could not be reached. */
  readonly planId?: string;
  /** The id of the sweep of all members in which its sweep failed with each delivery; absent: the last one did not. */
  readonly failedPlanId?: string;
}

/** Since when the hub may not read a member, and the code that AWS gave last. */
export interface Unreachable {
  readonly since: Date;
  readonly code: string;
}

/** The members that the hub knows. Each method throws whatever keeps the table from answering. */
export interface Registry {
  /** In no order. */
  list(): Promise<readonly RegisteredMember[]>;
  /**
   * Records a sign of life.
   *
   * @param at - when it happened
   * @returns what was on record before; undefined: the member was not registered; `removed`: it is not registered now
   * either, because it was removed after the sign
   */
  heard(member: Member, at: Date, by: Sign): Promise<RegisteredMember | 'removed' | undefined>;
  /** Keeps for a day that the member was removed. Changes nothing where it was registered later. @param at - when it was removed */
  forget(member: Member, at: Date): Promise<void>;
  /**
   * Keeps the time from which a member cannot be reached, until {@link swept}. A member that is not known stays so.
   *
   * @param planId - of the sweep of all members in which it was tried; absent: it was tried for another reason
   */
  unreachable(member: Member, at: Date, code: string, planId?: string): Promise<void>;
  /** Records what a sweep of a known member found: it can be reached. @param planId - as for {@link unreachable} */
  swept(member: Member, finished: FinishedSweep, planId?: string): Promise<void>;
  /** Records that a known member is not swept in this sweep of all members: no other delivery follows. */
  failed(member: Member, planId: string): Promise<void>;
}

/** When a sign happened: as its sender says, but not in the future. @param at - absent: the sender does not say */
export function toSignTime(at: Date | undefined, now: Date): Date {
  return at !== undefined && at < now ? at : now;
}
