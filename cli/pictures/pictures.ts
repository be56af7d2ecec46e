import { parseAlertDocument } from '../../functions/alert/document/parse-document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import type { ExampleKind } from '../replay/examples/examples.ts';
import { EXAMPLES } from '../replay/examples/examples.ts';
import { renderEmailPicture } from './email-picture.ts';
import { SCREENS } from './screen.ts';
import { renderSlackPicture } from './slack-picture.ts';

/** The examples of which docs/alerts.md has pictures, by the first part of their file names. */
const PICTURED = { alert: 'gap-console', digest: 'first-digest' } as const satisfies Record<
  string,
  ExampleKind
>;

/** The pictures of docs/alerts.md, by file name, made by the deployed renderers: on a desktop and on a phone. */
export function renderPictures(): Readonly<Record<string, string>> {
  const pictures: Record<string, string> = {};
  for (const [name, kind] of Object.entries(PICTURED)) {
    const { subject, texts } = renderMessage(EXAMPLES[kind]);
    const slack = renderSlack(parseAlertDocument(texts.lambda, kind), 'here');
    for (const [device, screen] of Object.entries(SCREENS)) {
      pictures[`${name}-email-${device}.svg`] = renderEmailPicture(subject, texts.email, screen);
      pictures[`${name}-slack-${device}.svg`] = renderSlackPicture(slack, screen);
    }
  }
  return pictures;
}
