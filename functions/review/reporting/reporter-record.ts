import type { Severity } from '../../coverage/severity.ts';
import type { SweepResult } from '../words/sweep-result.ts';
import type { SweepPlan } from './sweep-plan.ts';

/** What the reporter keeps from one message to the next. */
export interface ReporterRecord {
  /** Counts the writes; it distinguishes two reporters that read the same. */
  readonly revision: number;
  /** A reporter works until then at the latest; another one does not begin before. */
  readonly busyUntil: Date | undefined;
  /** The last sweep that finished. */
  readonly sweep: FinishedSweep | undefined;
  /** Whether the first message after a deployment is still due. */
  readonly introduces: boolean;
  /** The subscriptions that were confirmed when they were last read; undefined: they never were. */
  readonly confirmed: readonly string[] | undefined;
  /** When a sweep was last asked for that reports everything open to a new subscriber; undefined: never. */
  readonly greetedAt: Date | undefined;
  /** What was open when a digest last said so. */
  readonly lastOpen: { readonly at: Date; readonly count: number } | undefined;
  /** The last sweep of all members; undefined: there was none, or there is no hub. */
  readonly plan: SweepPlan | undefined;
  /** The last plan after which members that do not report were looked for, and when some were last named. */
  readonly absence: { readonly planId: string; readonly namedAt?: Date } | undefined;
}

/** Why a sweep was made: after a deployment, for a new subscriber, or because it was due. */
export const SWEEP_PURPOSES = ['first', 'open', 'due'] as const;
export type SweepPurpose = (typeof SWEEP_PURPOSES)[number];

export interface FinishedSweep {
  readonly purpose: SweepPurpose;
  readonly result: SweepResult;
  /** Network ACLs with an open problem, by its severity. */
  readonly open: Readonly<Record<Severity, number>>;
  /** Accounts that own network ACLs of shared VPCs, which the sweep left to them; absent: there was none. */
  readonly otherOwners?: readonly string[];
}

/** Before the first message. */
export const NO_RECORD: ReporterRecord = {
  ...{ revision: 0, busyUntil: undefined, sweep: undefined, introduces: false },
  ...{ confirmed: undefined, greetedAt: undefined, lastOpen: undefined, plan: undefined, absence: undefined },
};
