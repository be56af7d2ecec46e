import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseJson } from '../parsing/json-text.ts';
import { asFields } from '../parsing/structures.ts';
import type { ExposureReader } from '../review/interfaces.ts';
import { finishSweep, type ReporterContext, report } from '../review/reporter.ts';
import type { FinishedSweep } from '../review/reporting/reporter-record.ts';
import { handleHubMessage } from './hub-batch.ts';
import type { HubSweepContext } from './hub-context.ts';
import { parseProgress } from './progress.ts';
import { type SweepContext, sweep } from './sweep.ts';

/** Milliseconds that reviews under way may still take, and the message to the next invocation after them. */
const SWEEP_RESERVE = 110_000;
/** Milliseconds that publishing one finding and recording it may take. */
const REPORT_RESERVE = 60_000;
/** As infra/sweep.yml has it. */
const MOST_DELIVERIES = 3;
/** The most that an invocation may take; only a test without a context has no end. Milliseconds. */
const LONGEST = 900_000;

/** What a sweep needs, and how it reads exposure: many network ACLs at once, while there is time. */
export interface SweepBatchContext extends SweepContext {
  readonly createExposureReader: (signal: AbortSignal) => ExposureReader;
}

/**
 * Sweeps, or publishes what is pending, as each message of a batch asks. One that fails is delivered again, and at last
 * moved to the dead-letter queue.
 *
 * @param hub - absent: there is one member, and messages name none
 */
export function createSweepHandler(
  context: SweepBatchContext,
  reporter: ReporterContext,
  hub?: HubSweepContext,
) {
  return async (
    { Records }: Pick<SQSEvent, 'Records'>,
    lambda: Partial<Pick<Context, 'getRemainingTimeInMillis'>>,
  ): Promise<SQSBatchResponse> => {
    // Only a test without a context has no end.
    const remaining = () => lambda.getRemainingTimeInMillis?.() ?? LONGEST;
    const hasTimeToSweep = () => remaining() > SWEEP_RESERVE;
    const timeToReport = () => remaining() - REPORT_RESERVE;
    const toSignal = () => AbortSignal.timeout(Math.max(0, remaining() - SWEEP_RESERVE));
    const handleOwn = async (message: unknown) => {
      if (asFields(message).report !== undefined) return report('request', timeToReport, reporter);
      const exposure = context.createExposureReader(toSignal());
      const swept = await sweep(parseProgress(message), hasTimeToSweep, { ...context, exposure });
      if (swept !== 'continued') await reportSweep(swept, timeToReport, reporter);
    };
    const handle = ({ body, messageId, attributes }: SQSRecord) => {
      const message = parseJson(body);
      if (hub === undefined) return handleOwn(message);
      const isLastTry = isLastDelivery(attributes);
      const time = { hasTime: hasTimeToSweep, timeToReport, signal: toSignal(), isLastTry };
      return handleHubMessage(message, messageId, time, hub, reporter);
    };
    const failed: string[] = [];
    for (const record of Records) {
      const { messageId } = record;
      try {
        await handle(record);
      } catch (error) {
        failed.push(messageId);
        const failure = { outcome: 'failed', error: String(error), messageIds: [messageId] };
        context.log({ level: 'ERROR', message: 'sweep failed', ...failure });
      }
    }
    return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) };
  };
}

/** A bare event has no attributes: it is delivered once, and no plan waits for it. */
function isLastDelivery(attributes: Partial<SQSRecord['attributes']> | undefined): boolean {
  return Number(attributes?.ApproximateReceiveCount ?? 1) >= MOST_DELIVERIES;
}

async function reportSweep(
  swept: FinishedSweep,
  timeLeft: () => number,
  reporter: ReporterContext,
): Promise<void> {
  await finishSweep(swept, reporter);
  await report('sweep-end', timeLeft, reporter);
}
