import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** The source of a client's schemas, and of the modules beside it. */
export interface SchemaModule {
  readonly source: string;
  /** Reads a module of the same client, such as `models/errors.js`. */
  readonly readBeside: (path: string) => Promise<string>;
}

/** A change to the source of schemas. */
export interface SchemaRewrite {
  /** For the message that there is nothing left to rewrite. */
  readonly name: string;
  /** The source as it is to be bundled; the very same where there is nothing to do in this client. */
  readonly rewrite: (module: SchemaModule) => Promise<string> | string;
}

/**
 * Rewrites the schemas of every SDK client, one rewrite after the other.
 *
 * Fails the build where a rewrite has found nothing to do in any client: then the SDK has changed, and the rewrite is
 * to go, or to follow.
 */
export function rewriteSchemas(rewrites: readonly SchemaRewrite[]): Plugin {
  return {
    name: 'rewrite-schemas',
    setup(build) {
      const idle = new Set(rewrites);
      build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
        const client = resolve(dirname(path), '..');
        const readBeside = (beside: string) => readFile(resolve(client, beside), 'utf8');
        let source = await readFile(path, 'utf8');
        for (const each of rewrites) {
          const rewritten = await each.rewrite({ source, readBeside });
          if (rewritten !== source) idle.delete(each);
          source = rewritten;
        }
        return { contents: source, loader: 'js' };
      });
      build.onEnd(() => ({
        errors: [...idle].map(({ name }) => ({
          text: `${name}: no SDK client's schemas have anything to rewrite; if the SDK has mended it, take the rewrite out`,
        })),
      }));
    },
  };
}
