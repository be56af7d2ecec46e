import type { SchemaRewrite } from './schemas.ts';

/** `const _xN = "xmlName";`: the constants at the head of a module of schemas. */
const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;
/** `{ [_xN]: …`: a key that esbuild takes for a side effect, since it may call a `toString`. */
const COMPUTED_KEY = /([{,]\s*)\[(\w+)\]:/g;

/**
 * Writes out the keys of the schemas, so that esbuild leaves out the schemas that nobody refers to: `{ [_xN]: _dR }`
 * becomes `{ "xmlName": _dR }`. Of EC2's 3,400 a function needs a dozen. What is left out esbuild decides, as everywhere;
 * nothing is declared to be free of side effects.
 */
export const schemaKeys: SchemaRewrite = {
  name: 'schema-keys',
  rewrite: ({ source }) => writeKeysOut(source),
};

/** @throws Error where a key is no constant of the module */
export function writeKeysOut(source: string): string {
  const constants = new Map(Array.from(source.matchAll(CONSTANT), ([, name, literal]) => [name, literal]));
  return source.replaceAll(COMPUTED_KEY, (_, before: string, name: string) => {
    const literal = constants.get(name);
    if (literal === undefined) throw new Error(`schema-keys: the key [${name}] is no constant of its module`);
    return `${before}${literal}:`;
  });
}
