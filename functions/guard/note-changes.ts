import { ExpiringMap } from '../aws/exposure/expiring-map.ts';
import type { Clock, Log } from '../review/interfaces.ts';
import { formatMember, type Member } from '../review/member.ts';
import { type Sign, toSignTime } from '../review/registry.ts';

/** Milliseconds for which a member is taken to be on record. */
const HOUR = 3_600_000;
/** Members that a warm instance remembers. */
const MOST_MEMBERS = 10_000;

/** Has a change on record. @param at - when it happened; absent: its event does not say */
export type NoteChange = (member: Member, at?: Date) => Promise<void>;

/**
 * Records that a change of a member arrived, once an hour at most. A change from before the member was removed does not
 * count. Where the table does not answer, the next change
 * of the member does it.
 */
export function noteChanges(
  recordSign: (member: Member, at: Date, by: Sign) => Promise<unknown>,
  clock: Clock,
  log: Log,
): NoteChange {
  const noted = new ExpiringMap<true>(HOUR, MOST_MEMBERS, () => clock.now().getTime());
  return async (member, at) => {
    const key = formatMember(member);
    if (noted.get(key)) return;
    try {
      const recorded = await recordSign(member, toSignTime(at, clock.now()), 'change');
      if (recorded !== 'removed') noted.set(key, true);
    } catch (error) {
      log({ level: 'ERROR', message: 'could not register the member', ...member, error: String(error) });
    }
  };
}
