import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { parseChangeEvent } from '../aws/change-event.ts';
import { parseJson } from '../parsing/json-text.ts';
import { GONE, type ReviewContext } from '../review/interfaces.ts';
import { review } from '../review/review.ts';
import type { Change } from '../review/words/change.ts';

/** A change and the queue's message that carries it. */
interface ChangeMessage {
  readonly messageId: string;
  readonly change: Change;
}

/** Ids of messages that are to be delivered again. */
type FailedMessages = string[];

/**
 * Reviews each network ACL that a batch of change events names, once, however many events name it. Every message ends
 * in one logged outcome, or among the failures, to be delivered again and at last to the dead-letter queue.
 */
export function createGuard(context: ReviewContext) {
  return async ({ Records }: { readonly Records: readonly SQSRecord[] }): Promise<SQSBatchResponse> => {
    const failed: FailedMessages = [];
    const messages = Records.flatMap(record => parseMessage(record, context, failed));
    const changed = Map.groupBy(messages, ({ change }) => change.networkAclId);
    failed.push(...(await reviewAll(changed, context)));
    return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) };
  };
}

/** The change that the record carries, if it is one that has to be reviewed. */
function parseMessage(
  { messageId, body }: SQSRecord,
  context: ReviewContext,
  failed: FailedMessages,
): ChangeMessage[] {
  const messageIds = [messageId];
  try {
    const parsed = parseChangeEvent(parseJson(body), context.networkAcls);
    if (parsed.kind === 'change') return [{ messageId, change: parsed.change }];
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

/** Reads all changed network ACLs in one call and reviews each; one that fails does not hold up the others. */
async function reviewAll(changed: Changed, context: ReviewContext): Promise<FailedMessages> {
  if (changed.size === 0) return [];
  const reading = context.networkAcls.read([...changed.keys()]);
  const reviews = [...changed].map(async ([networkAclId, messages]) => {
    const messageIds = messages.map(({ messageId }) => messageId);
    try {
      const change = latest(messages);
      const read = (await reading).get(networkAclId) ?? GONE;
      const { kind, ...rest } = await review(networkAclId, read, change, context);
      const outcome = { outcome: kind, networkAclId, ...rest, ...toLatency(change, context), messageIds };
      context.log({ level: 'INFO', message: 'review finished', ...outcome });
      return [];
    } catch (error) {
      const failure = { outcome: 'failed', networkAclId, error: String(error), messageIds };
      context.log({ level: 'ERROR', message: 'review failed', ...failure });
      return messageIds;
    }
  });
  return (await Promise.all(reviews)).flat();
}

/** The seconds from the change to its outcome, for the metric. */
function toLatency(change: Change, { clock }: ReviewContext) {
  if (change.at === undefined) return {};
  return { sinceChangeSeconds: Math.max(0, (clock.now().getTime() - change.at.getTime()) / 1_000) };
}

/** The change that happened last: messages come in any order. */
function latest(messages: readonly ChangeMessage[]): Change {
  const time = ({ at }: Change): number => at?.getTime() ?? 0;
  return messages
    .map(({ change }) => change)
    .reduce((last, change) => (time(change) > time(last) ? change : last));
}
