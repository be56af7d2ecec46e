import { toLine } from '../../../functions/alert/words/plain-text.ts';

/** A text that shows as it is: no markup, link, mention or issue number comes of it (GitHub Flavored Markdown). */
export function escapeMarkdown(text: string): string {
  return toLine(text)
    .replaceAll(/[\\`*_{}[\]<>#|~!&]/g, character => `&#${character.codePointAt(0)};`)
    .replaceAll('@', '&#64;')
    .replaceAll('://', ':&#47;/')
    .replaceAll(/www\./gi, found => `${found.slice(0, -1)}&#46;`);
}

/** Code in a cell of a table: a pipe would end the cell. */
export function toCode(text: string): string {
  const plain = toLine(text).replaceAll('`', "'").replaceAll('|', String.raw`\|`).trim();
  return `\`${plain || ' '}\``;
}

/** A link to a line of a file of the repository; its text alone where there is no such file. */
export function toFileLink(path: string | undefined, line: number | undefined): string {
  if (path === undefined || path.startsWith('..')) return '';
  const text = line === undefined ? path : `${path}:${line}`;
  const target = path.split('/').map(encodeURIComponent).join('/').replaceAll(/[()]/g, encodeParenthesis);
  return `[${escapeMarkdown(text)}](${target}${line === undefined ? '' : `#L${line}`})`;
}

function encodeParenthesis(character: string): string {
  return character === '(' ? '%28' : '%29';
}
