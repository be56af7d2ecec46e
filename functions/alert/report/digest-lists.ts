import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { EVERY_PORT } from '../../coverage/space/port-set.ts';
import type { Digest, DigestGroup, DigestMember } from '../../review/words/digest.ts';
import { renderMatch } from '../words/entry-text.ts';
import { joinWords } from '../words/plain-text.ts';
import { renderService } from '../words/service-text.ts';
import { renderMore } from '../words/target-text.ts';
import { renderDuration } from '../words/time-text.ts';
import { countMembers, renderCount } from './digest-count.ts';
import { renderGroupTitle } from './digest-titles.ts';

/** A list with a title; a line for each network ACL, or for several. */
export interface DigestList {
  /** A sentence or two. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** Lines of one cause, and lines of all lists together: the whole digest has at most 40 lines. */
const MOST_NAMES = 9;
const MOST_LINES = 26;
const SERVICES_SHOWN = 3;
/** The title and the blank line before it. */
const HEAD = 2;

/** A list for each group, as many as fit; the last line counts what is left out. */
export function toLists(digest: Digest): DigestList[] {
  const lists: DigestList[] = [];
  let room = MOST_LINES;
  const { groups } = digest;
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    if (room < HEAD + (isLast ? 1 : HEAD + 1)) return [...lists, toRest(groups.slice(index))];
    const list = toList(group, Math.min(MOST_NAMES, room - HEAD - (isLast ? 0 : HEAD)), digest);
    lists.push(list);
    room -= HEAD + list.lines.length;
  }
  return lists;
}

function toList(group: DigestGroup, room: number, digest: Digest): DigestList {
  const { members } = group;
  const isCut = members.length > room;
  const shown = members.slice(0, isCut ? room - 1 : room);
  const rest = members.length - shown.length;
  return {
    title: renderGroupTitle(group),
    lines: [
      ...shown.map(member => renderMember(member, digest)),
      ...(rest > 0 ? [`... and ${rest} more`] : []),
    ],
  };
}

function toRest(groups: readonly DigestGroup[]): DigestList {
  const count = countMembers(groups);
  return { title: `${renderCount(count)} more, of ${groups.length} other kinds.`, lines: [] };
}

/** `bastion, acl-1: SSH (tcp/22) from 203.0.113.0/24`. */
function renderMember(member: DigestMember, { about, at }: Digest): string {
  const { networkAclId, name, services, unpublished } = member;
  const who = name ? `${name}, ${networkAclId}` : networkAclId;
  const isOld = about.kind === 'reminders' || about.kind === 'open';
  // Of what was reported before, the age is the news.
  const sources = isOld ? '' : renderSources(member);
  const what = services.length === 0 ? '' : `: ${renderServices(member)}${sources}`;
  const age = isOld ? `, open for ${renderDuration(at.getTime() - member.since.getTime())}` : '';
  const more =
    unpublished > 0 ? `, ${unpublished} more ${unpublished === 1 ? 'change' : 'changes'} that day` : '';
  return who + what + age + more;
}

function renderServices({ services, servicesOmitted }: DigestMember): string {
  const named = [...new Set(services.map(renderAdmitted))];
  const shown = named.slice(0, SERVICES_SHOWN);
  return joinWords([...shown, ...renderMore(named.length - shown.length + servicesOmitted, 'service')]);
}

function renderAdmitted(entry: NetworkAclEntry): string {
  const { protocol, portRange = EVERY_PORT } = entry;
  if (protocol === TRANSPORTS.tcp) return renderService('tcp', portRange);
  return protocol === TRANSPORTS.udp ? renderService('udp', portRange) : renderMatch(entry);
}

/** ` from 10.128.11.0/24 and 3 more`; everywhere needs no list. */
function renderSources({ sources, sourcesOmitted }: DigestMember): string {
  if (sources.length === 0) return '';
  if (sources.some(block => block.endsWith('/0'))) return ' from anywhere';
  return ` from ${joinWords([sources[0] ?? '', ...renderMore(sources.length - 1 + sourcesOmitted, '')])}`;
}
