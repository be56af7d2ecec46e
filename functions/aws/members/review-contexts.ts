import type { ExposureReader, ReviewContext } from '../../review/interfaces.ts';
import type { Member } from '../../review/member.ts';

/** What reviews of each member need. */
export interface ReviewContexts {
  /** For reviews of one member; the same as long as the member is among the last hundred that were asked for. */
  readonly contextOf: (member: Member) => ReviewContext;
  /** A reader for one sweep of a member. @param signal - aborted where there is no more time for lists */
  readonly sweepExposureOf: (member: Member, signal: AbortSignal) => ExposureReader;
}
