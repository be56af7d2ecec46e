import { readFileSync } from 'node:fs';

// The bundle has the texts of the files instead of these calls (infra/bundle/text-files.ts).
const THEME = readFileSync(new URL('./page-theme.css', import.meta.url), 'utf8');
const STYLE = readFileSync(new URL('./page.css', import.meta.url), 'utf8');
const AXIS_STYLE = readFileSync(new URL('./page-axis.css', import.meta.url), 'utf8');
const PRINT = readFileSync(new URL('./page-print.css', import.meta.url), 'utf8');
const ELEMENTS = readFileSync(new URL('./page-elements.js', import.meta.url), 'utf8');
const AXIS = readFileSync(new URL('./page-axis.js', import.meta.url), 'utf8');
const ROWS = readFileSync(new URL('./page-rows.js', import.meta.url), 'utf8');
const PAGE = readFileSync(new URL('./page.js', import.meta.url), 'utf8');

export const PAGE_STYLE = THEME + STYLE + AXIS_STYLE + PRINT;
/** One module: a page that is one file cannot import. The files are in the order in which they need each other. */
export const PAGE_SCRIPT = [ELEMENTS, AXIS, ROWS, PAGE].map(withoutImports).join('\n');

function withoutImports(source: string): string {
  return source.replaceAll(/^import .*;\n/gm, '').replaceAll(/^export /gm, '');
}
