import type { Severity } from '../../coverage/severity.ts';
import { isFixed } from '../../review/words/alert-kind.ts';
import type { DigestDocument } from '../document/digest-document.ts';
import type { ShownDocument } from '../document/document.ts';
import { withName } from '../words/plain-text.ts';
import { field, linkButton, type PlainText, plainText, type SlackBlock } from './blocks.ts';
import { renderSlackDigest } from './digest-slack.ts';
import { renderSections } from './sections.ts';

/**
 * A message as an incoming webhook of Slack takes it. The header and the summary are above, where Slack never folds
 * them; the details are an attachment, since only that has a bar of colour.
 */
export interface SlackMessage {
  /** For notifications and screen readers; Slack shows the blocks. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly attachments: readonly { readonly color: string; readonly blocks: readonly SlackBlock[] }[];
}

/** Characters of JSON: above about as many of text Slack refuses a message. */
const LONGEST_PAYLOAD = 13_000;

const LONGEST = { header: 150, summary: 1_500, text: 500, origin: 400 } as const;

const COLORS = {
  high: '#c5221f',
  medium: '#e8710a',
  low: '#f9ab00',
  none: '#5f6368',
  fixed: '#188038',
} as const satisfies Record<Severity | 'fixed', string>;

/** The alert in Slack's blocks, within Slack's limits for every document. */
export function renderSlack(document: ShownDocument | DigestDocument): SlackMessage {
  if (!('networkAcl' in document)) return renderSlackDigest(document);
  const { title, summary } = document;
  const header = plainText(title, LONGEST.header);
  const sentence = plainText(summary, LONGEST.summary);
  const text = plainText([title, summary].filter(Boolean).join(': '), LONGEST.text).text;
  const frame = (sections: readonly SlackBlock[]): SlackMessage => ({
    text: text || NO_TITLE,
    blocks: [
      { type: 'header', text: header.text === '' ? { ...header, text: NO_TITLE } : header },
      ...(sentence.text === '' ? [] : [{ type: 'section', text: sentence } as const]),
    ],
    attachments: [
      {
        color: toColor(document),
        blocks: [
          ...renderFields(document),
          ...sections,
          ...renderButtons(document),
          { type: 'context', elements: [renderOrigin(document)] },
        ],
      },
    ],
  });
  return frame(renderSections(document, LONGEST_PAYLOAD - JSON.stringify(frame([])).length));
}

/** Slack refuses empty texts. */
const NO_TITLE = 'Network ACL alert';

/** A severity of a later version has the colour of none. */
function toColor({ kind, severity }: ShownDocument): string {
  const color = isFixed(kind) ? 'fixed' : severity;
  return Object.hasOwn(COLORS, color) ? COLORS[color as keyof typeof COLORS] : COLORS.none;
}

function renderFields(document: ShownDocument): SlackBlock[] {
  const { networkAcl, change, since } = document;
  const fields = [
    field('Network ACL', [networkAcl.id, networkAcl.name]),
    field('VPC', [networkAcl.vpcId, networkAcl.vpcName]),
    field('Subnets', [renderSubnets(networkAcl)]),
    field('Severity', [renderSeverity(document)]),
    field('First seen', [renderTime(since)]),
    field('Latest change', [change && [change.action, change.target].filter(Boolean).join(' ')]),
    field('By', [change?.actor ?? null]),
    field('With', [change && (change.tool ?? change.userAgent)]),
    field('From', [change?.sourceAddress ?? null]),
    field('At', [change?.at ? renderTime(change.at) : null]),
  ].filter(each => each !== undefined);
  return fields.length > 0 ? [{ type: 'section', fields }] : [];
}

function renderSubnets({ subnets, subnetsOmitted }: ShownDocument['networkAcl']): string {
  const named = subnets.map(({ id, name }) => withName(id, name));
  return [...named, ...(subnetsOmitted > 0 ? [`${subnetsOmitted} more`] : [])].join(', ');
}

function renderSeverity({ kind, severity }: ShownDocument): string | null {
  if (severity === 'none') return null;
  return isFixed(kind) ? `was ${severity}` : severity;
}

/** `2026-11-20 10:00:00 UTC` of ISO 8601; anything else as it is. */
function renderTime(time: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time)
    ? `${time.slice(0, 19).replace('T', ' ')} UTC`
    : time;
}

function renderButtons({ links }: ShownDocument): SlackBlock[] {
  const elements = [
    linkButton('Network ACL in the console', links.networkAcl),
    linkButton('Change in CloudTrail', links.change),
  ].filter(button => button !== undefined);
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}

function renderOrigin({ id, account, region, mode }: ShownDocument): PlainText {
  return plainText(`account ${account}, region ${region}, mode ${mode}, alert ${id}`, LONGEST.origin);
}
