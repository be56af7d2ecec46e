import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { parseChangeEvent } from '../aws/change-event.ts';
import { parseJson } from '../parsing/json-text.ts';
import { GONE, type ReviewContext } from '../review/interfaces.ts';
import type { Outcome } from '../review/outcome.ts';
import { toKey } from '../review/record.ts';
import { review } from '../review/review.ts';
import { UnreachableError } from '../review/unreachable.ts';
import type { Change, LatestChange } from '../review/words/change.ts';
import { type Ignored, type OwnerContext, toIgnored } from './network-acls-of-others.ts';
import { type RequestReport, tryToRequestReport } from './request-report.ts';

/** All that guard needs from outside. */
export interface GuardContext extends ReviewContext, OwnerContext {
  readonly requestReport: RequestReport;
}

/** As infra/change-queue.yml has it. */
const MOST_DELIVERIES = 5;

/** A change and the queue's message that carries it. */
interface ChangeMessage {
  readonly messageId: string;
  readonly change: Change;
  /** 1 where it is delivered for the first time. */
  readonly delivery: number;
}

/** Ids of messages that are to be delivered again. */
type FailedMessages = string[];

/**
 * Reviews each network ACL that a batch of change events names, once, however many events name it. Every message ends
 * in one logged outcome, or among the failures, to be delivered again and at last to the dead-letter queue.
 */
export function createGuard(context: GuardContext) {
  return async ({ Records }: { readonly Records: readonly SQSRecord[] }): Promise<SQSBatchResponse> => {
    const failed: FailedMessages = [];
    const messages = Records.flatMap(record => parseMessage(record, context, failed));
    const changed = Map.groupBy(messages, ({ change }) => change.networkAclId);
    failed.push(...(await reviewAll(changed, context)));
    return { batchItemFailures: [...new Set(failed)].map(itemIdentifier => ({ itemIdentifier })) };
  };
}

/** The changes that the record carries, of one network ACL or of several. */
function parseMessage(
  { messageId, body, attributes }: SQSRecord,
  context: ReviewContext,
  failed: FailedMessages,
): ChangeMessage[] {
  const messageIds = [messageId];
  try {
    const parsed = parseChangeEvent(parseJson(body), context.networkAcls);
    const delivery = toDelivery(attributes);
    if (parsed.kind === 'change') return [{ messageId, change: parsed.change, delivery }];
    if (parsed.kind === 'tags') return parsed.changes.map(change => ({ messageId, change, delivery }));
    const { kind: outcome, ...rest } = parsed;
    context.log({ level: 'INFO', message: 'review finished', outcome, ...rest, messageIds });
  } catch (error) {
    failed.push(messageId);
    const failure = { outcome: 'failed', error: String(error), messageIds };
    context.log({ level: 'ERROR', message: 'invalid event', ...failure });
  }
  return [];
}

/** A bare event has no attributes: it is delivered once. */
function toDelivery(attributes: Partial<SQSRecord['attributes']> | undefined): number {
  return Number(attributes?.ApproximateReceiveCount ?? 1);
}

type Changed = ReadonlyMap<string, readonly ChangeMessage[]>;

/**
 * Reviews all changed network ACLs. One that fails does not hold up the others. Where entries may be written, one review
 * follows the other: side by side they would have EC2 throttle the account. Each then reads for itself, since a list that
 * was read minutes ago may be older than what another review has recorded.
 */
async function reviewAll(changed: Changed, context: GuardContext): Promise<FailedMessages> {
  if (changed.size === 0) return [];
  const read = (ids: readonly string[]) => context.networkAcls.read(ids);
  const reviewed: Reviewed[] = [];
  if (context.settings.mode === 'notify') {
    const reading = read([...changed.keys()]);
    const reviews = [...changed].map(([id, messages]) => reviewChanged(id, messages, reading, context));
    reviewed.push(...(await Promise.all(reviews)));
  } else
    for (const [id, messages] of changed)
      reviewed.push(await reviewChanged(id, messages, read([id]), context));
  const pending = reviewed.filter(({ outcome }) => outcome?.kind === 'pending');
  const keys = pending.map(({ networkAclId }) => toKey(networkAclId, context));
  if (keys.length > 0) await tryToRequestReport(keys, context);
  return reviewed.flatMap(({ failed }) => failed);
}

type Reading = ReturnType<ReviewContext['networkAcls']['read']>;
type Unreached = Extract<Outcome, { readonly kind: 'unreachable' }>;

/** The outcome of reviewing one network ACL; without one, the messages have to be delivered again. */
interface Reviewed {
  readonly networkAclId: string;
  readonly outcome?: Outcome | Ignored;
  readonly failed: FailedMessages;
}

async function reviewChanged(
  networkAclId: string,
  messages: readonly ChangeMessage[],
  reading: Reading,
  context: GuardContext,
): Promise<Reviewed> {
  const messageIds = messages.map(({ messageId }) => messageId);
  try {
    const change = latest(messages);
    const read = await orUnreachable(reading);
    const found = 'code' in read ? read : (read.get(networkAclId) ?? GONE);
    const outcome =
      toIgnored(found, context) ??
      (found.kind === 'unreachable'
        ? found
        : await review(networkAclId, found, change, forDelivery(messages, context)));
    const { kind, ...rest } = outcome;
    const line = { outcome: kind, networkAclId, ...rest, ...toLatency(change, context), messageIds };
    context.log({ level: 'INFO', message: 'review finished', ...line });
    return { networkAclId, outcome, failed: [] };
  } catch (error) {
    const failure = { outcome: 'failed', networkAclId, error: String(error), messageIds };
    context.log({ level: 'ERROR', message: 'review failed', ...failure });
    return { networkAclId, failed: messageIds };
  }
}

/**
 * A member that the hub may not read is an outcome: to deliver the message again would change nothing. Only before a
 * review: what it has begun to write must be reported.
 */
async function orUnreachable(reading: Reading): Promise<Awaited<Reading> | Unreached> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreachableError) return { kind: 'unreachable', code: error.code };
    throw error;
  }
}

/**
 * Of five deliveries, the third and the fourth may publish without a record: the table has then failed for half an hour.
 * The next delivery brings the record up to date.
 */
function forDelivery(messages: readonly ChangeMessage[], context: GuardContext): ReviewContext {
  const { alerts, ...rest } = context;
  const delivery = Math.max(...messages.map(message => message.delivery));
  const publishes = delivery === 3 || delivery === 4;
  const isLastTry = delivery >= MOST_DELIVERIES;
  return { ...rest, ...(publishes && alerts && { alerts }), mayBeHeard: delivery > 3, isLastTry };
}

/** The seconds from the change to its outcome, for the metric. */
function toLatency(change: Change, { clock }: ReviewContext) {
  if (change.at === undefined) return {};
  return { sinceChangeSeconds: Math.max(0, (clock.now().getTime() - change.at.getTime()) / 1_000) };
}

/** The change that happened last, with those before it: messages come in any order. */
function latest(messages: readonly ChangeMessage[]): LatestChange {
  const time = ({ at }: Change): number => at?.getTime() ?? 0;
  const [last, ...before] = messages
    .map(({ change }) => change)
    .toSorted((one, other) => time(other) - time(one)) as [Change, ...Change[]];
  return { ...last, earlier: before.toReversed() };
}
