import { describe, expect, it } from 'vitest';
import { parseAlertDocument } from '../../functions/alert/document/parse-document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { digest, digestGroup, digestMember } from '../fixtures/digests.ts';
import { findEmailFaults } from './email/email-faults.ts';
import { expectHarmless, expectWithinLimits } from './slack/slack-message.ts';

const SWEEP = {
  kind: 'sweep',
  sweep: {
    at: new Date('2026-11-20T06:00:00Z'),
    ...{ evaluated: 60_000, covered: 5, low: 1, muted: 1, unused: 1, failed: 1 },
    ...{ withShadowedDenies: 1, shadowedDenies: [] },
  },
} as const;
const ABSENT = {
  ...{ account: '222222222222', region: 'eu-west-1', since: new Date('2026-11-18T06:00:00Z') },
  reason: { kind: 'silent' },
} as const;
const named = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => digestMember(`acl-${index}`, { name }));
const slackOf = (count: number, name = 'bastion') =>
  renderSlack(parseAlertDocument(renderMessage(digest(named(name, count))).texts.lambda, 'test'));

describe('a digest', () => {
  it('leads with how many network ACLs need attention', () => {
    const { subject, texts, attributes } = renderMessage(digest(named('bastion', 19)));
    expect(subject).toBe('[high] 19 of 204 network ACLs block replies (123456789012 eu-central-1)');
    expect(texts.email).toMatch(
      /^19 of 204 network ACLs block replies to clients: 19 high\.\nThis is the first sweep/,
    );
    expect(texts.email).toContain('  - bastion, acl-0: SSH (tcp/22) from 203.0.113.0/24\n');
    expect(texts.email).toContain('... and 11 more');
    expect(attributes).toMatchObject({ kind: 'digest', severity: 'high' });
  });

  it('says that all is well', () => {
    const { subject, texts } = renderMessage(digest([]));
    expect(subject).toBe('[ok] All 204 network ACLs let replies out (123456789012 eu-central-1)');
    expect(JSON.parse(texts.lambda)).toMatchObject({ kind: 'digest', about: 'all-well', members: [] });
  });

  it.each([1, 19, 5_000])('of %i network ACLs stays within the limits of SNS and Slack', count => {
    const { texts } = renderMessage(digest(named('bastion', count)));
    expect(JSON.stringify(texts).length).toBeLessThan(262_144);
    const { members, membersOmitted } = JSON.parse(texts.lambda);
    expect(members.length + membersOmitted).toBe(count);
    expectWithinLimits(slackOf(count));
  });

  describe('of a hub', () => {
    const ofAccounts = (accounts: number, members: number, absent: number) =>
      digest([], {
        ...{ open: { none: 0, low: 0, medium: 0, high: accounts * members }, severity: 'high' },
        groups: Array.from({ length: accounts }, (_, index) =>
          digestGroup(named('bastion', members), { account: `${111_111_111_111 + index}` }),
        ),
        about: SWEEP,
        hub: {
          ...{ about: 'organisation', accounts, accountNames: new Map([['111111111111', 'shop']]) },
          absent: Array.from({ length: absent }, () => ABSENT),
        },
      });

    it.each([
      [1, 1, 0],
      [1, 5_000, 1],
      [40, 1, 6],
      [40, 30, 400],
      [500, 100, 5_000],
    ])(
      'with %i accounts, %i network ACLs in each and %i silent members stays within all limits',
      (...sizes) => {
        const { subject, texts } = renderMessage(ofAccounts(...sizes));
        expect(findEmailFaults(subject, texts.email)).toEqual([]);
        expect(texts.email.split('\n').length).toBeLessThanOrEqual(41);
        expect(JSON.stringify(texts).length).toBeLessThan(262_144);
        const document = JSON.parse(texts.lambda);
        expect(document.members.length + document.membersOmitted).toBe(sizes[0] * sizes[1]);
        expect(document.absent.length + document.absentOmitted).toBe(sizes[2]);
        expectWithinLimits(renderSlack(parseAlertDocument(texts.lambda, 'test')));
      },
    );

    it('counts what it has no room for', () => {
      const { email } = renderMessage(ofAccounts(40, 2, 20)).texts;
      expect(email).toMatch(/\n\d+ network ACLs more, in \d+ accounts\.\n/);
      expect(email).toContain('20 members do not report to the hub.\n');
      expect(email).toContain('  - ... and 15 more\n');
    });

    it('shows no name of an account like a link', () => {
      const hostile = ofAccounts(1, 1, 0);
      const hub = hostile.hub && {
        ...hostile.hub,
        accountNames: new Map([['111111111111', 'www.evil.example']]),
      };
      const { email } = renderMessage({ ...hostile, ...(hub && { hub }) }).texts;
      expect(email).toContain('Account 111111111111:\n');
    });
  });

  it.each(['<!channel>', 'see https://evil.example', '```', '\u202e'])('shows no name like %j', name => {
    const { texts } = renderMessage(digest(named(name, 2)));
    expect(texts.email).toContain('  - acl-0 (vpc-0f1e2d3c): SSH (tcp/22)');
    expectHarmless(slackOf(2, name));
  });
});
