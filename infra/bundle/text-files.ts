import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Modules that do nothing but read files beside them. */
const MODULE = /[\\/]page-files\.ts$/;
const CALL = /readFileSync\(new URL\('(\.\/[\w.-]+)', import\.meta\.url\), 'utf8'\)/g;

/**
 * Puts the text of a file in the place of the call that reads it: a bundle has no files beside it.
 *
 * Fails the build where no such call is met: then the plugin is to go, or to follow.
 */
export function textFiles(): Plugin {
  return {
    name: 'text-files',
    setup(build) {
      let met = false;
      build.onLoad({ filter: MODULE }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const names = Array.from(source.matchAll(CALL), ([, name = '']) => name);
        const texts = await Promise.all(names.map(name => readFile(join(dirname(path), name), 'utf8')));
        met ||= texts.length > 0;
        const contents = source.replaceAll(CALL, () => JSON.stringify(texts.shift()));
        return { contents, loader: 'ts' };
      });
      build.onEnd(() => ({
        errors: met ? [] : [{ text: 'text-files: no module reads a file beside it; take the plugin out' }],
      }));
    },
  };
}
