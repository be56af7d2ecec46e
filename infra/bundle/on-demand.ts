import { basename, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** What is imported on demand and has a file of its own beside the bundle. */
export interface OwnFile {
  /** From the root of the project. */
  readonly module: string;
  /** From the folder of the output, such as `check/live.mjs`: beside the bundle. */
  readonly file: string;
  readonly usesSdk: boolean;
}

/**
 * Leaves one module that is imported on demand to a file of its own: a program that does without it starts without
 * reading it. The file has copies of what both use, so that classes that cross must be known by their name.
 *
 * Fails the build where the module is not met: then it was renamed, or is no longer imported on demand.
 */
export function ownFile({ module, file }: OwnFile, root: string): Plugin {
  return {
    name: 'own-file',
    setup(build) {
      let met = false;
      build.onResolve({ filter: /^\.\.?\// }, ({ path, kind, resolveDir }) => {
        if (kind !== 'dynamic-import' || resolve(resolveDir, path) !== resolve(root, module))
          return undefined;
        met = true;
        return { path: `./${basename(file)}`, external: true };
      });
      build.onEnd(() => ({
        errors: met
          ? []
          : [{ text: `own-file: ${module} is not imported on demand; follow, or take it out` }],
      }));
    },
  };
}
