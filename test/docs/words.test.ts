import { expect, it } from 'vitest';
import { PAGES, type Page, proseBlocks, toSentences, withoutCode } from './pages.ts';

/** What CONTRIBUTING.md, "How the text reads", asks to replace. */
const REPLACED_WORDS = [
  /\bmend\w*/i,
  /\bremed(?:y|ies)\b/i,
  /\bput right\b/i,
  /\bfor want of\b/i,
  /\banew\b/i,
  /\bsave for\b/i,
  /\bby which\b/i,
  /\bheld (?:against|to)\b/i,
  /\bholds? \S+(?: \S+)? (?:against|to)\b/i,
  /\bwhatever reading\b/i,
  /\bcame? to its end\b/i,
  /\bcomes to its end\b/i,
  /\b(?:stands|lies)\b/i,
  /\b(?:tells|told)\b/i,
  /\bhears? of\b/i,
  /\b(?:people|somebody|nobody|anybody|everybody)\b/i,
];

/** Words in a sentence: about 20 are asked for, and a long name counts as several. */
const MOST_WORDS = 24;

/** The table of words quotes what it replaces. */
const withoutTableOfWords = (page: Page): Page => ({
  ...page,
  text: page.text.replace(/\| write \| do not write \|\n(?:\|.*\n)+/, ''),
});

it('finds the table of words in CONTRIBUTING.md', () => {
  const contributing = PAGES.find(({ path }) => path === 'CONTRIBUTING.md');
  expect(contributing?.text).toContain('| write | do not write |');
});

it.each(PAGES)('$path has none of the words that are replaced', page => {
  const found = withoutCode(withoutTableOfWords(page))
    .replace(/`[^`]*`/g, 'code')
    .split('\n')
    .filter(line => REPLACED_WORDS.some(word => word.test(line)));
  expect(found).toEqual([]);
});

it.each(PAGES)('$path has short sentences', page => {
  const long = proseBlocks(withoutTableOfWords(page))
    .flatMap(toSentences)
    .filter(sentence => sentence.split(' ').length > MOST_WORDS);
  expect(long).toEqual([]);
});

it.each([
  ['One sentence. Another one: with a list of `a, b` and c.', 3],
  ['Is it? It is!', 2],
])('%s has %d sentences', (block, count) => {
  expect(toSentences(block)).toHaveLength(count);
});
