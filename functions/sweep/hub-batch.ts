import { BARE } from '../aws/event-batch.ts';
import { toSignTime } from '../review/registry.ts';
import { type ReporterContext, report } from '../review/reporter.ts';
import { endLatePlan, endPlan } from './end-plan.ts';
import type { HubSweepContext } from './hub-context.ts';
import { type MemberSign, parseHubMessage, type UnusedEvent } from './hub-message.ts';
import { continuePlan, planSweeps } from './plan-sweeps.ts';
import { type SweepTime, sweepMember } from './sweep-member.ts';
import { sweepRegistered } from './sweep-registered.ts';

/** How long an invocation may work, and how long it may report: in milliseconds. */
export interface HubSweepTime extends SweepTime {
  readonly timeToReport: () => number;
}

/**
 * Does what a message to the sweep of a hub asks for.
 *
 * @throws ParseError, and what keeps it from being done: the message has to be delivered again
 */
export async function handleHubMessage(
  body: unknown,
  messageId: string,
  time: HubSweepTime,
  context: HubSweepContext,
  reporter: ReporterContext,
): Promise<void> {
  const message = parseHubMessage(body, toUniqueId(messageId, context), context);
  switch (message.kind) {
    case 'report':
      return reportAfter(await endLatePlan(context), time, reporter);
    case 'end-plan': {
      const state = await endPlan(message.planId, context);
      return state === 'open' ? undefined : reportAfter(state, time, reporter);
    }
    case 'plan':
      return planSweeps(message, time.hasTime, context);
    case 'continue-plan':
      return continuePlan(message.planId, time.hasTime, context);
    case 'sweep':
      return sweepMember(message.sweep, time, context);
    case 'refused':
    case 'ignored':
      return logUnused(message, context);
    default:
      return noteSign(message, context);
  }
}

/** No queue delivers a bare event again: each is a request of its own. */
function toUniqueId(messageId: string, { clock }: HubSweepContext): string {
  return messageId === BARE ? `${messageId} ${clock.now().toISOString()}` : messageId;
}

/** An end whose report was cut off is reported like any other request: what it left is on record. */
function reportAfter(
  state: 'ended' | 'over' | 'open',
  { timeToReport }: HubSweepTime,
  reporter: ReporterContext,
): Promise<void> {
  return report(state === 'ended' ? 'sweep-end' : 'request', timeToReport, reporter);
}

function logUnused({ kind: outcome, reason }: UnusedEvent, { log }: HubSweepContext): void {
  log({ level: 'INFO', message: 'event not used', outcome, reason });
}

async function noteSign({ kind, member, at }: MemberSign, context: HubSweepContext): Promise<void> {
  const { registry, clock, log } = context;
  log({ level: 'INFO', message: 'heard from the member', sign: kind, ...member });
  const happened = toSignTime(at, clock.now());
  if (kind === 'removed') return registry.forget(member, happened);
  const before = await registry.heard(member, happened, kind);
  if (kind === 'registered' && before !== 'removed') await sweepRegistered(member, before, context);
}
