import { isFixed } from '../../review/words/alert-kind.ts';
import type { DigestDocument } from '../document/digest-document.ts';
import type { ShownDocument } from '../document/document.ts';
import { renderFact, splitDetails } from '../words/detail-text.ts';
import { toHeading } from '../words/heading.ts';
import { LINK_LABELS } from '../words/links.ts';
import { uncapitalize } from '../words/plain-text.ts';
import { toActions, toChart, toCode, toCodeNotes, toLists } from './alert-sections.ts';
import { mrkdwn, type PlainText, plainLines, plainText, type SlackBlock, textLink } from './blocks.ts';
import { renderSlackDigest } from './digest-slack.ts';
import type { SlackMention } from './mention.ts';
import { renderMention } from './mention.ts';
import { type Frame, fitMessage } from './message.ts';

/** A message as an incoming webhook of Slack takes it: all of it in top-level blocks, which Slack never hides. */
export interface SlackMessage {
  /** For notifications and screen readers; Slack shows the blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

const LONGEST = { lines: 2_000, fix: 1_500, text: 500, detail: 400 } as const;

/**
 * The alert in Slack's blocks, within Slack's limits for every document.
 *
 * @param mention - who is notified of what is severe; absent: no one
 */
export function renderSlack(document: ShownDocument | DigestDocument, mention?: SlackMention): SlackMessage {
  if (!('networkAcl' in document)) return renderSlackDigest(document, mention);
  const frame: Frame = {
    heading: toHeading(document),
    text: plainText([toHeading(document), document.headline ?? document.summary].join('. '), LONGEST.text)
      .text,
    before: [
      ...(isFixed(document.kind) ? [] : renderMention(document, mention)),
      ...toSection(plainLines(document.lines ?? [document.summary], LONGEST.lines)),
      ...toSection(plainLines(renderFix(document), LONGEST.fix)),
    ],
    actions: toActions(document),
    links: renderLinks(document),
    lists: [...toCode(document), ...toChart(document), ...toLists(document)],
    notes: toCodeNotes(document),
    context: renderContext(document),
  };
  return fitMessage(frame);
}

function toSection(text: PlainText): SlackBlock[] {
  return text.text === '' ? [] : [{ type: 'section', expand: true, text }];
}

/** Version 1 has notes alone. */
function renderFix({ fix }: ShownDocument): readonly string[] {
  const { sentences = fix.notes, next = [], notes } = fix;
  const [first = '', ...others] = sentences;
  const isFix =
    fix.sentences !== undefined &&
    fix.sentences !== notes &&
    /^(Add|Remove|Let|Give|Allow|Look)\b/.test(first);
  const start = isFix ? `Fix: ${uncapitalize(first)}` : first;
  return [start, ...others, ...next].filter(line => line !== '');
}

function renderLinks({ links }: ShownDocument): SlackBlock[] {
  const texts = [
    textLink(LINK_LABELS.networkAcl, links.networkAcl),
    textLink(LINK_LABELS.change, links.change),
  ].filter(link => link !== undefined);
  return texts.length === 0 ? [] : [{ type: 'section', text: mrkdwn(texts.join('   ')) }];
}

function renderContext(document: ShownDocument): PlainText[] {
  const { id, account, region, mode, networkAcl, details = [] } = document;
  const facts = splitDetails(details).facts.map(renderFact);
  const place = `${networkAcl.id}, account ${account}, ${region}, mode ${mode}. Alert ${id}.`;
  return [plainLines(facts, LONGEST.detail * 3), plainText(place, LONGEST.detail)].filter(
    ({ text }) => text !== '',
  );
}
