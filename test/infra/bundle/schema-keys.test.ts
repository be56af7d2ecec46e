import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schemaKeys, writeKeysOut } from '../../../infra/bundle/schema-keys.ts';
import { bundleOf } from './bundle-of.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schemas-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Schemas = Readonly<Record<string, unknown>>;

async function load(client: string, plugins: Plugin[]): Promise<Schemas> {
  const path = `./node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`;
  const file = join(folder, `${client}-${plugins.length}.mjs`);
  await writeFile(file, await bundleOf(`export * from '${path}';`, plugins));
  return import(pathToFileURL(file).href);
}

/** A schema as text; the schemas that it refers to by functions are looked up by their names, so cycles do no harm. */
const toText = (schema: unknown) =>
  JSON.stringify(schema, (_, value: unknown) => {
    if (typeof value !== 'function') return value;
    const referred: unknown = value();
    return Array.isArray(referred) ? ['->', referred.slice(0, 3)] : ['->', referred];
  });

describe('the keys of schemas, written out', () => {
  it.each([
    ['ec2', 3_000],
    ['dynamodb', 150],
    ['sns', 90],
    ['sqs', 60],
    ['ssm', 500],
  ])('leave every schema of %s as it was', async (client, least) => {
    const before = await load(client, []);
    const after = await load(client, [schemaKeys()]);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(Object.keys(before).length).toBeGreaterThan(least);
    for (const [name, schema] of Object.entries(before)) {
      if (Array.isArray(schema)) expect([name, toText(after[name])]).toEqual([name, toText(schema)]);
    }
  });

  it.each([
    ['const _a = "x";\nvar S = [3, { [_a]: 1 }];', 'const _a = "x";\nvar S = [3, { "x": 1 }];'],
    [
      'const _a = "q\\"r";\nvar S = { [_a]: 1,\n  [_a]: [_a] };',
      'const _a = "q\\"r";\nvar S = { "q\\"r": 1,\n  "q\\"r": [_a] };',
    ],
    ['const _a = "x";\nvar S = [[_a], () => [_a]];', 'const _a = "x";\nvar S = [[_a], () => [_a]];'],
  ])('%j becomes %j', (source, written) => {
    expect(writeKeysOut(source)).toBe(written);
  });

  it('refuse a key that is no constant', () => {
    expect(() => writeKeysOut('var S = { [_b]: 1 };')).toThrow('the key [_b] is no constant of its module');
  });

  it('let esbuild leave out what no module refers to', async () => {
    const entry = `export { DescribeNetworkAclsCommand } from '@aws-sdk/client-ec2';`;
    const size = async (plugins: Plugin[]) => Buffer.byteLength(await bundleOf(entry, plugins));
    expect(await size([])).toBeGreaterThan(1_000_000);
    expect(await size([schemaKeys()])).toBeLessThan(600_000);
  });
});

it('a plugin for keys that finds none fails the build and says so', async () => {
  await expect(bundleOf('export const a = 1;', [schemaKeys()])).rejects.toThrow(
    "schema-keys: no SDK client's schemas have computed keys; take the plugin out",
  );
});
