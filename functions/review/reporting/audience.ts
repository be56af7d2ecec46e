import type { Log, Subscribers } from '../interfaces.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** Who would get a message that is published now. */
export type Audience =
  /** @param confirmed - those that get it; absent: SNS did not say @param isLarger - some of them were not there before */
  | { readonly kind: 'heard'; readonly confirmed?: readonly string[]; readonly isLarger: boolean }
  /** No subscription is confirmed: a message would reach no one. */
  | { readonly kind: 'not-heard' };

interface AudienceContext {
  readonly subscribers: Subscribers;
  readonly log: Log;
}

/** Where SNS does not say who listens, messages are published: to be silent would be worse. */
export async function readAudience(
  { confirmed: before }: ReporterRecord,
  { subscribers, log }: AudienceContext,
): Promise<Audience> {
  try {
    const { confirmed } = await subscribers.list();
    if (confirmed.length === 0) return { kind: 'not-heard' };
    const isLarger = before !== undefined && confirmed.some(one => !before.includes(one));
    return { kind: 'heard', confirmed, isLarger };
  } catch (error) {
    log({ level: 'WARN', message: 'could not list the subscriptions', error: String(error) });
    return { kind: 'heard', isLarger: false };
  }
}
