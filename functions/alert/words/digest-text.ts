import type { Digest, DigestGroup, DigestMember } from '../../review/words/digest.ts';
import { renderMatch } from './entry-text.ts';
import { cutText, joinFirst } from './plain-text.ts';

/** SNS takes at most 99 characters. */
const SUBJECT_LENGTH = 99;
/** Of a cause, and of the whole digest. */
const MOST_NAMES = 8;
const MOST_LINES = 24;
const SERVICES_SHOWN = 4;

/** The title of the digest: the subject of the email. */
export function renderDigestSubject(digest: Digest): string {
  const { severity, account, region } = digest;
  const state = severity === 'none' ? 'ok' : severity;
  const subject = `[${state}] ${renderHeadline(digest)} (${account} ${region})`;
  return cutText(subject.replaceAll(/[^ -~]/g, '?'), SUBJECT_LENGTH);
}

/** How many network ACLs need attention. */
export function renderHeadline({ about, open, groups }: Digest): string {
  if (about.kind === 'all-well') return `All ${about.sweep.evaluated} network ACLs let replies out`;
  const count = open.low + open.medium + open.high;
  if (count === 0) return `${countMembers(groups)} network ACLs were reviewed, and need nothing`;
  const of = 'sweep' in about ? ` of ${about.sweep.evaluated}` : '';
  const still = about.kind === 'reminders' ? ' still' : '';
  return `${count}${of} network ACLs${still} block replies`;
}

/** A heading for each group, and a line for each of its members, as many as fit. */
export function renderGroups({ groups }: Digest): string[] {
  let room = MOST_LINES;
  return groups.flatMap(group => {
    const { kind, severity, members } = group;
    const shown = members.slice(0, Math.min(MOST_NAMES, room));
    room -= shown.length;
    const rest = members.length - shown.length;
    return [
      `${severity} (${members.length}): ${kind}`,
      ...shown.map(member => `  - ${renderMember(member)}`),
      ...(rest > 0 ? [`  - ... and ${rest} more`] : []),
    ];
  });
}

function renderMember({ networkAclId, name, services, sources }: DigestMember): string {
  const who = name ? `${name}, ${networkAclId}` : networkAclId;
  if (services.length === 0) return who;
  const matches = [...new Set(services.map(renderMatch))];
  return `${who}: ${joinFirst(matches, SERVICES_SHOWN, 'services')} from ${joinFirst(sources, SERVICES_SHOWN, 'CIDR blocks')}`;
}

export function countMembers(groups: readonly DigestGroup[]): number {
  return groups.reduce((sum, { members }) => sum + members.length, 0);
}

/** The digest as plain text. */
export function renderDigestText(digest: Digest): string {
  const { groups, region, id } = digest;
  const command = `  nacl-ephemeral-guard check --region ${region}${groups.length > 0 ? ' --fix cli' : ' --all'}`;
  const parts = [
    [`${renderHeadline(digest)}.`],
    renderGroups(digest),
    ['See all:', '', command],
    [`Digest ${id}.`],
  ].filter(lines => lines.length > 0);
  return `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`;
}
