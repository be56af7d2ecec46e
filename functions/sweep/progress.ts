import { DIRECTIONS } from '../coverage/network-acl-entry.ts';
import type { Parsed } from '../parsing/definition.ts';
import { asFields, list, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text } from '../parsing/values.ts';
import { RESULTS } from './results.ts';

const count = integer(0);

/** How far the sweep of one member has come, in a message. */
export const PROGRESS = object({
  /** EC2's token of the page to read; absent: the first. */
  nextToken: optional(text),
  /** Network ACLs of that page that are done. */
  skip: count,
  /** Network ACLs that were reviewed. */
  swept: count,
  /** Those of them with a gap that operators should fix. */
  openGaps: count,
  /** Whether the sweep is the first after a deployment, and so writes nothing. */
  isFirst: optional(flag),
  /** Whether everything that is open is reported again, as for a new subscriber; absent: only where it is the first sweep. */
  repeatsOpen: optional(flag),
  /** Absent in what an earlier version began. */
  results: optional(RESULTS),
  /** Of the network ACLs that were reviewed, the deny entries that never take effect; absent: there is none. */
  shadowedDenies: optional(
    object({
      count,
      /** The first of them. */
      listed: list(object({ networkAclId: text, direction: oneOf(DIRECTIONS), ruleNumber: integer(1) })),
    }),
  ),
  /** The accounts whose network ACLs were left out; absent: none were. */
  otherOwners: optional(list(text)),
});

/** How far a sweep has come. */
export type SweepProgress = Parsed<typeof PROGRESS>;

export const START: SweepProgress = { skip: 0, swept: 0, openGaps: 0 };

/**
 * Where to begin: where the last invocation stopped, else at the start, as for the event of a schedule.
 *
 * @throws ParseError
 */
export function parseProgress(message: unknown): SweepProgress {
  const { progress, firstSweep, openSweep } = asFields(message);
  if (progress !== undefined) return PROGRESS.parse(progress, 'progress');
  if (openSweep !== undefined) return { ...START, repeatsOpen: true };
  return firstSweep === undefined ? START : { ...START, isFirst: true };
}
