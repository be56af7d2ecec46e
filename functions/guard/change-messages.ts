import type { SQSRecord } from 'aws-lambda';
import type { ReviewContext } from '../review/interfaces.ts';
import type { Change, LatestChange } from '../review/words/change.ts';

/** As infra/change-queue.yml has it. */
const MOST_DELIVERIES = 5;

/** A change and the queue's message that carries it. */
export interface ChangeMessage {
  readonly messageId: string;
  readonly change: Change;
  /** 1 where it is delivered for the first time. */
  readonly delivery: number;
}

/** A bare event has no attributes: it is delivered once. */
export function toDelivery(attributes: Partial<SQSRecord['attributes']> | undefined): number {
  return Number(attributes?.ApproximateReceiveCount ?? 1);
}

/**
 * Of five deliveries, the third and the fourth may publish without a record: the table has then failed for half an hour.
 * The next delivery brings the record up to date.
 */
export function forDelivery(messages: readonly ChangeMessage[], context: ReviewContext): ReviewContext {
  const { alerts, ...rest } = context;
  const delivery = Math.max(...messages.map(message => message.delivery));
  const publishes = delivery === 3 || delivery === 4;
  const isLastTry = delivery >= MOST_DELIVERIES;
  return { ...rest, ...(publishes && alerts && { alerts }), mayBeHeard: delivery > 3, isLastTry };
}

/** The seconds from the change to its outcome, for the metric. */
export function toLatency(change: Change, { clock }: ReviewContext) {
  if (change.at === undefined) return {};
  return { sinceChangeSeconds: Math.max(0, (clock.now().getTime() - change.at.getTime()) / 1_000) };
}

/** The change that happened last, with those before it: messages come in any order. */
export function latest(messages: readonly ChangeMessage[]): LatestChange {
  const time = ({ at }: Change): number => at?.getTime() ?? 0;
  const [last, ...before] = messages
    .map(({ change }) => change)
    .toSorted((one, other) => time(other) - time(one)) as [Change, ...Change[]];
  return { ...last, earlier: before.toReversed() };
}
