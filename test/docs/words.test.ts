import { expect, it } from 'vitest';
import { PAGES, type Page, proseBlocks, toSentences, withoutCode } from './pages.ts';
import { findReplacedWords, REPLACED_WORDS, withoutTableOfWords } from './replaced-words.ts';

/** Words in a sentence: about 20 are asked for, and a long name counts as several. */
const MOST_WORDS = 24;

const withoutTable = (page: Page): Page => ({ ...page, text: withoutTableOfWords(page.text) });

it('reads the table of words of CONTRIBUTING.md', () => {
  expect(REPLACED_WORDS.length).toBeGreaterThan(25);
  expect(REPLACED_WORDS).toContain('mend');
});

it.each<[string, string[]]>([
  ['The guard mends it.', ['mends']],
  ['It is held against the table; the test holds each page to it.', ['held against', 'holds each page to']],
  ['The stand-in stands.', ['stands']],
  ['The amended pages recommend it.', []],
])('%s has the replaced words %j', (text, expected) => {
  expect(findReplacedWords(text)).toEqual(expected);
});

it.each(PAGES)('$path has none of the words that are replaced', page => {
  const lines = withoutCode(withoutTable(page))
    .replace(/`[^`]*`/g, 'code')
    .split('\n');
  const found = lines.filter(line => findReplacedWords(line).length > 0);
  expect(found).toEqual([]);
});

it.each(PAGES)('$path has short sentences', page => {
  const long = proseBlocks(withoutTable(page))
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
