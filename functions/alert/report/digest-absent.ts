import type { Digest } from '../../review/words/digest.ts';
import type { Absence, AbsentMember } from '../../review/words/hub-digest.ts';
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
      title: about.kind === 'absence' ? 'Members:' : `${renderAbsentCount(absent)}.`,
      lines: [
        ...shown.map(one => renderAbsent(one, accountNames.get(one.account))),
        ...(rest > 0 ? [`... and ${rest} more`] : []),
      ],
    },
  ];
}

/** `3 members do not report to the hub`. */
export function renderAbsentCount(absent: readonly AbsentMember[]): string {
  const one = absent.length === 1;
  const [members, silent, swept] = one
    ? ['1 member', 'does not report to the hub', 'was not swept']
    : [`${absent.length} members`, 'do not report to the hub', 'were not swept'];
  const isNotSwept = ({ reason }: AbsentMember) => reason.kind === 'not-swept';
  if (absent.length > 0 && absent.every(isNotSwept)) return `${members} ${swept}`;
  return `${members} ${silent}${absent.some(isNotSwept) ? `, or ${swept}` : ''}`;
}

/** `shop (111122223333), eu-west-1: the hub may not read it (AccessDenied), since 2026-11-20`. */
export function renderAbsent({ account, region, since, reason }: AbsentMember, name?: string): string {
  return `${renderNamed(account, name)}, ${region}: ${renderAbsence(reason, renderDay(since))}`;
}

function renderAbsence(reason: Absence, since: string): string {
  switch (reason.kind) {
    case 'unreachable':
      return `the hub may not read it (${reason.code}), since ${since}`;
    case 'silent':
      return `no event since ${since}`;
    case 'not-swept':
      return `no sweep has ended since ${since}`;
  }
}
