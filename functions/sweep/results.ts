import type { Assumptions } from '../coverage/assumptions.ts';
import { SEVERITIES, type Severity } from '../coverage/severity.ts';
import type { Parsed } from '../parsing/definition.ts';
import { object, optional } from '../parsing/structures.ts';
import { integer } from '../parsing/values.ts';
import type { FoundNetworkAcl } from '../review/interfaces.ts';
import type { Outcome } from '../review/outcome.ts';
import { isFixed } from '../review/words/alert-kind.ts';

const count = integer(0);

/** How many network ACLs had which result. */
export const RESULTS = object({
  covered: count,
  /** With gaps below the minimum severity. */
  low: count,
  muted: count,
  /** Used by no subnet; they are among the others, too. */
  unused: count,
  failed: count,
  withShadowedDenies: count,
  /** With an open problem, by its severity. */
  open: object({ none: count, low: count, medium: count, high: count }),
  /** About how many something was assumed; absent in what an earlier version began. */
  assumed: optional(object({ exposureKnown: count, receivers: count })),
});
export type Results = Parsed<typeof RESULTS>;

export const NO_RESULTS: Results = {
  ...{ covered: 0, low: 0, muted: 0, unused: 0, failed: 0, withShadowedDenies: 0 },
  open: { none: 0, low: 0, medium: 0, high: 0 },
  assumed: { exposureKnown: 0, receivers: 0 },
};

/** The result of the review of one network ACL. */
export interface Reviewed {
  /** Absent: the review failed. */
  readonly outcome?: Outcome;
  /** Of the last evaluation; absent: there was none. */
  readonly assumptions?: Assumptions;
}

/** Adds the result of one network ACL. */
export function addResult(
  before: Results,
  found: FoundNetworkAcl,
  { outcome, assumptions }: Reviewed,
  hasShadowedDenies: boolean,
): Results {
  const open = toOpenSeverity(outcome);
  return {
    covered: before.covered + add(outcome?.kind === 'covered' || isOver(outcome)),
    low: before.low + add(outcome?.kind === 'below-min-severity'),
    muted: before.muted + add(outcome?.kind === 'muted'),
    unused: before.unused + add(found.kind === 'read' && !found.networkAcl.inUse),
    failed: before.failed + add(outcome === undefined),
    withShadowedDenies: before.withShadowedDenies + add(hasShadowedDenies),
    open: open ? { ...before.open, [open]: before.open[open] + 1 } : before.open,
    ...(before.assumed && { assumed: addAssumed(before.assumed, assumptions) }),
  };
}

/** A part of the network ACLs is no count: where an earlier version began, there is none. */
function addAssumed(
  before: NonNullable<Results['assumed']>,
  assumptions: Assumptions | undefined,
): NonNullable<Results['assumed']> {
  const hasReceivers = assumptions?.answers.some(({ direction }) => direction === 'ingress') ?? false;
  return {
    exposureKnown: before.exposureKnown + add(assumptions?.exposure === 'known'),
    receivers: before.receivers + add(hasReceivers),
  };
}

function add(is: boolean): number {
  return is ? 1 : 0;
}

/** Network ACLs with a gap that operators should fix. */
export function countOpen({ open }: Results): number {
  return SEVERITIES.reduce((sum, severity) => sum + open[severity], 0);
}

function isOver(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'pending' && isFixed(outcome.alertKind);
}

/** How bad the open problem is; undefined where there is none. */
function toOpenSeverity(outcome: Outcome | undefined): Severity | undefined {
  const isOpen =
    outcome?.kind === 'already-reported' || (outcome?.kind === 'pending' && !isFixed(outcome.alertKind));
  if (!isOpen) return undefined;
  // Where no outbound reply is denied, the problem is inbound, and operators hear of it only where it is high.
  return outcome.severity === 'none' ? 'high' : outcome.severity;
}

/** The figures of a sweep that are metrics, for its line in the log. */
export function toSweepFigures({ low, medium, high }: Results['open']) {
  return { sweepsFinished: 1, openFindings: { low, medium, high } };
}
