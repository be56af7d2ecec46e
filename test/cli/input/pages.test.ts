import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { endingPages } from '../../../cli/input/pages.ts';

/** A paginator of the SDK asks for as long as there is a token. */
async function* paginate(tokens: readonly (string | undefined)[]) {
  for (const NextToken of tokens) yield NextToken === undefined ? {} : { NextToken };
}

async function countPages(tokens: readonly (string | undefined)[]): Promise<number> {
  let count = 0;
  for await (const _ of endingPages(paginate(tokens))) count += 1;
  return count;
}

it('gives every page', async () => {
  expect(await countPages([undefined])).toBe(1);
  expect(await countPages(['a', 'b', 'c', undefined])).toBe(4);
});

it.each([[['a', 'a']], [['a', 'b', 'a']], [['a', 'b', 'c', 'c']]])(
  'ends with an error at a token that comes again: %j',
  async tokens => {
    await expect(countPages(tokens)).rejects.toThrow('AWS repeated a NextToken, so the list would never end');
  },
);

it('is around every paginator of the programs, and no program follows tokens itself', () => {
  const files = globSync('cli/**/*.ts').filter(
    file => !/aws-stand-in|input.(pages|described|recorded)/.test(file),
  );
  const sources = files.map(file => readFileSync(file, 'utf8')).join('\n');
  const paginators = sources.match(/\bpaginate\w+\(/g) ?? [];
  expect(paginators.length).toBeGreaterThanOrEqual(7);
  expect(sources.match(/endingPages\(\s*paginate\w+\(/g)).toHaveLength(paginators.length);
  expect(sources).not.toMatch(/NextToken/i);
});
