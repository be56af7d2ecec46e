import { describe, expect, it } from 'vitest';
import { parseAlertDocument } from '../../functions/alert/document/parse-document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { digest, digestMember } from '../fixtures/digests.ts';
import { expectHarmless, expectWithinLimits } from './slack/slack-message.ts';

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

  it.each(['<!channel>', 'see https://evil.example', '```', '\u202e'])('shows no name like %j', name => {
    const { texts } = renderMessage(digest(named(name, 2)));
    expect(texts.email).toContain('  - acl-0: SSH (tcp/22)');
    expectHarmless(slackOf(2, name));
  });
});
