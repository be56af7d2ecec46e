import { box, svg, text, wrap } from './svg.ts';

const WIDTH = 900;
const MARGIN = 24;
const LINE = 18;
const HEAD = 92;
/** Characters; a fixed-width font of 13 pixels is 7.8 pixels wide. */
const COLUMNS = 108;

/** The email as a mail program shows it: plain text under its subject. */
export function renderEmailPicture(subject: string, body: string): string {
  const lines = body
    .trimEnd()
    .split('\n')
    .flatMap(line => wrap(line, COLUMNS));
  const height = HEAD + MARGIN + LINE * lines.length + MARGIN;
  return svg(WIDTH, height, 'An alert as an email', [
    box(0.5, 0.5, WIDTH - 1, height - 1, { fill: '#ffffff', stroke: '#d0d7de', radius: 8 }),
    text(MARGIN, 38, subject, { size: 19, bold: true }),
    text(MARGIN, 66, 'NACL ephemeral guard <no-reply@sns.amazonaws.com>', { size: 13, color: '#57606a' }),
    box(1, HEAD - 8, WIDTH - 2, 1, { fill: '#d0d7de' }),
    ...lines.map((line, index) =>
      text(MARGIN, HEAD + MARGIN + LINE * index, line, { font: 'code', size: 13, color: '#24292f' }),
    ),
  ]);
}
