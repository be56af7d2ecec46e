import { basename, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Keeps what is imported on demand and has a bundle of its own out of the others: every start would read it, and reading
 * takes longer than most checks. All bundles are in one folder.
 *
 * Each bundle has its own classes: an error that goes from one to another is known by its name.
 *
 * Fails the build where nothing is imported so: then the plugin is to go, or to follow.
 *
 * @param entryPoints - by the path of their bundle, without `.mjs`
 */
export function ownBundles(entryPoints: Readonly<Record<string, string>>): Plugin {
  const bundles = new Map(Object.entries(entryPoints).map(([bundle, source]) => [resolve(source), bundle]));
  return {
    name: 'own-bundles',
    setup(build) {
      let met = false;
      build.onResolve({ filter: /^\.\.?\// }, ({ path, kind, resolveDir }) => {
        const bundle = bundles.get(resolve(resolveDir, path));
        if (kind !== 'dynamic-import' || bundle === undefined) return undefined;
        met = true;
        return { path: `./${basename(bundle)}.mjs`, external: true };
      });
      build.onEnd(() => ({
        errors: met ? [] : [{ text: 'own-bundles: nothing has a bundle of its own; take the plugin out' }],
      }));
    },
  };
}
