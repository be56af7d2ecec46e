import type { MiddlewareObj } from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

/** The id of the one message that a bare event becomes: the same for each. */
export const BARE = 'bare-event';

/**
 * Lets the handler be given a bare EventBridge event (a test in the console, a rule without a queue) as well as an SQS
 * batch: it becomes a batch of one, and its failure is thrown, since no queue reads the failures of such a batch.
 */
export function eventBatch(): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  return {
    before: request => {
      const event: unknown = request.event;
      if (isBatch(event)) return;
      request.event = {
        Records: [{ messageId: BARE, body: toBody(event) }],
      } as unknown as SQSEvent;
    },
    after: request => {
      const failed = request.response?.batchItemFailures.some(
        ({ itemIdentifier }) => itemIdentifier === BARE,
      );
      if (failed) throw new Error('the event was not reviewed: the log says why');
    },
  };
}

/** @throws Error for what JSON.parse of the runtime reads, but JSON.stringify cannot write */
function toBody(event: unknown): string {
  try {
    return JSON.stringify(event ?? null);
  } catch (error) {
    if (error instanceof RangeError) throw new Error('invalid event: nested too deep');
    throw error;
  }
}

function isBatch(event: unknown): event is SQSEvent {
  return typeof event === 'object' && event !== null && Array.isArray((event as Partial<SQSEvent>).Records);
}
