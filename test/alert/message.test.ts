import { describe, expect, it } from 'vitest';
import type { ChatNotification } from '../../functions/alert/chat/notification.ts';
import type { AlertDocument } from '../../functions/alert/document/document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { CHANGE, gapAlert, named, resolvedAlert, unreadableAlert } from '../fixtures/alerts.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const NAMED = named(SSH);
const gap = renderMessage(gapAlert(SSH, { ...NAMED, change: CHANGE }));
const documentOf = ({ texts }: typeof gap): AlertDocument => JSON.parse(texts.lambda);
const chatOf = ({ texts }: typeof gap): ChatNotification => JSON.parse(texts.https);

describe('attributes to filter by', () => {
  it('have the owner, where a tag names one', () => {
    const { networkAcl } = NAMED;
    const owned = (tags: Record<string, string>) =>
      renderMessage(gapAlert(SSH, { networkAcl: { ...networkAcl, tags } })).attributes.owner;
    expect(owned({ Owner: 'team-network' })).toBe('team-network');
    expect(owned({ owner: '<https://evil.example>' })).toBeUndefined();
  });

  it('are those of the gap', () => {
    expect(gap.attributes).toEqual({
      kind: 'gap',
      severity: 'high',
      status: 'gap',
      account: '123456789012',
      region: 'eu-central-1',
      vpcId: 'vpc-0f1e2d3c',
      mode: 'notify',
    });
  });

  it('say how bad it was where it is resolved, so that the same subscriptions get that', () => {
    const entries = [...SSH, ...egress('100 allow all 0.0.0.0/0')];
    const { attributes } = renderMessage(resolvedAlert(entries, { severity: 'high' }));
    expect(attributes).toMatchObject({ kind: 'resolved', severity: 'high', status: 'covered' });
  });

  it('count what cannot be evaluated as bad, and leave out what is not known', () => {
    const { attributes } = renderMessage(unreadableAlert());
    expect(attributes).toMatchObject({ kind: 'cannot-evaluate', severity: 'high', status: 'unknown' });
    expect(attributes).not.toHaveProperty('vpcId');
  });
});

describe('the document', () => {
  it('has everything that a program needs', () => {
    expect(documentOf(gap)).toMatchObject({
      version: '2',
      id: '0123456789abcdef',
      title: '[high] bastion: all SSH connections time out (123456789012 eu-central-1)',
      headline: 'All SSH (tcp/22) connections to subnet public-a time out.',
      cause: 'Replies go to client ports 1024-65535. No outbound rule of bastion allows them.',
      changeText:
        'maria (IAM user) added inbound rule 100 in the AWS console at 2026-11-20 09:14 UTC. Inbound rule 100 is now: allow tcp/22 from 0.0.0.0/0.',
      mute: 'set its tag nacl-ephemeral-guard=ignore',
      ingressSeverity: 'none',
      networkAcl: {
        ...{ id: 'acl-0a1b2c3d', name: 'bastion', vpcId: 'vpc-0f1e2d3c', vpcName: 'production' },
        subnets: [{ id: 'subnet-0b1a2c3d', name: 'public-a' }],
      },
      gaps: [{ direction: 'egress', protocol: 'tcp', cidr: '0.0.0.0/0', fromPort: 1024, admittedBy: [100] }],
      change: {
        target: 'inbound rule 100',
        rule: { direction: 'ingress', ruleNumber: 100 },
        actor: 'arn:aws:iam::123456789012:user/maria',
        tool: 'AWS console',
        eventId: '2c9f4b7e',
      },
      guard: {
        did: ['No change made: notify mode only reports.'],
        undo: [],
        added: [],
        reason: { kind: 'notify-mode', code: null, tag: null },
      },
      fix: {
        cli: [expect.stringContaining('create-network-acl-entry')],
        notes: [],
        tool: 'AWS console',
        rules: [
          {
            ...{ direction: 'egress', ruleNumber: 100, action: 'allow', protocol: 6, cidr: '0.0.0.0/0' },
            ...{ fromPort: 1024, toPort: 65535, text: '100 allow tcp 1024-65535 to 0.0.0.0/0' },
          },
        ],
      },
    });
    expect(documentOf(gap).fix.terraform).toContain('resource "aws_network_acl_rule"');
    expect(documentOf(gap).fix.cloudformation).toMatch(/^Resources:\n {2}acl0a1b2c3dEgress100:\n/);
  });

  it('says what has changed since the last alert', () => {
    const added = {
      ...({ direction: 'egress', protocol: 'tcp', cidr: '::/0', fromPort: 1024, toPort: 65535 } as const),
      deniedBy: { kind: 'default' },
    } as const;
    const gone = { ...added, cidr: '10.0.0.0/8', deniedBy: { kind: 'entry', ruleNumber: 90 } } as const;
    const difference = { added: [added], gone: [gone, { ...gone, cidr: '11.0.0.0/8' }] };
    const changed = renderMessage(gapAlert(SSH, { difference }));
    expect(documentOf(changed).changes).toEqual([
      'new: outbound tcp 1024-65535 to ::/0',
      'no longer: outbound tcp 1024-65535 to 10.0.0.0/8 and 11.0.0.0/8, denied by rule 90',
    ]);
    expect(changed.texts.email).toContain('  New since the last alert: outbound tcp 1024-65535 to ::/0\n');
    const moved = renderMessage(gapAlert(SSH, { difference: { added: [], gone: [] } }));
    expect(documentOf(moved).changes).toEqual(['The gaps changed, and are too many to compare.']);
  });

  it('leaves code out where there is too much of it, and says how to get it', () => {
    const lines = Array.from(
      { length: 11 },
      (_, index) => `${100 + index} allow tcp 22 10.${2 * index}.0.0/16`,
    );
    const many = renderMessage(gapAlert(ingress(...lines)));
    expect(documentOf(many).fix).toMatchObject({ terraform: '', cloudformation: '' });
    expect(documentOf(many).fix.cli).toHaveLength(11);
    expect(many.texts.email).toContain(
      'Fix: add these 11 outbound rules.\n\n  100: allow tcp 1024-65535 to 10.0.0.0/16\n',
    );
    expect(many.texts.email).toContain('  nacl-ephemeral-guard check --region eu-central-1 --fix cli\n');
  });
});

describe('the message in a chat', () => {
  it('has the schema that Amazon Q Developer shows', () => {
    const { content, metadata, ...rest } = chatOf(gap);
    expect(rest).toEqual({ version: '1.0', source: 'custom', id: '0123456789abcdef' });
    expect(content.title).toBe('🔴 [high] bastion: all SSH connections time out');
    expect(content.description).toMatch(
      /^All SSH \(tcp\/22\) connections to subnet public-a time out\.\n\nmaria \(IAM user\) added .+\n\n- Behind it: /s,
    );
    expect(content.description).toMatch(/networkAclId=acl-0a1b2c3d$/);
    expect(content.nextSteps).toEqual([
      'Add outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.',
      expect.stringMatching(/^With the AWS CLI: `aws ec2 create-network-acl-entry .+`$/),
      'To mute it: set the tag `nacl-ephemeral-guard=ignore` on acl-0a1b2c3d.',
    ]);
    expect(content.keywords).toEqual([
      ...['high', 'gap', 'bastion', 'acl-0a1b2c3d', '123456789012', 'eu-central-1'],
    ]);
    expect(metadata).toMatchObject({
      threadId: '123456789012-eu-central-1-acl-0a1b2c3d',
      relatedResources: ['acl-0a1b2c3d', 'vpc-0f1e2d3c'],
      additionalContext: {
        ...{ severity: 'high', status: 'gap', networkAclId: 'acl-0a1b2c3d', alertId: '0123456789abcdef' },
      },
    });
  });

  it.each([
    [resolvedAlert(SSH, { severity: 'high' }), '🟢'],
    [gapAlert(SSH, { severity: 'medium' }), '🟠'],
    [gapAlert(SSH, { severity: 'low' }), '🟡'],
  ] as const)('of an alert %# begins with %s', (alert, symbol) => {
    expect(chatOf(renderMessage(alert)).content.title).toContain(`${symbol} `);
  });

  it('shows all commands or none', () => {
    const lines = Array.from(
      { length: 9 },
      (_, index) => `${100 + index} allow tcp 22 10.${2 * index}.0.0/16`,
    );
    const { content } = chatOf(renderMessage(gapAlert(ingress(...lines))));
    expect(content.nextSteps).toEqual(['Add these 9 outbound rules.', expect.stringContaining('To mute it')]);
  });

  it('mentions no channel and hides no link for any name', () => {
    const actor = '<!channel> <https://evil.example|maria> & co';
    const { texts } = renderMessage(gapAlert(SSH, { change: { ...CHANGE, actor } }));
    expect(chatOf({ ...gap, texts }).content.description).toContain(
      '(!channel&gt; (https[:]//evil[.]example/maria&gt; &amp; co added inbound rule 100',
    );
    expect(texts.https + texts.lambda).not.toMatch(/[<>&]/);
    expect(documentOf({ ...gap, texts }).change?.actor).toBe(
      '(!channel> (https[:]//evil[.]example/maria> & co',
    );
  });
});

it('of what cannot be evaluated has the reason as data', () => {
  expect(documentOf(renderMessage(unreadableAlert()))).toMatchObject({
    unreadable: { kind: 'malformed', field: 'acl-0a1b2c3d egress rule 100: CidrBlock', found: 'missing' },
    guard: { did: [], added: [], reason: null },
  });
  const reason = { kind: 'not-allowed', code: 'UnauthorizedOperation' } as const;
  const denied = documentOf(renderMessage(unreadableAlert({ reason })));
  expect(denied.unreadable).toEqual({ ...reason, field: null, found: null });
  expect(denied.summary).toContain("EC2 refused ec2:DescribeNetworkAcls to the guard's role.");
  expect(denied.details).toContainEqual({ label: 'EC2 answered', text: 'UnauthorizedOperation' });
});
