import { SEVERITIES, type Severity } from '../../coverage/severity.ts';
import type { RegisteredMember } from '../registry.ts';
import type { AssumedCounts, ShadowedDeny, SweepResult } from '../words/sweep-result.ts';
import type { FinishedSweep, SweepPurpose } from './reporter-record.ts';

/** How far the sweep of all members is: messages for members are sent, all were sent, or what they left is published. */
export const PLAN_STATES = ['sending', 'sent', 'ended'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

/** A sweep of all members of a hub, each by an invocation of its own. */
export interface SweepPlan {
  /** Of the message that asked for it: delivered again, it continues the same plan. */
  readonly id: string;
  readonly purpose: SweepPurpose;
  readonly at: Date;
  readonly state: PlanState;
  /** The last member that a message was sent for, in the order of their names; absent: there is none yet. */
  readonly sentTo?: string;
}

/** Milliseconds after which a plan ends although some members have not finished. */
export const LONGEST_PLAN = 7_200_000;

/** Shadowed deny entries that a result names. */
const MOST_SHADOWED = 20;

/** Whether members may still be swept for the plan. */
export function isPlanOpen(plan: SweepPlan | undefined, now: Date): plan is SweepPlan {
  return plan !== undefined && plan.state !== 'ended' && now.getTime() - plan.at.getTime() < LONGEST_PLAN;
}

/** Whether each member that was known when the plan began has been swept, could not be reached, or failed at last. */
export function isPlanDone(plan: SweepPlan, members: readonly RegisteredMember[]): boolean {
  return plan.state === 'sent' && members.every(member => isOver(member, plan));
}

/** Whether the plan waits for that member no more. One that is newer than the plan is swept by itself. */
export function isOver(
  { planId, failedPlanId, knownAt }: RegisteredMember,
  { id, at }: Pick<SweepPlan, 'id' | 'at'>,
): boolean {
  return planId === id || failedPlanId === id || (knownAt ?? at) > at;
}

/** What the sweeps of some members found together. */
export function sumSweeps(plan: SweepPlan, members: readonly RegisteredMember[], at: Date): FinishedSweep {
  const sweeps = members.flatMap(({ planId, unreachable, lastSweep }) =>
    planId === plan.id && unreachable === undefined && lastSweep ? [lastSweep] : [],
  );
  const assumed = sumAssumed(sweeps);
  return {
    purpose: plan.purpose,
    open: sumOpen(sweeps),
    result: {
      ...{ at, ...sumCounts(sweeps), shadowedDenies: listShadowed(sweeps) },
      ...(assumed && { assumed }),
    },
  };
}

function sumOpen(sweeps: readonly FinishedSweep[]): Record<Severity, number> {
  const sum = { none: 0, low: 0, medium: 0, high: 0 };
  for (const { open } of sweeps) for (const severity of SEVERITIES) sum[severity] += open[severity];
  return sum;
}

type Counts = Omit<SweepResult, 'at' | 'shadowedDenies' | 'assumed'>;
const NOTHING: Counts = {
  ...{ evaluated: 0, covered: 0, low: 0, muted: 0, unused: 0, failed: 0, withShadowedDenies: 0 },
};

function sumCounts(sweeps: readonly FinishedSweep[]): Counts {
  const sum = { ...NOTHING } as Record<keyof Counts, number>;
  const names = Object.keys(sum) as (keyof Counts)[];
  for (const { result } of sweeps) for (const name of names) sum[name] += result[name];
  return sum;
}

/** @returns undefined where an earlier version swept some: their counts are not known */
function sumAssumed(sweeps: readonly FinishedSweep[]): AssumedCounts | undefined {
  const sum = { exposureKnown: 0, receivers: 0 };
  for (const { result } of sweeps) {
    if (result.assumed === undefined) return undefined;
    sum.exposureKnown += result.assumed.exposureKnown;
    sum.receivers += result.assumed.receivers;
  }
  return sum;
}

function listShadowed(sweeps: readonly FinishedSweep[]): readonly ShadowedDeny[] {
  return sweeps.flatMap(({ result }) => result.shadowedDenies).slice(0, MOST_SHADOWED);
}
