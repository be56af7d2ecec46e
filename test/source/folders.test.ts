import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../functions/aws/function-names.ts';
import { pageAt } from '../docs/pages.ts';
import { SOURCES } from './files.ts';

/** The folders that hold files themselves. */
const FOLDERS = [...new Set(SOURCES.map(({ file }) => dirname(file)))];

interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: { readonly style?: { readonly noRestrictedImports?: unknown } } };
}
const { overrides }: { overrides: readonly Override[] } = JSON.parse(readFileSync('biome.json', 'utf8'));

it('every folder has a direction of imports in biome.json', () => {
  const held = overrides
    .filter(({ linter }) => linter.rules.style?.noRestrictedImports !== undefined)
    .flatMap(({ includes }) => globSync(includes.map(pattern => pattern.replace(/\*\*$/, '**/*.ts'))))
    .map(file => dirname(file));
  const free = ['cli/terminal'];
  expect(FOLDERS.filter(folder => !held.includes(folder) && !free.includes(folder))).toEqual([]);
});

it('docs/architecture.md, "Folders", names every folder', () => {
  const [, section = ''] = pageAt('docs/architecture.md').text.split('\n## Folders\n');
  const named = [...section.matchAll(/`((?:functions|cli|infra)(?:\/[^`]*)?)\/`/g)].map(
    ([, folder]) => folder,
  );
  const isNamed = (folder: string) => named.some(name => folder === name || folder.startsWith(`${name}/`));
  expect(FOLDERS.filter(folder => !isNamed(folder))).toEqual([]);
});

it('every function has a handler', () => {
  const handlers = globSync('functions/*/handler.ts').map(file => file.split('/')[1]);
  expect(handlers.toSorted()).toEqual(FUNCTION_NAMES.toSorted());
});
