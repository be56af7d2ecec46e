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

/**
 * Where the role may not ask who listens, messages are published: to be silent would be worse. Where SNS fails, what it
 * said last counts.
 *
 * @throws where SNS fails and never said it
 */
export async function readAudience(
  { confirmed: before }: ReporterRecord,
  { subscribers, log }: AudienceContext,
): Promise<Audience> {
  const listed = await subscribers.list().catch((error: unknown) => {
    log({ level: 'WARN', message: 'could not list the subscriptions', error: String(error) });
    if (before === undefined) throw error;
    return { confirmed: before };
  });
  if (listed === 'not-allowed') {
    log({ level: 'WARN', message: 'the role may not list the subscriptions: all messages are published' });
    return { kind: 'heard', isLarger: false };
  }
  const { confirmed } = listed;
  if (confirmed.length === 0) return { kind: 'not-heard' };
  const isLarger = before !== undefined && confirmed.some(one => !before.includes(one));
  return { kind: 'heard', confirmed, isLarger };
}
