import { globSync, readFileSync } from 'node:fs';

/** A page of the documentation, by its path from the root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export const PAGES: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md').sort(),
].map(path => ({ path, text: readFileSync(path, 'utf8') }));

export function pageAt(path: string): Page {
  const page = PAGES.find(page => page.path === path);
  if (page === undefined) throw new Error(`page is ${path}, expected one of the documentation`);
  return page;
}

/** The lines inside fences: commands, output and pictures. */
export function codeLines({ text }: Page): string[] {
  return [...text.matchAll(/^ *```.*\n([\s\S]*?)^ *```/gm)].flatMap(([, code = '']) => code.split('\n'));
}

/** The text without fenced code and comments. */
export function withoutCode({ text }: Page): string {
  return text.replace(/^ *```[\s\S]*?^ *```.*$/gm, '').replace(/<!--[\s\S]*?-->/g, '');
}

/** Paragraphs, list items, headings and cells of tables, each in one line, with links as their text and code as `code`. */
export function proseBlocks(page: Page): string[] {
  const plain = withoutCode(page)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`[^`]*`(?:(?:,| and|, and)?\s+`[^`]*`)*/g, 'code') // a list of names reads as one
    .replace(/\*\*/g, '');
  return plain
    .split(/\n\s*\n|\n(?=\s*(?:[-|#]|\d+\. ))/)
    .flatMap(block => (/^\s*\|/.test(block) ? block.split('|') : [block]))
    .map(block => block.replace(/\s+/g, ' ').trim())
    .filter(block => /[a-z]/i.test(block));
}

/** A colon ends a sentence, too: what follows can be read by itself. */
export function toSentences(block: string): string[] {
  return block.split(/(?<=[.!?:;])\s+/);
}
