import { type AdmittedAccounts, parseSender } from '../aws/change-origin.ts';
import type { Parsed } from '../parsing/definition.ts';
import { toJsonText } from '../parsing/printable.ts';
import { asFields, type Fields, list, looseObject, maybe, object, optional } from '../parsing/structures.ts';
import { flag, oneOf, text, time } from '../parsing/values.ts';
import { formatMember, type Member } from '../review/member.ts';
import type { SweepPurpose } from '../review/reporting/reporter-record.ts';
import { PROGRESS } from './progress.ts';

const MEMBER_SWEEP = object({
  member: object({ account: text, region: text }),
  progress: optional(PROGRESS),
  /** Of the sweep of all members that it is a part of; absent: it is none. */
  planId: optional(text),
  /** Whether another message follows where the member cannot be reached: its roles may be made meanwhile. */
  triesAgain: optional(flag),
});
/** A message that has one member swept. */
export type MemberSweep = Parsed<typeof MEMBER_SWEEP>;

/** What a message to the sweep of a hub asks for. */
export type HubMessage =
  | { readonly kind: 'report' }
  | { readonly kind: 'plan'; readonly id: string; readonly purpose: SweepPurpose }
  | { readonly kind: 'continue-plan' | 'end-plan'; readonly planId: string }
  | { readonly kind: 'sweep'; readonly sweep: MemberSweep }
  | MemberSign
  | UnusedEvent;

/** The stack of a member was deployed, or is being deleted, or the member is alive. */
export interface MemberSign {
  readonly kind: 'registered' | 'removed' | 'heartbeat';
  readonly member: Member;
  /** When it happened, as its sender says; absent: it does not say. */
  readonly at?: Date;
}

/** An event of an account that may be no member, or that asks for nothing. */
export interface UnusedEvent {
  readonly kind: 'refused' | 'ignored';
  readonly reason: string;
}

/** What a hub knows of those who send. */
export interface HubIdentity {
  /** The hub's own account and region. */
  readonly home: Member;
  readonly admission: AdmittedAccounts;
  /** Names of the members' rules begin with it. */
  readonly namespace: string;
}

/**
 * Parses a message to sweep. Functions of the hub and rules with a fixed input send what has no source; events of AWS have
 * one, and of them only the account and region count.
 *
 * @param messageId - names the plan where the message has no id: the same when it is delivered again
 * @throws ParseError
 */
export function parseHubMessage(message: unknown, messageId: string, hub: HubIdentity): HubMessage {
  const fields = asFields(message);
  if (fields.source !== undefined) return parseEvent(fields, messageId, hub);
  if (fields.report !== undefined) return { kind: 'report' };
  if (fields.continuePlan !== undefined)
    return { kind: 'continue-plan', planId: text.parse(fields.continuePlan, 'continuePlan') };
  if (fields.endPlan !== undefined)
    return { kind: 'end-plan', planId: text.parse(fields.endPlan, 'endPlan') };
  if (fields.member !== undefined) return { kind: 'sweep', sweep: MEMBER_SWEEP.parse(message) };
  // What a version without members has begun.
  if (fields.progress !== undefined)
    return { kind: 'sweep', sweep: MEMBER_SWEEP.parse({ ...fields, member: hub.home }) };
  return { kind: 'plan', id: messageId, purpose: toPurpose(fields) };
}

function toPurpose({ firstSweep, openSweep }: Fields): SweepPurpose {
  if (openSweep !== undefined) return 'open';
  return firstSweep === undefined ? 'due' : 'first';
}

const EVENT = looseObject({
  source: text,
  id: maybe(text),
  time: maybe(time),
  resources: maybe(list(text)),
  detail: looseObject({ 'status-details': looseObject({ status: maybe(text) }) }),
});
const SOURCES = oneOf(['aws.events', 'aws.cloudformation']);

/** What the status of a member's stack means; others mean nothing. */
const STATUSES: Readonly<Record<string, 'registered' | 'removed'>> = {
  CREATE_COMPLETE: 'registered',
  UPDATE_COMPLETE: 'registered',
  DELETE_IN_PROGRESS: 'removed',
};

function parseEvent(fields: Fields, messageId: string, hub: HubIdentity): HubMessage {
  const { source, id = messageId, time: at, resources = [], detail } = EVENT.parse(fields);
  const sender = parseSender(fields, hub.home, hub.admission);
  if (sender.kind === 'refused') return sender;
  const { member } = sender;
  const sign = { member, ...(at && { at }) };
  const isHome = formatMember(member) === formatMember(hub.home);
  switch (SOURCES.read(source)) {
    case 'aws.events': {
      const [rule] = resources;
      if (rule?.endsWith(`:rule/${hub.namespace}-heartbeat`)) return { kind: 'heartbeat', ...sign };
      if (isHome) return { kind: 'plan', id, purpose: 'due' };
      return refuse('resources[0]', rule, `the rule ${hub.namespace}-heartbeat of a member`);
    }
    case 'aws.cloudformation': {
      const status = detail['status-details'].status ?? '';
      const kind = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
      if (kind === undefined)
        return { kind: 'ignored', reason: `the status of the stack is ${quote(status)}` };
      // The hub's own stack has a rule of its own, and the hub is never without itself.
      return isHome ? { kind: 'ignored', reason: "the stack is in the hub's own region" } : { kind, ...sign };
    }
    default:
      return refuse('source', source, SOURCES.expected);
  }
}

function refuse(field: string, found: unknown, expected: string): HubMessage {
  const value = found === undefined ? 'missing' : quote(found);
  return { kind: 'refused', reason: `${field} is ${value}, expected ${expected}` };
}

function quote(value: unknown): string {
  return toJsonText(value).slice(0, 120);
}
