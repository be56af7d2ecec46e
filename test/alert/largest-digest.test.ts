import { describe, expect, it } from 'vitest';
import { MOST_BYTES, MOST_EMAIL_BYTES } from '../../functions/alert/document/limits.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import type { Digest, DigestAbout, DigestGroup } from '../../functions/review/words/digest.ts';
import type { HubDigest } from '../../functions/review/words/hub-digest.ts';
import { digest, digestGroup, digestMember } from '../fixtures/digests.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';
import { findFormFaults } from './forms/form-faults.ts';

/** What makes the longest escape of JSON in JSON, and what has four bytes a character. */
const LONGEST_TEXTS = ['&'.repeat(300), '"'.repeat(300), '😀'.repeat(150), 'x'.repeat(300)];
const MEMBERS = 400;
const MANY_MEMBERS = 10_000;
const GROUPS = 40;
const AT = new Date('2026-11-20T06:00:00Z');

const numbered = <T>(count: number, toItem: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => toItem(index));

/** Each network ACL with as much as there can be. */
function toMembers(text: string, count: number) {
  const services = ingress(...numbered(10, index => `${100 + index} allow tcp ${60_000 + index}-65535 ::/0`));
  const added = egress(
    ...numbered(
      20,
      index => `${100 + index} allow tcp 1024-65535 2001:db8:${index}:ffff:ffff:ffff:ffff:fff0/124`,
    ),
  );
  return numbered(count, index =>
    digestMember(`acl-${String(index).padStart(17, '0')}`, {
      ...{ name: text, vpcName: text, owner: text, services, servicesOmitted: 9, added, unpublished: 999 },
      ...{ sources: numbered(10, () => text), sourcesOmitted: 9, targetsOmitted: 9 },
      targets: numbered(10, () => ({ type: 'load balancer', name: text }) as const),
    }),
  );
}

function toChange(text: string) {
  const target = { kind: 'association', associationId: text } as const;
  return {
    ...({ networkAclId: 'acl-0', action: 'ReplaceNetworkAclAssociation', region: 'ap-southeast-2' } as const),
    ...{ actor: text, userAgent: text, sourceAddress: text, eventId: text, at: AT, target },
  };
}

function toGroups(text: string, count: number): DigestGroup[] {
  const members = toMembers(text, count);
  const reason = { kind: 'malformed', field: text, found: text, expected: text } as const;
  return numbered(GROUPS, index =>
    digestGroup(members.slice((index * count) / GROUPS, ((index + 1) * count) / GROUPS), {
      ...{ account: String(100_000_000_000 + index), change: toChange(text), kind: 'remediated' },
      cause: { kind: 'unreadable', reason },
    }),
  );
}

const toHub = (text: string): HubDigest => ({
  ...{ about: 'organisation', accounts: 1_000 },
  accountNames: new Map(numbered(GROUPS, index => [String(100_000_000_000 + index), text])),
  absent: numbered(1_000, index => ({
    ...{ account: String(index).padStart(12, '0'), region: 'ap-southeast-2', since: AT },
    reason: { kind: 'unreachable', code: text },
  })),
});

const bytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

const SIZES = [
  ...LONGEST_TEXTS.map(text => [MEMBERS, text] as const),
  [MANY_MEMBERS, '&'.repeat(300)] as const,
];

describe.each(SIZES)('a digest of %i network ACLs with long texts', (count, text) => {
  const groups = toGroups(text, count);
  const merged = [digestGroup(groups.flatMap(group => group.members))];
  const span = { first: AT, last: AT };
  const burst: DigestAbout = { kind: 'burst', burst: { change: toChange(text), isSameChange: true, span } };

  it.each<readonly [name: string, changed: Partial<Digest>]>([
    ['by cause', { groups }],
    ['by account', { groups, hub: toHub(text) }],
    ['of one burst', { about: burst, groups: merged }],
    ['of one burst in a hub', { about: burst, groups: merged, hub: toHub(text) }],
  ])(
    'is taken by the topic, in every form: %s',
    (_, changed) => {
      const message = renderMessage(digest([digestMember('acl-0')], { ...changed, nextReminderAt: AT }));
      expect(findFormFaults(message)).toEqual([]);
      expect(bytes(message.texts.email)).toBeLessThanOrEqual(MOST_EMAIL_BYTES);
      expect(bytes(message.texts.lambda)).toBeLessThanOrEqual(MOST_BYTES);
      const document = JSON.parse(message.texts.lambda);
      expect(document.members.length + document.membersOmitted).toBe(count);
      expect(message.texts.email.endsWith(' Digest 5d1e2f30a4b5c6d7.\n')).toBe(true);
    },
    60_000,
  );
});
