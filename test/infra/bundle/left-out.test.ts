import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { builtinModules } from '../../../infra/bundle/builtin-modules.ts';
import { leaveOut, OUTSIDE_LAMBDA } from '../../../infra/bundle/left-out.ts';
import { ownBundles } from '../../../infra/bundle/own-bundles.ts';
import { bundleOf } from './bundle-of.ts';

const run = (source: string): Promise<Readonly<Record<string, unknown>>> =>
  import(`data:text/javascript,${encodeURIComponent(source)}`);
const DYNAMODB = `export { DynamoDBClient } from '@aws-sdk/client-dynamodb';`;

describe('what is left out', () => {
  it.each(OUTSIDE_LAMBDA.map(({ module }) => [module]))('is still there to be left out: %s', async module => {
    const one = OUTSIDE_LAMBDA.filter(each => each.module === module);
    await expect(bundleOf(DYNAMODB, [leaveOut(one)])).resolves.not.toBe('');
  });

  it('fails the build where it is not met any more', async () => {
    const renamed = [{ module: '@smithy/core/dist-es/renamed.js', instead: '' }];
    await expect(bundleOf(DYNAMODB, [leaveOut(renamed)])).rejects.toThrow(
      /leave-out: @smithy\/core\/dist-es\/renamed.js is not part of any bundle/,
    );
  });

  it('fails the build where a module imports more than what takes its place', async () => {
    const module = '@aws-sdk/credential-provider-node/dist-es/index.js';
    const less = [{ module, instead: 'export const otherProvider = 1;' }];
    await expect(bundleOf(DYNAMODB, [leaveOut(less)])).rejects.toThrow(/defaultProvider/);
  });

  it('leaves the credentials of the environment', async () => {
    const entry = `export { defaultProvider } from '@aws-sdk/credential-provider-node';
      export { SNSClient } from '@aws-sdk/client-sns';`;
    const { defaultProvider } = await run(await bundleOf(entry, [leaveOut(OUTSIDE_LAMBDA.slice(0, 1))]));
    const provide = (defaultProvider as () => () => Promise<object>)();
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'id');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'key');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    const credentials = { accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' };
    expect(await provide()).toMatchObject(credentials);
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    await expect(provide()).rejects.toThrow('Unable to find environment variable credentials');
  });
});

describe("Node's own modules", () => {
  const entry = `import process, { versions } from 'node:process';
    import { join } from 'path';
    import * as os from 'node:os';
    export const answers = [versions.node, process.pid, join('a', 'b'), os.EOL];`;

  it('are there by every kind of import', async () => {
    const { answers } = await run(await bundleOf(entry, [builtinModules()]));
    expect(answers).toEqual([process.versions.node, process.pid, 'a/b', '\n']);
  });

  it('are not asked for what is not needed', async () => {
    const source = await bundleOf(entry, [builtinModules()]);
    expect(source).toContain('builtin.versions');
    expect(source).not.toMatch(/stdout|stderr|createReadStream/);
    expect(source).not.toMatch(/^import/m);
  });
});

it('a plugin for built-in modules fails the build where there is none', async () => {
  await expect(bundleOf('export const a = 1;', [builtinModules()])).rejects.toThrow(/take the plugin out/);
});

it('a plugin for bundles of their own fails the build where there is none', async () => {
  await expect(bundleOf('export const a = 1;', [ownBundles({})])).rejects.toThrow(/take the plugin out/);
});
