import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_DIGESTS } from '../../../cli/replay/examples/digests.ts';
import { DIGEST_DOCUMENT } from '../../../functions/alert/document/digest-document.ts';
import { ALERT_DOCUMENT, SHOWN_DOCUMENT } from '../../../functions/alert/document/document.ts';
import { renderMessage } from '../../../functions/alert/message.ts';
import { GAP, RESOLVED, UNKNOWN } from '../../fixtures/alert-document.ts';
import { gapAlert, resolvedAlert, unreadableAlert } from '../../fixtures/alerts.ts';
import { ingress } from '../../fixtures/network-acls.ts';

const SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Alert of nacl-ephemeral-guard',
  description:
    'What Lambda functions and SQS queues that subscribe to the alert topic get. Within a version fields and words are added, never changed or removed. What is not known is null.',
  oneOf: [
    { title: 'One network ACL', ...ALERT_DOCUMENT.schema },
    { title: 'A digest of many', ...DIGEST_DOCUMENT.schema },
  ],
};
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DIGESTS = Object.values(EXAMPLE_DIGESTS).map(
  digest => [digest.about.kind, JSON.parse(renderMessage(digest).texts.lambda)] as const,
);
const PUBLISHED = [gapAlert(SSH), resolvedAlert(SSH), unreadableAlert()].map(
  alert => [alert.kind, JSON.parse(renderMessage(alert).texts.lambda)] as const,
);

describe('the schema of the alert document', () => {
  // `npm run unit -- test/alert/document -u` writes the file after a change of the definition.
  it('is the one in docs', async () => {
    await expect(`${JSON.stringify(SCHEMA, undefined, 2)}\n`).toMatchFileSnapshot(
      '../../../docs/alert.schema.json',
    );
  });

  const isValid = new Ajv({ strict: true, allErrors: true }).compile(SCHEMA);

  it.each([
    ...PUBLISHED,
    ...DIGESTS,
    ...[GAP, RESOLVED, UNKNOWN].map(each => [`fixture ${each.kind}`, each] as const),
  ])('accepts what is published: %s', (_, document) => {
    expect([isValid(document), isValid.errors]).toEqual([true, null]);
  });

  it.each<[string, object]>([
    ['another version', { version: '1' }],
    ['a number for a kind', { kind: 7 }],
    ['no field for what is not known', { headline: undefined }],
    ['a share above 1', { clients: [{ ...GAP.clients[0], deniedShare: 2 }] }],
    ['a port too high', { gaps: [{ ...GAP.gaps[0], toPort: 65_536 }] }],
    ['too many gaps', { gaps: Array(51).fill(GAP.gaps[0]) }],
  ])('refuses %s', (_, changed) => {
    expect(isValid(JSON.parse(JSON.stringify({ ...GAP, ...changed })))).toBe(false);
  });
});

describe('the parser of the alert document', () => {
  it.each(PUBLISHED)('accepts what is published: %s', (_, document) => {
    expect(ALERT_DOCUMENT.parse(document)).toEqual(document);
  });

  it.each(DIGESTS)('accepts a digest that is published: %s', (_, document) => {
    expect(DIGEST_DOCUMENT.parse(document)).toEqual(document);
  });

  it('accepts version 1, and keeps what is shown of it', () => {
    const old = JSON.parse(readFileSync('test/fixtures/alert-document-1.json', 'utf8'));
    expect(SHOWN_DOCUMENT.parse(old)).toMatchObject({
      ...{ version: '1', title: old.title, summary: old.summary, clients: old.clients, change: old.change },
      ...{ guard: old.guard, fix: { cli: old.fix.cli, notes: old.fix.notes } },
    });
    expect(() => ALERT_DOCUMENT.parse(old)).toThrow('version is "1", expected 2');
  });
});
