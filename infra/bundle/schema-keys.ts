import { readFile } from 'node:fs/promises';
import type { Metafile, Plugin } from 'esbuild';

/** `const _xN = "xmlName";`: the constants at the head of a module of schemas. */
const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;
/** `{ [_xN]: …`: a key that esbuild takes for a side effect, since it may call a `toString`. */
const COMPUTED_KEY = /([{,]\s*)\[(\w+)\]:/g;

/**
 * Writes out the keys of the schemas of every SDK client, so that esbuild leaves out the schemas that no module refers
 * to: `{ [_xN]: _dR }` becomes `{ "xmlName": _dR }`. Of EC2's 3,400 a function needs a dozen. What is left out esbuild
 * decides, as everywhere; nothing is declared to be free of side effects.
 *
 * Fails the build where no client has such keys: then the SDK has changed, and the plugin is to go, or to follow.
 *
 * @param expected - in which builds that is a failure: in those with a client of the SDK, or in all
 */
export function schemaKeys(expected: 'with clients' | 'always' = 'always'): Plugin {
  return {
    name: 'schema-keys',
    setup(build) {
      let met = false;
      build.initialOptions.metafile = true;
      build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = writeKeysOut(source);
        met ||= contents !== source;
        return { contents, loader: 'js' };
      });
      build.onEnd(({ metafile }) => ({
        errors:
          met || (expected === 'with clients' && !hasClients(metafile))
            ? []
            : [{ text: "schema-keys: no SDK client's schemas have computed keys; take the plugin out" }],
      }));
    },
  };
}

function hasClients(metafile: Metafile | undefined): boolean {
  return Object.keys(metafile?.inputs ?? {}).some(path => /@aws-sdk[\\/]client-/.test(path));
}

/** @throws Error where a key is no constant of the module */
export function writeKeysOut(source: string): string {
  const constants = new Map(Array.from(source.matchAll(CONSTANT), ([, name, literal]) => [name, literal]));
  return source.replaceAll(COMPUTED_KEY, (_, before: string, name: string) => {
    const literal = constants.get(name);
    if (literal === undefined) throw new Error(`schema-keys: the key [${name}] is no constant of its module`);
    return `${before}${literal}:`;
  });
}
