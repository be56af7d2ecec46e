import { globSync, readFileSync } from 'node:fs';

/** The texts in the sources of a folder, file by file, in order. Every value in a template is shown as an ellipsis. */
export function literalsIn(pattern: string, exclude: readonly string[] = []): Map<string, string[]> {
  const files = globSync(pattern, { exclude: [...exclude] }).toSorted();
  return new Map(files.map(file => [file, literalsOf(readFileSync(file, 'utf8'))]));
}

/** Characters after which a slash begins a regular expression and not a division. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};>]|return)\s*$/;

/** The string and template literals of a TypeScript source, without comments and regular expressions. */
export function literalsOf(source: string): string[] {
  const literals: string[] = [];
  readCode(source, 0, literals);
  return literals;
}

/** Reads code up to its end, or up to the brace that closes a value in a template. @returns where it ends */
function readCode(source: string, start: number, literals: string[]): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    const character = source[at] ?? '';
    if (character === '{') depth++;
    if (character === '}' && depth-- === 0) return at;
    const skipped = skipComment(source, at) ?? skipExpression(source, at, start);
    if (skipped !== undefined) at = skipped;
    else if (character === "'" || character === '"') at = readString(source, at, literals);
    else if (character === '`') at = readTemplate(source, at, literals);
  }
  return source.length;
}

function skipComment(source: string, at: number): number | undefined {
  if (source.startsWith('//', at)) return endAfter(source, '\n', at);
  return source.startsWith('/*', at) ? endAfter(source, '*/', at + 2) : undefined;
}

function skipExpression(source: string, at: number, start: number): number | undefined {
  if (source[at] !== '/' || !BEFORE_EXPRESSION.test(source.slice(Math.max(start, at - 20), at)))
    return undefined;
  const match = /\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\\[\n])+\/[a-z]*/y;
  match.lastIndex = at;
  const [text] = match.exec(source) ?? [];
  return text === undefined ? undefined : at + text.length - 1;
}

function readString(source: string, at: number, literals: string[]): number {
  const end = closing(source, at);
  literals.push(decodeEscapes(source.slice(at + 1, end)));
  return end;
}

function readTemplate(source: string, at: number, literals: string[]): number {
  const own = literals.push('') - 1;
  let text = '';
  let end = at + 1;
  for (; end < source.length && source[end] !== '`'; end++) {
    if (source[end] === '\\') text += source.slice(end, ++end + 1);
    else if (source.startsWith('${', end)) {
      end = readCode(source, end + 2, literals);
      text += '…';
    } else text += source[end];
  }
  literals[own] = decodeEscapes(text);
  return end;
}

function closing(source: string, at: number): number {
  let end = at + 1;
  while (end < source.length && source[end] !== source[at]) end += source[end] === '\\' ? 2 : 1;
  return end;
}

function endAfter(source: string, text: string, at: number): number {
  const found = source.indexOf(text, at);
  return found < 0 ? source.length : found + text.length - 1;
}

function decodeEscapes(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll(/\\(.)/g, '$1');
}
