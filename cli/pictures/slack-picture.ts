import type { SlackBlock } from '../../functions/alert/slack/blocks.ts';
import type { SlackMessage } from '../../functions/alert/slack/slack.ts';
import { box, svg, type TextStyle, text, wrap } from './svg.ts';

const WIDTH = 900;
const LEFT = 24;
const RIGHT = WIDTH - 24;
const COLUMN = (RIGHT - LEFT) / 2;
/** Characters that fit into a line, by the width of the fonts below. */
const COLUMNS = { text: 118, code: 102, field: 52 };
const CODE: TextStyle = { font: 'code', size: 13 };

/** The drawing of a block, and its height. */
interface Drawing {
  readonly parts: readonly string[];
  readonly height: number;
}

/** The message as Slack shows it: header and summary, then the attachment beside its bar of colour. */
export function renderSlackPicture({ blocks, attachments }: SlackMessage): string {
  const parts: string[] = [text(LEFT, 34, 'NACL ephemeral guard', { bold: true, size: 15 })];
  let y = 48;
  const draw = (block: SlackBlock, x: number) => {
    const { parts: drawn, height } = drawBlock(block, x, y);
    parts.push(...drawn);
    y += height;
  };
  for (const block of blocks) draw(block, LEFT);
  for (const { color, blocks: attached } of attachments) {
    const top = y + 4;
    for (const block of attached) draw(block, LEFT + 16);
    parts.push(box(LEFT, top, 4, y - top, { fill: color, radius: 2 }));
  }
  const height = y + 20;
  const frame = box(0.5, 0.5, WIDTH - 1, height - 1, { fill: '#ffffff', stroke: '#d0d7de', radius: 8 });
  return svg(WIDTH, height, 'An alert in Slack', [frame, ...parts]);
}

function drawBlock(block: SlackBlock, x: number, y: number): Drawing {
  switch (block.type) {
    case 'header':
      return drawLines(wrap(toShown(block.text.text), 90), x, y, { bold: true, size: 18 });
    case 'section':
      if ('fields' in block) return drawFields(block.fields, x, y);
      return drawText(block.text.text, x, y);
    case 'actions':
      return drawButtons(block.elements, x, y);
    case 'context':
      return drawLines(
        block.elements.map(element => toShown(element.text)),
        x,
        y,
        { size: 12, color: '#616061' },
      );
  }
}

/** Fields have two columns, row by row. */
function drawFields(fields: readonly { readonly text: string }[], x: number, y: number): Drawing {
  const parts: string[] = [];
  let height = 0;
  for (let row = 0; row < fields.length; row += 2) {
    const cells = fields.slice(row, row + 2).map((field, column) => {
      const [label = '', ...lines] = field.text.split('\n');
      const values = lines.flatMap(line => wrap(toShown(line.replaceAll('`', '')), COLUMNS.field));
      return drawTitled(label, values, x + column * COLUMN, y + height);
    });
    parts.push(...cells.flatMap(cell => cell.parts));
    height += Math.max(...cells.map(cell => cell.height));
  }
  return { parts, height: height + 4 };
}

function drawTitled(label: string, lines: readonly string[], x: number, y: number): Drawing {
  const title = text(x, y + 18, label.replaceAll('*', ''), { bold: true });
  const values = lines.map((line, index) => text(x, y + 36 + 18 * index, line, CODE));
  return { parts: [title, ...values], height: 24 + 18 * lines.length };
}

/** Plain text, or a title above a code block. */
function drawText(content: string, x: number, y: number): Drawing {
  const [, title = '', code = ''] = /^\*(.+)\*\n```\n(.*)\n```$/s.exec(content) ?? [];
  if (code === '') return drawLines(wrap(toShown(content), COLUMNS.text), x, y, {});
  const lines = toShown(code)
    .split('\n')
    .flatMap(line => wrap(line, COLUMNS.code));
  const height = 18 * lines.length + 14;
  return {
    parts: [
      text(x, y + 20, title, { bold: true }),
      box(x, y + 28, RIGHT - x, height, { fill: '#f8f8f8', stroke: '#dddddd', radius: 4 }),
      ...lines.map((line, index) => text(x + 10, y + 46 + 18 * index, line, CODE)),
    ],
    height: height + 36,
  };
}

function drawButtons(
  buttons: readonly { readonly text: { readonly text: string } }[],
  x: number,
  y: number,
): Drawing {
  const parts: string[] = [];
  let left = x;
  for (const button of buttons) {
    const label = toShown(button.text.text);
    const width = 24 + 8.2 * label.length;
    parts.push(box(left, y + 8, width, 30, { fill: '#ffffff', stroke: '#bbbbbb', radius: 4 }));
    parts.push(text(left + 12, y + 28, label, { bold: true, size: 13 }));
    left += width + 10;
  }
  return { parts, height: 46 };
}

function drawLines(lines: readonly string[], x: number, y: number, style: TextStyle): Drawing {
  const step = (style.size ?? 14) + 6;
  return {
    parts: lines.map((line, index) => text(x, y + step * (index + 1), line, style)),
    height: step * lines.length + 8,
  };
}

/** The three entities that Slack decodes. */
function toShown(content: string): string {
  return content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
