import { readFileSync } from 'node:fs';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { ID } from './network-acls.ts';
import type { Guard } from './region.ts';

const SEED = JSON.parse(readFileSync('cli/replay/seed/change-event.json', 'utf8'));
/** As infra/change-queue.yml says. */
const MOST_RECEIVES = 5;

type Fields = Readonly<Record<string, unknown>>;

/** An event as EventBridge sends it; what is undefined is left out. */
export function change(detail: Fields = {}, envelope: Fields = {}): object {
  return { ...SEED, ...envelope, detail: { ...SEED.detail, ...detail } };
}

/** An event about another network ACL than the usual. */
export function changeOf(networkAclId: string): object {
  return change({ requestParameters: { networkAclId }, eventID: `event of ${networkAclId}` });
}

/** A change of a rule that happened so many hours before the others. */
export function changeAgo(hours: number, eventName = 'CreateNetworkAclEntry'): object {
  const eventTime = new Date(Date.parse(SEED.detail.eventTime) - hours * 3_600_000).toISOString();
  const requestParameters = { networkAclId: ID, ruleNumber: 100, egress: true };
  return change({ eventName, eventTime, eventID: `${eventName} ${hours} h ago`, requestParameters });
}

/** A batch as Lambda hands it over; a text is a body as it is. The messages are numbered from 0. */
export function toBatch(events: readonly (object | string)[], delivery = 1): SQSEvent {
  const Records = events.map((event, index) => ({
    messageId: `${index}`,
    body: typeof event === 'string' ? event : JSON.stringify(event),
    attributes: { ApproximateReceiveCount: `${delivery}` },
  }));
  return { Records } as unknown as SQSEvent;
}

/** How it went with the messages of a batch. */
export interface Delivery {
  /** How often the queue handed over any of them. */
  readonly receives: number;
  /** Ids of the messages that failed each time. */
  readonly deadLetters: readonly string[];
}

/** Delivers as the change queue does: what fails comes again, in a batch without the rest, and dies after five times. */
export async function deliverUntilSettled(
  { guard }: { readonly guard: Guard },
  ...events: readonly (object | string)[]
): Promise<Delivery> {
  let { Records } = toBatch(events);
  let receives = 0;
  while (Records.length > 0 && receives < MOST_RECEIVES) {
    receives += 1;
    const attributes = { ApproximateReceiveCount: `${receives}` };
    const delivered = Records.map(record => ({ ...record, attributes }) as SQSRecord);
    const { batchItemFailures } = await guard({ Records: delivered });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    Records = Records.filter(({ messageId }) => failed.has(messageId));
  }
  return { receives, deadLetters: Records.map(({ messageId }) => messageId) };
}

/** The message settled when it was first received. */
export const AT_ONCE: Delivery = { receives: 1, deadLetters: [] };
/** The message, one by itself, failed once and then settled. */
export const AT_THE_SECOND: Delivery = { receives: 2, deadLetters: [] };
/** The message, one by itself, failed each time. */
export const DEAD: Delivery = { receives: MOST_RECEIVES, deadLetters: ['0'] };
