import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../../functions/alert/message.ts';
import { renderSlack } from '../../../functions/alert/slack/slack.ts';
import { toShowable, toShowableName } from '../../../functions/alert/words/untrusted-text.ts';
import type { Change } from '../../../functions/review/words/change.ts';
import { CHANGE, gapAlert, named } from '../../fixtures/alerts.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';
import { ingress } from '../../fixtures/network-acls.ts';

const ENTRIES = ingress('100 allow tcp 22 0.0.0.0/0');

describe('a name', () => {
  it.each<[string, string | undefined]>([
    ['bastion', 'bastion'],
    ['web tier (prod), eu-1: #2', 'web tier (prod), eu-1: #2'],
    ['nodes.k8s.example.com', 'nodes.k8s.example.com'],
    ['東京 🔥', '東京 🔥'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['x'.repeat(41), `${'x'.repeat(37)}...`],
    ['', undefined],
    ['https://evil.example', undefined],
    ['WWW.evil.example', undefined],
    ['maria@evil.example', undefined],
    ['<!channel>', undefined],
    ['a|b', undefined],
    ['`id`', undefined],
    ['[console](evil.example)', undefined],
    ['two\nlines', undefined],
    ['red \u001b[31m', undefined],
    ['\u202egnp.exe', undefined],
    ['zero\u200bwidth', undefined],
  ])('%j is shown as %j', (name, shown) => expect(toShowableName(name)).toBe(shown));

  it('that is not shown leaves the id alone, in every form', () => {
    const { networkAcl, names } = named(ENTRIES);
    const hostile = 'Sign in at https://evil.example';
    const message = renderMessage(
      gapAlert(ENTRIES, {
        networkAcl: { ...networkAcl, tags: { Name: hostile } },
        names: new Map([...names.keys()].map(id => [id, hostile])),
      }),
    );
    expect(JSON.stringify(message)).not.toContain('evil');
    expect(message.texts.email).toContain('because network ACL acl-0a1b2c3d has no outbound rule');
    expect(JSON.parse(message.texts.lambda).networkAcl).toMatchObject({ name: null, vpcName: null });
  });
});

it('shows no description of an interface that is a link', () => {
  const found = gapAlert(ENTRIES);
  const behind = [
    { type: 'interface', name: 'Open https://evil.example' },
    { type: 'interface', name: 'x'.repeat(50) },
  ] as const;
  const gaps = found.coverage.gaps.map(gap => ({ ...gap, behind }));
  const assumptions = { ...found.coverage.assumptions, exposure: 'known' } as const;
  const { texts } = renderMessage(gapAlert(ENTRIES, { coverage: { ...found.coverage, gaps, assumptions } }));
  expect(texts.email).toContain(`behind it: interface without a name and interface ${'x'.repeat(37)}...\n`);
  expect(texts.lambda).not.toContain('evil');
});

const shown = (change: Partial<Change>) =>
  toShowable(gapAlert(ENTRIES, { change: { ...CHANGE, ...change } })).change;

describe('what a caller chooses', () => {
  it.each<[string, string]>([
    ['console.amazonaws.com', 'console.amazonaws.com'],
    [
      'aws-cli/2.31.0 md/awscrt#0.27.6 exec-env/CloudShell',
      'aws-cli/2.31.0 md/awscrt#0.27.6 exec-env/CloudShell',
    ],
    [
      'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https://www.terraform.io)',
      'APN/1.0 HashiCorp/1.0 Terraform/1.9.0 (+https[:]//www[.]terraform[.]io)',
    ],
    ['see www.evil.example', 'see www[.]evil[.]example'],
    ['<https://evil.example|console>', '(https[:]//evil[.]example/console>'],
    ['`id` [a](b)', "'id' [a] (b)"],
    ['0 <= From', '0 <= From'],
    ['\u202e\u001b[31mred', '[31mred'],
    [`${'@'.repeat(299)}`, `${'[at]'.repeat(74)}[...`],
  ])('the user agent %j is shown as %j', (userAgent, text) => {
    expect(shown({ userAgent })?.userAgent).toBe(text);
  });

  it.each<[string, string]>([
    ['arn:aws:iam::123456789012:user/maria.lopez', 'arn:aws:iam::123456789012:user/maria.lopez'],
    [
      'arn:aws:sts::123456789012:assumed-role/Admin/maria@evil.example',
      'arn:aws:sts::123456789012:assumed-role/Admin/maria[at]evil[.]example',
    ],
    [
      'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_NetworkAdmin_0a1b2c3d/maria@example.com',
      'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_NetworkAdmin_0a1b2c3d/maria@example.com',
    ],
    ['www.x AWSReservedSSO_x/maria@evil.example', 'www[.]x AWSReservedSSO_x/maria[at]evil[.]example'],
  ])('the actor %j is shown as %j', (actor, text) => expect(shown({ actor })?.actor).toBe(text));

  it('is no link, mention or markup in any form', () => {
    const texts = fc.record({ text: hostileText, tag: hostileText });
    fc.assert(
      fc.property(texts, ({ text, tag }) => {
        const all = { actor: text, invokedBy: text, sourceAddress: text, userAgent: text, eventId: text };
        const target = { kind: 'association', associationId: text } as const;
        const message = renderMessage(
          gapAlert(ENTRIES, {
            change: { ...CHANGE, ...all, target },
            done: { did: 'nothing', reason: { kind: 'tagged', tag } },
          }),
        );
        const document = JSON.parse(message.texts.lambda);
        const { networkAcl, change } = document.links;
        const forms = [message.texts.email, message.texts.https, JSON.stringify(renderSlack(document))];
        for (const form of forms) {
          const others = form.replaceAll(networkAcl, '').replaceAll(change ?? networkAcl, '');
          expect(others).not.toMatch(/:\/\/|www\.|@|<!/i);
          expect(others.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
