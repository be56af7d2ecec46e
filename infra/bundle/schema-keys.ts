import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

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
 */
export function schemaKeys(): Plugin {
  return {
    name: 'schema-keys',
    setup(build) {
      let met = false;
      build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = writeKeysOut(source);
        met ||= contents !== source;
        return { contents, loader: 'js' };
      });
      build.onEnd(() => ({
        errors: met
          ? []
          : [{ text: "schema-keys: no SDK client's schemas have computed keys; take the plugin out" }],
      }));
    },
  };
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
