import { isDeepStrictEqual } from 'node:util';
import type { Subscribers } from './interfaces.ts';
import { type Audience, readAudience } from './reporting/audience.ts';
import { type Due, isNothingDue, type Occasion, type PendingFinding, toDue } from './reporting/due.ts';
import { type HubOverview, isAbsenceDue, listAbsent, type ReporterHub } from './reporting/hub-overview.ts';
import { type MessagePlan, planMessages } from './reporting/plan-messages.ts';
import { type PlanContext, publishPlan } from './reporting/publishing.ts';
import { begin, changeRecord } from './reporting/record-changes.ts';
import type { FinishedSweep, ReporterRecord } from './reporting/reporter-record.ts';

/** All that the reporter needs from outside. */
export interface ReporterContext extends Omit<PlanContext, 'overview'> {
  /** Absent: the deployment watches its own account and region alone. */
  readonly hub?: ReporterHub;
  readonly subscribers: Subscribers;
  readonly listPending: () => Promise<readonly PendingFinding[]>;
  /** Has another invocation report, after so many milliseconds. */
  readonly requestReport: (after: number) => Promise<void>;
  /** Has a sweep leave everything that is open to be reported again. */
  readonly requestOpenSweep: () => Promise<void>;
}

/** Milliseconds between two digests for new subscribers: where subscriptions come and go, operators do not get one an hour. */
const GREETING_PAUSE = 6 * 3_600_000;

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
  const due = toDue(await context.listPending(), occasion, record, now, context.hub !== undefined);
  const overview = await readOverview(due, record, context);
  const plan = planMessages(due, occasion, record, overview);
  const audience = await readAudience(record, context);
  if (audience.kind === 'not-heard') return noteNotHeard(plan, record, context);
  const isNew = audience.isLarger && !record.introduces;
  if (isNew && mayGreet(record, now)) return greet(audience.confirmed, record, context);
  const confirmed = isNew ? withoutNew(audience, record) : (audience.confirmed ?? record.confirmed);
  const publishing = { ...context, ...(overview && { overview }) };
  if (plan.alone.length + plan.digests.length > 0)
    await publishDue(plan, { ...record, confirmed }, timeLeft, publishing);
  else if (!isDeepStrictEqual(confirmed, record.confirmed)) await changeRecord({ confirmed }, context);
  if (overview?.absent?.length === 0) await changeRecord(toNoAbsence(record), context);
}

/** That all members report: they are not looked at again before the next plan has ended. */
function toNoAbsence({ plan, absence }: ReporterRecord): Pick<ReporterRecord, 'absence'> {
  return { absence: plan && { ...absence, planId: plan.id } };
}

/** Records that a sweep has finished, before what it left is published. */
export async function finishSweep(
  sweep: FinishedSweep,
  context: Pick<ReporterContext, 'records'>,
): Promise<void> {
  await changeRecord(sweep.purpose === 'first' ? { sweep, introduces: true } : { sweep }, context);
}

/** Without a list of members, what is pending is published all the same. */
async function readOverview(
  due: Due,
  record: ReporterRecord,
  { hub, networkAcls: home, clock, log }: ReporterContext,
): Promise<HubOverview | undefined> {
  if (hub === undefined) return undefined;
  const namesAbsent = isAbsenceDue(record);
  if (!namesAbsent && !record.introduces && isNothingDue(due)) return undefined;
  try {
    const members = await hub.registry.list();
    const absent = namesAbsent ? listAbsent(members, home, clock.now(), record.plan) : undefined;
    return { by: hub.digestBy, members, ...(absent && { absent }) };
  } catch (error) {
    log({ level: 'ERROR', message: 'could not list the members', error: String(error) });
    return { by: hub.digestBy, members: [] };
  }
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
  await changeRecord({ confirmed, greetedAt: context.clock.now(), busyUntil: undefined }, context);
}

/** All subscribers get the digest for a new one. Where no one heard before, it does not wait. */
function mayGreet({ greetedAt, confirmed = [] }: ReporterRecord, now: Date): boolean {
  return (
    confirmed.length === 0 || greetedAt === undefined || now.getTime() - greetedAt.getTime() >= GREETING_PAUSE
  );
}

/** A new subscriber stays new until there is a digest for it. */
function withoutNew(
  { confirmed = [] }: Extract<Audience, { kind: 'heard' }>,
  { confirmed: before = [] }: ReporterRecord,
): readonly string[] {
  return confirmed.filter(one => before.includes(one));
}

/** Publishes, while no other reporter does. */
async function publishDue(
  plan: MessagePlan,
  record: ReporterRecord,
  timeLeft: () => number,
  context: ReporterContext & Pick<PlanContext, 'overview'>,
): Promise<void> {
  const begun = await begin(record, context);
  if (begun === undefined) return context.requestReport(BUSY_WAIT);
  const { failed, left } = await publishPlan(plan, begun, timeLeft, context);
  await changeRecord({ busyUntil: undefined }, context);
  if (left > 0) await context.requestReport(0);
  if (failed > 0) throw new Error(`${failed} findings could not be reported`);
}
