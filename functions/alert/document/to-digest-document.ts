import type { Digest, DigestGroup } from '../../review/words/digest.ts';
import { countMembers, renderDigestSubject, renderGroups, renderHeadline } from '../words/digest-text.ts';
import { type DigestDocument, MOST_MEMBERS } from './digest-document.ts';

/** The digest as a document for programs. */
export function toDigestDocument(digest: Digest): DigestDocument {
  const { id, kind, about, severity, mode, account, region, at, open, groups } = digest;
  const members = groups.flatMap(toMembers);
  return {
    version: '2',
    ...{ id, kind, about: about.kind, severity, mode, account, region },
    title: renderDigestSubject(digest),
    summary: `${renderHeadline(digest)}.`,
    at: at.toISOString(),
    open: { low: open.low, medium: open.medium, high: open.high },
    lines: renderGroups(digest),
    members: members.slice(0, MOST_MEMBERS),
    membersOmitted: Math.max(0, countMembers(groups) - MOST_MEMBERS),
  };
}

function toMembers({ kind, severity, members }: DigestGroup): DigestDocument['members'] {
  return members.map(({ networkAclId, name, vpcId, since, alertId }) => ({
    ...{ id: networkAclId, name: name ?? null, vpcId: vpcId || null },
    ...{ kind, severity, since: since.toISOString(), alertId },
  }));
}
