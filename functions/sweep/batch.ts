import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseJson } from '../parsing/json-text.ts';
import type { ExposureReader } from '../review/interfaces.ts';
import { parseProgress } from './progress.ts';
import { type SweepContext, sweep } from './sweep.ts';

/** Milliseconds that the reviews which are under way when time runs out may still take, and the message to the next invocation after them. */
const RESERVE = 110_000;

/** What a sweep needs, and how it reads exposure: many network ACLs at once, while there is time. */
export interface SweepBatchContext extends SweepContext {
  readonly createExposureReader: (signal: AbortSignal) => ExposureReader;
}

/** The most that an invocation may take; only a test without a context has no end. Milliseconds. */
const LONGEST = 900_000;

/** Sweeps for each message of a batch; one that fails is delivered again, and at last moved to the dead-letter queue. */
export function createSweepHandler(context: SweepBatchContext) {
  return async (
    { Records }: Pick<SQSEvent, 'Records'>,
    lambda: Partial<Pick<Context, 'getRemainingTimeInMillis'>>,
  ): Promise<SQSBatchResponse> => {
    const timeLeft = () => (lambda.getRemainingTimeInMillis?.() ?? LONGEST) - RESERVE;
    const hasTime = () => timeLeft() > 0;
    const failed: string[] = [];
    for (const { messageId, body } of Records) {
      try {
        const exposure = context.createExposureReader(AbortSignal.timeout(Math.max(0, timeLeft())));
        await sweep(parseProgress(parseJson(body)), hasTime, { ...context, exposure });
      } catch (error) {
        failed.push(messageId);
        const failure = { outcome: 'failed', error: String(error), messageIds: [messageId] };
        context.log({ level: 'ERROR', message: 'sweep failed', ...failure });
      }
    }
    return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) };
  };
}
