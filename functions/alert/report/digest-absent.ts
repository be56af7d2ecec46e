import type { Digest } from '../../review/words/digest.ts';
import type { AbsentMember } from '../../review/words/hub-digest.ts';
import { renderNamed } from '../words/place-text.ts';
import { renderDay } from '../words/time-text.ts';
import type { DigestList } from './digest-lists.ts';

/** Members that an email names; the document has more. */
const MOST_ABSENT = 6;

/** The members that do not report, a line each. */
export function toAbsentList({ about, hub }: Pick<Digest, 'about' | 'hub'>): DigestList[] {
  if (hub === undefined || hub.absent.length === 0) return [];
  const { absent, accountNames } = hub;
  const isCut = absent.length > MOST_ABSENT;
  const shown = absent.slice(0, isCut ? MOST_ABSENT - 1 : MOST_ABSENT);
  const rest = absent.length - shown.length;
  return [
    {
      title: about.kind === 'absence' ? 'Members:' : `${renderAbsentCount(absent.length)}.`,
      lines: [
        ...shown.map(one => renderAbsent(one, accountNames.get(one.account))),
        ...(rest > 0 ? [`... and ${rest} more`] : []),
      ],
    },
  ];
}

/** `3 members do not report to the hub`. */
export function renderAbsentCount(count: number): string {
  return count === 1 ? '1 member does not report to the hub' : `${count} members do not report to the hub`;
}

/** `shop (111122223333), eu-west-1: the hub may not read it (AccessDenied), since 2026-11-20`. */
export function renderAbsent({ account, region, since, reason }: AbsentMember, name?: string): string {
  const where = `${renderNamed(account, name)}, ${region}`;
  const why =
    reason.kind === 'unreachable'
      ? `the hub may not read it (${reason.code}), since ${renderDay(since)}`
      : `no event since ${renderDay(since)}`;
  return `${where}: ${why}`;
}
