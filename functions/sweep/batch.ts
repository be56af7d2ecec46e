import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseProgress } from './progress.ts';
import { type SweepContext, sweep } from './sweep.ts';

/** Milliseconds that the reviews which are under way when time runs out may still take, and the message to the next invocation after them. */
const RESERVE = 110_000;

/** Sweeps for each message of a batch; one that fails is delivered again, and at last moved to the dead-letter queue. */
export function createSweepHandler(context: SweepContext) {
  return async (
    { Records }: Pick<SQSEvent, 'Records'>,
    lambda: Partial<Pick<Context, 'getRemainingTimeInMillis'>>,
  ): Promise<SQSBatchResponse> => {
    // Only a test without a context has no end.
    const hasTime = () => (lambda.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY) > RESERVE;
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        await sweep(parseProgress(JSON.parse(body)), hasTime, context);
      } catch (error) {
        failed.push(messageId);
        const failure = { outcome: 'failed', error: String(error), messageIds: [messageId] };
        context.log({ level: 'ERROR', message: 'sweep failed', ...failure });
      }
    }
    return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) };
  };
}
