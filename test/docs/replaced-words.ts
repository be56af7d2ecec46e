import { pageAt } from './pages.ts';

const TABLE = /\| write \| do not write \|\n\|[-|]+\n((?:\|.*\n)+)/;
/** Endings of a verb or a noun, of the first word. */
const ENDINGS = '(?:s|es|ed|ing)?';
/** One or two words. */
const ANYTHING = String.raw`\S+(?: \S+)?`;

/** The right column of CONTRIBUTING.md's table of words. */
export const REPLACED_WORDS = toWords(TABLE.exec(pageAt('CONTRIBUTING.md').text)?.[1] ?? '');

const PATTERN = new RegExp(String.raw`\b(?:${REPLACED_WORDS.map(toPattern).join('|')})(?![\w-])`, 'gi');

/** The words in a text that have to be replaced; `stand-in` is no `stand`. */
export function findReplacedWords(text: string): string[] {
  return text.match(PATTERN) ?? [];
}

/** Without the table, which quotes what it replaces. */
export function withoutTableOfWords(text: string): string {
  return text.replace(TABLE, '');
}

function toWords(rows: string): string[] {
  return rows
    .trim()
    .split('\n')
    .flatMap(row => (row.split('|')[2] ?? '').split(','))
    .map(word => word.trim());
}

function toPattern(words: string): string {
  const [first = '', ...others] = words.split(' ');
  return [first + ENDINGS, ...others.map(word => (word === '…' ? ANYTHING : word))].join(' ');
}
