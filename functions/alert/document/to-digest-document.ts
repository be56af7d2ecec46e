import type { Digest, DigestGroup } from '../../review/words/digest.ts';
import { countMembers } from '../report/digest-count.ts';
import type { DigestList } from '../report/digest-lists.ts';
import { toDigestReport } from '../report/digest-report.ts';
import { renderMemberUndo } from '../report/digest-undo.ts';
import { renderDigestPlace, renderDigestWhere } from '../words/place-text.ts';
import { cutText, uncapitalize } from '../words/plain-text.ts';
import { renderDigestSubject } from '../words/subject.ts';
import { type DigestDocument, MOST_ABSENT, MOST_MEMBERS } from './digest-document.ts';
import { countBytes, toJson } from './fit.ts';
import { MOST_BYTES } from './limits.ts';

/** Characters of an error code: those of AWS are shorter, and a hundred of them have to fit. */
const LONGEST_CODE = 64;

/** The digest as a document for programs: as many network ACLs as its size allows. */
export function toDigestDocument(digest: Digest): DigestDocument {
  const { id, kind, about, severity, mode, account, region, at, open, groups } = digest;
  const { headline, lines, fix, lists, assumed, facts, steps, details, closing } = toDigestReport(digest);
  const members = firstMembers(groups, MOST_MEMBERS).flatMap(toMembers);
  return fitLists({
    version: '2',
    ...{ id, kind, about: about.kind, severity, mode, account, region },
    ...{ place: renderDigestPlace(digest), where: renderDigestWhere(digest) },
    title: renderDigestSubject(digest, headline),
    summary: lines.join(' '),
    isNeeded: severity !== 'none',
    at: at.toISOString(),
    open: { low: open.low, medium: open.medium, high: open.high },
    ...{ lines, fix, groups: lists.map(toNullAccount) },
    facts: [...facts, ...assumed.map(toFact)],
    ...{ steps, details, mute: closing },
    members,
    membersOmitted: countMembers(groups) - members.length,
    ...toAbsent(digest),
  });
}

/** A form for chat has no list of them: each says what it is. */
function toFact(assumed: string): string {
  return `Assumed: ${uncapitalize(assumed)}`;
}

function toNullAccount({ account, ...list }: DigestList): DigestDocument['groups'][number] {
  return { account: account ?? null, ...list };
}

function toAbsent({ hub }: Digest): Pick<DigestDocument, 'absent' | 'absentOmitted'> {
  const all = hub?.absent ?? [];
  const absent = all.slice(0, MOST_ABSENT).map(({ account, region, since, reason }) => ({
    ...{ account, region, since: since.toISOString(), kind: reason.kind },
    code: reason.kind === 'unreachable' ? cutText(reason.code, LONGEST_CODE) : null,
  }));
  return { absent, absentOmitted: all.length - absent.length };
}

/** The groups with no more network ACLs than so many in all. */
function firstMembers(groups: readonly DigestGroup[], most: number): DigestGroup[] {
  let room = most;
  return groups.map(group => {
    const members = group.members.slice(0, room);
    room -= members.length;
    return { ...group, members };
  });
}

function toMembers({ account, kind, severity, members }: DigestGroup): DigestDocument['members'] {
  return members.map(member => ({
    ...{ id: member.networkAclId, account, region: member.region },
    ...{ name: member.name ?? null, vpcId: member.vpcId || null },
    ...{ kind, severity, since: member.since.toISOString(), alertId: member.alertId },
    undo: renderMemberUndo(member),
  }));
}

/** Leaves out the last quarter of the network ACLs, and then of the absent members, until the document fits. */
function fitLists(document: DigestDocument): DigestDocument {
  let fitted = document;
  while (countBytes(toJson(fitted)) > MOST_BYTES) {
    const { members, absent = [] } = fitted;
    if (members.length + absent.length === 0) return fitted;
    fitted = members.length > 0 ? withoutLastMembers(fitted) : withoutLastAbsent(fitted);
  }
  return fitted;
}

function withoutLastMembers(document: DigestDocument): DigestDocument {
  const members = firstThreeQuarters(document.members);
  const membersOmitted = document.membersOmitted + document.members.length - members.length;
  return { ...document, members, membersOmitted };
}

function withoutLastAbsent({
  absent: all = [],
  absentOmitted = 0,
  ...document
}: DigestDocument): DigestDocument {
  const absent = firstThreeQuarters(all);
  return { ...document, absent, absentOmitted: absentOmitted + all.length - absent.length };
}

function firstThreeQuarters<T>(items: readonly T[]): readonly T[] {
  return items.slice(0, Math.floor(items.length * 0.75));
}
