import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { renderEmailPicture } from './email-picture.ts';
import { toSeedAlert } from './seed-alert.ts';
import { renderSlackPicture } from './slack-picture.ts';

/** The pictures of docs/alerts.md, by file name: the seed scenario's alert, made by the deployed renderers. */
export function renderPictures(): Readonly<Record<string, string>> {
  const { subject, texts } = renderMessage(toSeedAlert());
  return {
    'email.svg': renderEmailPicture(subject, texts.email),
    'slack.svg': renderSlackPicture(renderSlack(JSON.parse(texts.lambda))),
  };
}
