import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_DIGESTS } from '../../cli/replay/examples/digests.ts';
import { EXAMPLES } from '../../cli/replay/examples/examples.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { renderDone } from '../../functions/alert/words/done-text.ts';
import type { Publication } from '../../functions/review/words/digest.ts';
import { findEmailFaults } from '../alert/email/email-faults.ts';
import { textsOf } from '../alert/slack/slack-message.ts';
import { findReplacedWords } from '../docs/replaced-words.ts';
import { HUB_DIGESTS } from '../fixtures/hub-digests.ts';
import { ALERTS, DONE, VARIANTS } from './alerts.ts';
import { collectErrors } from './errors.ts';
import { collectLogLines } from './log-lines.ts';

/*
 * Every message that an operator can read, one file for each medium, to be read in one sitting. After a change of the
 * words, `npm run unit -- test/messages -u` writes the files: read what has changed.
 */

const LINE = '-'.repeat(80);
const toFile = (parts: readonly (readonly [title: string, text: string])[]) =>
  parts.map(([title, text]) => `${LINE}\n${title}\n${LINE}\n${text.trimEnd()}\n`).join('\n');
const toMessages = (some: Readonly<Record<string, Publication>>) =>
  Object.entries(some).map(([title, publication]) => [title, renderMessage(publication)] as const);
const digests = Object.fromEntries(
  Object.entries(EXAMPLE_DIGESTS).map(([title, digest]) => [`digest: ${title}`, digest]),
);
const ofHub = Object.fromEntries(
  Object.entries(HUB_DIGESTS).map(([title, digest]) => [`digest of a hub: ${title}`, digest]),
);
const kinds = toMessages({ ...ALERTS, ...digests, ...ofHub });
const variants = toMessages(VARIANTS);

/** The file of each medium. */
const MEDIA: Readonly<Record<string, () => string | Promise<string>>> = {
  'email.txt': () =>
    toFile([
      ...kinds.map(
        ([title, { subject, texts }]) => [title, `Subject: ${subject}\n\n${texts.email}`] as const,
      ),
      ...variants.map(
        ([title, { subject, texts }]) => [title, `Subject: ${subject}\n\n${texts.email}`] as const,
      ),
      ['what the guard did', DONE.map(alert => renderDone(alert).join('\n')).join('\n\n')],
    ]),
  'slack.txt': () =>
    toFile(
      kinds.map(([title, { texts }]) => [title, textsOf(renderSlack(JSON.parse(texts.lambda))).join('\n')]),
    ),
  'chat.txt': () => toFile(kinds.map(([title, { texts }]) => [title, toChatText(JSON.parse(texts.https))])),
  'document.txt': () =>
    toFile(
      kinds
        .filter(([title]) => title === 'remediation-failed')
        .map(([title, { texts }]) => [title, JSON.stringify(JSON.parse(texts.lambda), undefined, 1)]),
    ),
  'log.txt': async () => `${(await collectLogLines()).map(line => JSON.stringify(line)).join('\n')}\n`,
  'errors.txt': async () => `${(await collectErrors()).join('\n')}\n`,
};

function toChatText({ content }: { content: { title: string; description: string; nextSteps?: string[] } }) {
  const { title, description, nextSteps = [] } = content;
  return [title, description, ...nextSteps.map(step => `next step: ${step}`)].join('\n\n');
}

describe.each(Object.entries(MEDIA))('%s', (file, render) => {
  it('has every message of the medium', async () => {
    await expect(await render()).toMatchFileSnapshot(`./${file}`);
  });

  it('is in plain English', async () => {
    expect(findReplacedWords(await render())).toEqual([]);
  });
});

describe('the emails', () => {
  it.each([...kinds, ...variants, ...toMessages(EXAMPLES)])('read well: %s', (_, { subject, texts }) => {
    expect(findEmailFaults(subject, texts.email)).toEqual([]);
  });
});

describe('the files', () => {
  const sources = readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .map(path => readFileSync(`functions/${path}`, 'utf8'));
  const logged = sources.flatMap(source =>
    Array.from(
      source.matchAll(/message: '([^']+)'|attempt\(\s*'([^']+)'/g),
      ([, one, other]) => one ?? other,
    ),
  );

  it.each([...new Set(logged)])('have the log message of the sources: %s', message => {
    const log = readFileSync('test/messages/log.txt', 'utf8');
    expect(log).toContain(`"message":${JSON.stringify(message)}`);
  });
});
