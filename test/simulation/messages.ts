import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { MOST_ALERTS } from '../../functions/review/finding.ts';
import type { Lived } from './lived.ts';
import type { Published } from './story.ts';

const SECOND = 1_000;
const DAY = 86_400_000;
/** Messages that are published within a second at most; SNS cancels email subscriptions above ten. */
const MOST_A_SECOND = 4;

/** What is wrong with the messages, whatever they say. */
export function findWrongMessages(schedule: Lived): string[] {
  return [
    ...findUnheard(schedule),
    ...findTooFast(schedule),
    ...findTooMany(schedule),
    ...findTwice(schedule),
  ];
}

/** What no one hears must not count as reported. A review that publishes without a record does not ask who listens. */
function findUnheard({ story, confirmedAt }: Lived): string[] {
  const early = story.published.filter(({ at, by }) => at < confirmedAt && by === 'sweep');
  return early.map(({ alert, at }) => `an alert was published that no one heard: ${alert.kind} at ${at}`);
}

/** Of the reporter: a review that publishes without a record waits, too, and no more than two run at once. */
function findTooFast({ story }: Lived): string[] {
  const messages = story.messages.filter(({ by }) => by === 'sweep');
  const counts = messages.map(
    ({ at }) => messages.filter(other => at <= other.at && other.at < at + SECOND).length,
  );
  const most = Math.max(0, ...counts);
  return most > MOST_A_SECOND ? [`${most} messages within a second`] : [];
}

/** Alerts of the reporter about one network ACL alone; a repetition after a fault has the same id, and a digest is about all. */
function findTooMany({ story, region }: Lived): string[] {
  return region.ids.flatMap(id => {
    const alone = story.messages.filter(
      ({ message, by }) => by === 'sweep' && message.kind !== 'digest' && message.networkAclId === id,
    );
    const ofDay = alone.map(({ at }) => {
      const same = alone.filter(other => at <= other.at && other.at < at + DAY);
      return new Set(same.map(({ message }) => message.id)).size;
    });
    const most = Math.max(0, ...ofDay);
    return most > MOST_ALERTS ? [`${most} alerts about ${id} within a day`] : [];
  });
}

/**
 * What was in one message is not said again by another one: after a cut-off, the same message is repeated. After a network
 * ACL was deleted, a slower review that read it before may leave again what another one has removed.
 */
function findTwice({ story, region }: Lived): string[] {
  const recorded = story.published.filter(({ by }) => by === 'sweep');
  const byAlert = Map.groupBy(recorded, ({ alert }) => alert.id);
  return [...byAlert].flatMap(([alertId, some]) => {
    const messageIds = new Set(withoutLate(some, region).map(({ messageId }) => messageId));
    return messageIds.size > 1 ? [`an alert was published in ${messageIds.size} messages: ${alertId}`] : [];
  });
}

/** What was published until the network ACL was deleted, if it was. */
function withoutLate(some: readonly Published[], region: Lived['region']): readonly Published[] {
  const [first] = some;
  if (first === undefined) return some;
  const isGone = (networkAcl: NetworkAcl | undefined) => networkAcl === undefined;
  const deletedAt = region.firstSince(first.alert.networkAclId, first.at, isGone);
  return some.filter(({ at }) => deletedAt === undefined || at < deletedAt);
}
