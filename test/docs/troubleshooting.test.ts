import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pageAt } from './pages.ts';

/** What doctor prints, and what guard logs of what it could not read. */
const SOURCES = [
  ...globSync('cli/{doctor,deployment}/*.ts'),
  'functions/aws/environment.ts',
  'functions/aws/ec2-exposure.ts',
]
  .map(file => readFileSync(file, 'utf8'))
  .join('\n');

/** The messages that the page quotes, as the parts between their variable ones. */
function quotedParts(): string[] {
  const [, section = ''] = pageAt('docs/operations.md').text.split('\n## Troubleshooting\n');
  const cells = section.split('\n').map(line => line.split(' | ')[1] ?? '');
  const quotes = cells.flatMap(cell => [...cell.matchAll(/`([^`]*)`/g)].flatMap(([, quote]) => quote ?? []));
  return quotes.flatMap(quote => quote.split('…').map(part => part.trim())).filter(part => part.length > 4);
}

it('docs/operations.md, "Troubleshooting", quotes what doctor prints and guard logs', () => {
  expect(quotedParts().length).toBeGreaterThan(15);
  expect(quotedParts().filter(part => !SOURCES.includes(part))).toEqual([]);
});
