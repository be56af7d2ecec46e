import { ExpiringMap } from '../aws/exposure/expiring-map.ts';
import type { Clock, Log } from '../review/interfaces.ts';
import { formatMember, type Member } from '../review/member.ts';
import type { Sign } from '../review/registry.ts';

/** Milliseconds for which a member is taken to be on record. */
const HOUR = 3_600_000;
/** Members that a warm instance remembers. */
const MOST_MEMBERS = 10_000;

/**
 * Records that a change of a member arrived, once an hour at most. Where the table does not answer, the next change
 * of the member does it.
 */
export function noteChanges(
  recordSign: (member: Member, at: Date, by: Sign) => Promise<unknown>,
  clock: Clock,
  log: Log,
): (member: Member) => Promise<void> {
  const noted = new ExpiringMap<true>(HOUR, MOST_MEMBERS, () => clock.now().getTime());
  return async member => {
    const key = formatMember(member);
    if (noted.get(key)) return;
    try {
      await recordSign(member, clock.now(), 'change');
      noted.set(key, true);
    } catch (error) {
      log({ level: 'ERROR', message: 'could not register the member', ...member, error: String(error) });
    }
  };
}
