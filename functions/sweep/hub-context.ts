import type { Clock, Log, ReporterRecords } from '../review/interfaces.ts';
import type { Member } from '../review/member.ts';
import type { Registry } from '../review/registry.ts';
import type { HubIdentity, MemberSweep } from './hub-message.ts';
import type { SweepContext } from './sweep.ts';

/** What has to be done by other invocations of sweep. */
export interface HubQueue {
  /**
   * In as few calls as possible.
   *
   * @param after - as for {@link requestPlanEnd}; absent: at once
   * @throws where some were not taken: all are sent again
   */
  readonly requestSweeps: (sweeps: readonly MemberSweep[], after?: number) => Promise<void>;
  readonly continuePlan: (planId: string) => Promise<void>;
  /** Has looked whether all members are swept. @param after - milliseconds; 900,000 at most */
  readonly requestPlanEnd: (planId: string, after: number) => Promise<void>;
  /** @param after - as for {@link requestPlanEnd} */
  readonly requestReport: (after: number) => Promise<void>;
}

/** All that the sweep of a hub needs from outside. */
export interface HubSweepContext extends HubIdentity {
  readonly registry: Registry;
  /** As {@link Registry.list}, {@link LIST_LIFETIME} old at most: a stack set registers hundreds of members in minutes. */
  readonly listRecent: Registry['list'];
  readonly records: ReporterRecords;
  readonly queue: HubQueue;
  /** For the sweep of one member. @param signal - aborted where there is no more time for lists of exposure */
  readonly sweepContextOf: (
    member: Member,
    signal: AbortSignal,
  ) => Omit<SweepContext, 'continueSweep' | 'isPart'>;
  readonly clock: Clock;
  readonly log: Log;
}
