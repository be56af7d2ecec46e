import { isDeepStrictEqual } from 'node:util';
import type { Subscribers } from './interfaces.ts';
import { readAudience } from './reporting/audience.ts';
import { type Occasion, type PendingFinding, toDue } from './reporting/due.ts';
import { type MessagePlan, planMessages } from './reporting/plan-messages.ts';
import { type PlanContext, publishPlan } from './reporting/publishing.ts';
import { begin, changeRecord } from './reporting/record-changes.ts';
import type { FinishedSweep, ReporterRecord } from './reporting/reporter-record.ts';

/** All that the reporter needs from outside. */
export interface ReporterContext extends PlanContext {
  readonly subscribers: Subscribers;
  readonly listPending: () => Promise<readonly PendingFinding[]>;
  /** Has another invocation report, after so many milliseconds. */
  readonly requestReport: (after: number) => Promise<void>;
  /** Has a sweep leave everything that is open to be reported again. */
  readonly requestOpenSweep: () => Promise<void>;
}

/** Milliseconds after which a reporter that finds another one at work looks again. */
const BUSY_WAIT = 60_000;

/**
 * Publishes what reviews left to be published, and records it as reported. The only publisher: what operators hear last is
 * what is on record. Up to three network ACLs get a message each, more are one digest.
 *
 * @param timeLeft - milliseconds; a message is begun while there are some
 * @throws where something could not be published or recorded: the request has to be delivered again
 */
export async function report(
  occasion: Occasion,
  timeLeft: () => number,
  context: ReporterContext,
): Promise<void> {
  const record = await context.records.read();
  const now = context.clock.now();
  if (record.busyUntil && record.busyUntil > now) return context.requestReport(BUSY_WAIT);
  const due = toDue(await context.listPending(), occasion, record, now);
  const plan = planMessages(due, occasion, record);
  const audience = await readAudience(record, context);
  if (audience.kind === 'not-heard') return noteNotHeard(plan, record, context);
  const confirmed = audience.confirmed ?? record.confirmed;
  if (audience.isLarger && !record.introduces) return greet(confirmed, record, context);
  if (plan.alone.length + plan.digests.length > 0)
    return publishDue(plan, { ...record, confirmed }, timeLeft, context);
  if (!isDeepStrictEqual(confirmed, record.confirmed)) await changeRecord({ confirmed }, context);
}

/** Records that a sweep has finished, before what it left is published. */
export async function finishSweep(
  sweep: FinishedSweep,
  context: Pick<ReporterContext, 'records'>,
): Promise<void> {
  await changeRecord(sweep.purpose === 'first' ? { sweep, introduces: true } : { sweep }, context);
}

/** What is pending stays so until an operator confirms a subscription. */
async function noteNotHeard(
  { alone, digests }: MessagePlan,
  { confirmed }: ReporterRecord,
  context: ReporterContext,
): Promise<void> {
  const notHeard = digests.reduce((sum, { members }) => sum + Math.max(1, members.length), alone.length);
  const line = { outcome: 'not-heard', notHeard };
  if (notHeard > 0) context.log({ level: 'WARN', message: 'no subscription is confirmed', ...line });
  if (confirmed?.length !== 0) await changeRecord({ confirmed: [] }, context);
}

/** For a new subscriber a sweep leaves everything open to be reported; its digest has what is pending, too. */
async function greet(
  confirmed: ReporterRecord['confirmed'],
  record: ReporterRecord,
  context: ReporterContext,
): Promise<void> {
  if ((await begin(record, context)) === undefined) return context.requestReport(BUSY_WAIT);
  await context.requestOpenSweep();
  await changeRecord({ confirmed, busyUntil: undefined }, context);
}

/** Publishes, while no other reporter does. */
async function publishDue(
  plan: MessagePlan,
  record: ReporterRecord,
  timeLeft: () => number,
  context: ReporterContext,
): Promise<void> {
  const begun = await begin(record, context);
  if (begun === undefined) return context.requestReport(BUSY_WAIT);
  const { failed, left } = await publishPlan(plan, begun, timeLeft, context);
  await changeRecord({ busyUntil: undefined }, context);
  if (left > 0) await context.requestReport(0);
  if (failed > 0) throw new Error(`${failed} findings could not be reported`);
}
