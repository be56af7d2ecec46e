import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { EVERY_PORT } from '../../coverage/space/port-set.ts';
import type { Digest, DigestGroup, DigestMember } from '../../review/words/digest.ts';
import { renderMatch } from '../words/entry-text.ts';
import { renderHeading } from '../words/place-text.ts';
import { joinWords } from '../words/plain-text.ts';
import { renderService } from '../words/service-text.ts';
import { renderMore } from '../words/target-text.ts';
import { renderDuration } from '../words/time-text.ts';
import { toAbsentList } from './digest-absent.ts';
import { countMembers, renderCount } from './digest-count.ts';
import { renderGroupTitle } from './digest-titles.ts';

/** A list with a title; a line for each network ACL, or for several. */
export interface DigestList {
  /** The account that this list and the next ones are about; absent: as of the list before, or the digest names none. */
  readonly account?: string;
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

/** A list for each group, as many as fit, and one of the members that do not report. */
export function toLists(digest: Digest): DigestList[] {
  const absent = toAbsentList(digest);
  const taken = absent.reduce((sum, { lines }) => sum + HEAD + lines.length, 0);
  return [...toGroupLists(digest, MOST_LINES - taken), ...absent];
}

/** The last line counts what is left out. */
function toGroupLists(digest: Digest, most: number): DigestList[] {
  const lists: DigestList[] = [];
  let room = most;
  const { groups, hub } = digest;
  for (const [index, group] of groups.entries()) {
    const isLast = index === groups.length - 1;
    const isOther = hub !== undefined && group.account !== groups[index - 1]?.account;
    const head = HEAD + (isOther ? 1 : 0);
    if (room < head + (isLast ? 1 : HEAD + 1)) return [...lists, toRest(groups.slice(index), digest)];
    const list = toList(group, Math.min(MOST_NAMES, room - head - (isLast ? 0 : HEAD)), digest);
    lists.push({ ...(isOther && hub && { account: renderHeading(group.account, hub) }), ...list });
    room -= head + list.lines.length;
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

function toRest(groups: readonly DigestGroup[], { hub }: Digest): DigestList {
  const count = renderCount(countMembers(groups));
  if (hub === undefined) return { title: `${count} more, of ${groups.length} other kinds.`, lines: [] };
  const accounts = new Set(groups.map(({ account }) => account)).size;
  return { title: `${count} more, in ${accounts} account${accounts === 1 ? '' : 's'}.`, lines: [] };
}

/**
 * `bastion, acl-1: SSH (tcp/22) from 203.0.113.0/24`; of a hub `bastion, acl-1, eu-west-1: ...`. Without a name the VPC says
 * which one it is: AWS's default network ACLs have none.
 */
function renderMember(member: DigestMember, { about, at, hub }: Digest): string {
  const { networkAclId, name, vpcId, region, services, unpublished } = member;
  const id = name || vpcId === '' ? networkAclId : `${networkAclId} (${renderVpcName(member)})`;
  const who = [...(name ? [name] : []), id, ...(hub ? [region] : [])].join(', ');
  const isOld = about.kind === 'reminders' || about.kind === 'open';
  // Of what was reported before, the age is the news.
  const sources = isOld ? '' : renderSources(member);
  const what = services.length === 0 ? '' : `: ${renderServices(member)}${sources}`;
  const age = isOld ? `, open for ${renderDuration(at.getTime() - member.since.getTime())}` : '';
  const more =
    unpublished > 0 ? `, ${unpublished} more ${unpublished === 1 ? 'change' : 'changes'} that day` : '';
  return who + what + age + more;
}

/** `VPC shop-prod`, or the id, which says what it is. */
export function renderVpcName({ vpcId, vpcName }: Pick<DigestMember, 'vpcId' | 'vpcName'>): string {
  return vpcName ? `VPC ${vpcName}` : vpcId || 'VPC not known';
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

/** ` from 10.128.11.0/24 and 3 more`; everywhere needs no list. What the subnets call is `to` somewhere. */
function renderSources({ services, sources, sourcesOmitted }: DigestMember): string {
  const way = services[0]?.direction === 'egress' ? 'to' : 'from';
  if (sources.length === 0) return '';
  if (sources.some(block => block.endsWith('/0'))) return ` ${way} anywhere`;
  return ` ${way} ${joinWords([sources[0] ?? '', ...renderMore(sources.length - 1 + sourcesOmitted, '')])}`;
}
