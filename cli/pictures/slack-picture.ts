import type { SlackBlock } from '../../functions/alert/slack/blocks.ts';
import type { SlackMessage } from '../../functions/alert/slack/slack.ts';
import { type Screen, wrapCode, wrapText } from './screen.ts';
import { box, svg, type TextStyle, text } from './svg.ts';

const CODE: TextStyle = { font: 'code', size: 12 };
const TEXT: TextStyle = { size: 14 };
const GAP = 10;

/** The drawing of a block, and its height. */
interface Drawing {
  readonly parts: readonly string[];
  readonly height: number;
}

/** The message as Slack shows it. */
export function renderSlackPicture({ blocks }: SlackMessage, screen: Screen): string {
  const parts: string[] = [];
  let y = screen.margin;
  for (const block of blocks) {
    const drawing = drawBlock(block, screen, y);
    parts.push(...drawing.parts);
    y += drawing.height + GAP;
  }
  const height = y + screen.margin - GAP;
  return svg(screen.width, height, 'A message in Slack', [
    box(0.5, 0.5, screen.width - 1, height - 1, { fill: '#ffffff', stroke: '#d0d7de', radius: 8 }),
    ...parts,
  ]);
}

function drawBlock(block: SlackBlock, screen: Screen, y: number): Drawing {
  switch (block.type) {
    case 'header':
      return drawText(block.text.text, screen, y, { size: 18, bold: true });
    case 'section':
      return block.text.type === 'plain_text'
        ? drawText(block.text.text, screen, y, TEXT)
        : drawMrkdwn(block.text.text, screen, y);
    case 'context': {
      const lines = block.elements.map(element => element.text).join('\n');
      return drawText(lines, screen, y, { size: 12, color: '#616061' });
    }
  }
}

function drawText(content: string, { width, margin }: Screen, y: number, style: TextStyle): Drawing {
  const { size = 14, bold = false } = style;
  const lines = toShown(content)
    .split('\n')
    .flatMap(line => wrapText(line, width - 2 * margin, size, bold));
  return drawLines(lines, margin, y, style);
}

/** A label above code, a mention, or links. */
function drawMrkdwn(content: string, screen: Screen, y: number): Drawing {
  const [, label, code] = /^\*(.+)\*\n```\n([\s\S]*)\n```$/.exec(content) ?? [];
  if (label === undefined || code === undefined) return drawLinks(content, screen, y);
  const { width, margin } = screen;
  const title = drawText(label, screen, y, { ...TEXT, bold: true });
  const lines = toShown(code)
    .split('\n')
    .flatMap(line => wrapCode(line, width - 2 * margin - 20, 12));
  const drawn = drawLines(lines, margin + 10, y + title.height + 6, CODE);
  const frame = box(margin, y + title.height, width - 2 * margin, drawn.height + 12, {
    ...{ fill: '#f8f8f8', stroke: '#dddddd', radius: 4 },
  });
  return { parts: [...title.parts, frame, ...drawn.parts], height: title.height + drawn.height + 12 };
}

function drawLinks(content: string, screen: Screen, y: number): Drawing {
  const shown = content.replaceAll(/<!(\w+)[^>]*>/g, '@$1').replaceAll(/<[^|>]*\|([^>]*)>/g, '$1');
  return drawText(shown, screen, y, { ...TEXT, color: '#1264a3' });
}

function drawLines(lines: readonly string[], x: number, y: number, style: TextStyle): Drawing {
  const step = (style.size ?? 14) + 6;
  return {
    parts: lines.map((line, index) => text(x, y + step * (index + 1) - 5, line, style)),
    height: step * lines.length,
  };
}

/** The three entities that Slack decodes. */
function toShown(content: string): string {
  return content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
