import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { parseChangeEvent } from '../aws/change-event.ts';
import { parseJson } from '../parsing/json-text.ts';
import { GONE, type ReviewContext } from '../review/interfaces.ts';
import type { Outcome } from '../review/outcome.ts';
import { toKey } from '../review/record.ts';
import { review } from '../review/review.ts';
import { UnreachableError } from '../review/unreachable.ts';
import { type ChangeMessage, forDelivery, latest, toDelivery, toLatency } from './change-messages.ts';
import { type Ignored, type OwnerContext, toIgnored } from './network-acls-of-others.ts';
import { type RequestReport, tryToRequestReport } from './request-report.ts';

/** All that guard needs from outside. */
export interface GuardContext extends ReviewContext, OwnerContext {
  readonly requestReport: RequestReport;
}

/**
 * Milliseconds in which reviews begin; the function has 120 seconds, and a review takes up to a minute where EC2 hangs.
 * Without it Lambda ends the batch, and changes of other accounts in it are delivered again, too.
 */
const BEGIN_WITHIN = 50_000;

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
  } else {
    const end = context.clock.now().getTime() + BEGIN_WITHIN;
    const hasTime = () => context.clock.now().getTime() < end;
    for (const [id, messages] of changed)
      reviewed.push(
        hasTime()
          ? await reviewChanged(id, messages, read([id]), context)
          : toFailed(id, messages, 'no time is left after the reviews before it', context),
      );
  }
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
    return toFailed(networkAclId, messages, String(error), context);
  }
}

function toFailed(
  networkAclId: string,
  messages: readonly ChangeMessage[],
  error: string,
  { log }: GuardContext,
): Reviewed {
  const messageIds = messages.map(({ messageId }) => messageId);
  log({
    ...{ level: 'ERROR', message: 'review failed' },
    ...{ outcome: 'failed', networkAclId, error, messageIds },
  });
  return { networkAclId, failed: messageIds };
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
