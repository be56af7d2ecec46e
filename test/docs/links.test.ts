import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PAGES, type Page, pageAt, withoutCode } from './pages.ts';

/** The targets of a page's links, without those to other sites. */
function linksOf(page: Page): string[] {
  return [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .flatMap(([, target]) => target ?? [])
    .filter(target => !/^https?:/.test(target));
}

/** The anchors that GitHub gives to headings: lower case, hyphens for spaces, no other signs. */
function anchorsOf(page: Page): string[] {
  return [...withoutCode(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Undefined where the link resolves. */
function linkFault(from: Page, link: string): string | undefined {
  const [file, anchor] = link.split('#');
  const path = file ? relative('.', join(dirname(from.path), file)) : from.path;
  if (!existsSync(path)) return `${link}: there is no ${path}`;
  if (anchor === undefined || anchorsOf(pageAt(path)).includes(anchor)) return undefined;
  return `${link}: ${path} has no such heading`;
}

it.each(PAGES)('$path: links to pages, headings and files resolve', page => {
  expect(linksOf(page).flatMap(link => linkFault(page, link) ?? [])).toEqual([]);
});

it.each([
  ['docs/nowhere.md', 'docs/nowhere.md: there is no docs/nowhere.md'],
  ['docs/alerts.md#nothing', 'docs/alerts.md#nothing: docs/alerts.md has no such heading'],
  ['#modes-and-tags', undefined],
])('the link %s is checked', (link, fault) => {
  expect(linkFault(pageAt('README.md'), link)).toBe(fault);
});

describe('files named in code', () => {
  const FILES = /`((?:functions|cli|infra|test|docs)\/[\w./-]*\w\/?)`/g;

  it.each(PAGES.filter(({ path }) => path !== 'CHANGELOG.md'))('$path: they exist', page => {
    const named = [...withoutCode(page).matchAll(FILES)].flatMap(([, file]) => file ?? []);
    const made = ['test/e2e/runtime/']; // by the end to end test
    expect(named.filter(file => !existsSync(file) && !made.includes(file))).toEqual([]);
  });
});

it('README.md or docs/architecture.md links to every page and every record', () => {
  const linked = ['README.md', 'docs/architecture.md'].flatMap(path =>
    linksOf(pageAt(path)).map(link => relative('.', join(dirname(path), link.split('#')[0] ?? ''))),
  );
  const records = readdirSync('docs/adr').map(file => `docs/adr/${file}`);
  expect(PAGES.map(({ path }) => path).filter(path => !linked.includes(path))).toEqual(['README.md']);
  expect(records.filter(record => !linked.includes(record))).toEqual([]);
});
