import type { DigestDocument } from '../document/digest-document.ts';
import { renderFact, splitDetails } from '../words/detail-text.ts';
import { toHeading } from '../words/heading.ts';
import { uncapitalize } from '../words/plain-text.ts';
import { mrkdwn, plainLines, plainText, type SlackBlock, textLink } from './blocks.ts';
import { renderMention, type SlackMention } from './mention.ts';
import { fitMessage } from './message.ts';
import type { SlackMessage } from './slack.ts';

const LONGEST = { lines: 2_000, text: 500, context: 1_000 } as const;

/** The digest in Slack's blocks. */
export function renderSlackDigest(document: DigestDocument, mention?: SlackMention): SlackMessage {
  const {
    mute,
    account,
    region,
    where = `Account ${account}, ${region}.`,
    summary,
    lines,
    groups,
    fix,
    steps,
    facts,
    details = [],
    isNeeded,
  } = document;
  const more = splitDetails(details);
  const sentences = plainLines(lines, LONGEST.lines);
  const [first = '', ...others] = fix;
  const start = isNeeded && first !== '' ? `Fix: ${uncapitalize(first)}` : first;
  const advice = plainLines([start, ...others], LONGEST.lines);
  const toSection = (text: typeof sentences): SlackBlock[] =>
    text.text === '' ? [] : [{ type: 'section', expand: true, text }];
  return fitMessage({
    heading: toHeading(document),
    text: plainText([toHeading(document), summary].join('. '), LONGEST.text).text,
    before: [...renderMention(document, mention), ...toSection(sentences), ...toSection(advice)],
    actions: [
      ...groups.map(({ account: heading, title, lines: listed }) => ({
        title: heading ? `${heading}. ${title}` : title,
        ...{ lines: listed, rank: 2, isExpanded: true },
      })),
      ...steps.map(step => ({ title: step.intro, lines: step.lines, rank: 1, isExpanded: true })),
    ],
    ...{ links: renderLinks(more.addresses), lists: [], notes: [] },
    context: [
      plainLines([...facts, ...more.facts.map(renderFact)], LONGEST.context),
      plainText(`${where} ${mute}`, LONGEST.context),
    ].filter(({ text }) => text !== ''),
  });
}

function renderLinks(addresses: DigestDocument['details']): SlackBlock[] {
  const links = addresses.flatMap(({ label, text }) => textLink(label, text) ?? []);
  return links.length === 0 ? [] : [{ type: 'section', text: mrkdwn(links.join('   ')) }];
}
