import { type Screen, wrapText } from './screen.ts';
import { box, svg, text } from './svg.ts';

const LINE = 19;
const BODY = 13.5;
const SUBJECT = 18;

/** The email as a mail program shows it: plain text in a proportional font, under its subject. */
export function renderEmailPicture(subject: string, body: string, { width, margin }: Screen): string {
  const column = width - 2 * margin;
  const subjects = wrapText(subject, column, SUBJECT, true);
  const lines = body
    .trimEnd()
    .split('\n')
    .flatMap(line => wrapText(line, column, BODY));
  const head = 24 + 24 * subjects.length + 26;
  const height = head + margin + LINE * lines.length + margin;
  return svg(width, height, 'A message as an email', [
    box(0.5, 0.5, width - 1, height - 1, { fill: '#ffffff', stroke: '#d0d7de', radius: 8 }),
    ...subjects.map((line, index) => text(margin, 34 + 24 * index, line, { size: SUBJECT, bold: true })),
    text(margin, head - 14, 'nacl-ephemeral-guard <no-reply@sns.amazonaws.com>', {
      size: 12,
      color: '#57606a',
    }),
    box(1, head, width - 2, 1, { fill: '#d0d7de' }),
    ...lines.map((line, index) =>
      text(margin, head + margin + LINE * index, line, { size: BODY, color: '#24292f' }),
    ),
  ]);
}
