import { execFile } from 'node:child_process';
import { mkdtemp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serviceFolder } from './osls.ts';
import { REGION } from './region.ts';
import { type Deployed, describe, type Parameters } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The last commit of 0.1.0, which was never tagged. */
const COMMIT = '4b73e2b66a47e0b4f56bc9519a06557c53c34623';
const PARTS = ['serverless.yml', 'package.json', 'tsconfig.json', 'infra', 'functions', 'local'];
const OSLS = 'node_modules/osls/bin/serverless.js';

/** Whether the history is here: a shallow clone has none. */
export const hasFirstRelease = (): Promise<boolean> =>
  run('git', ['cat-file', '-e', `${COMMIT}^{commit}`], { cwd: root }).then(
    () => true,
    () => false,
  );

/** A stack of 0.1.0, built from its own source with the packages of today. */
export async function deployFirstRelease(parameters: Parameters): Promise<Deployed> {
  const directory = await mkdtemp(join(process.env.MINISTACK_DIRECTORY ?? '', 'first-release-'));
  const archive = join(directory, 'source.tar');
  await run('git', ['archive', '--output', archive, COMMIT, ...PARTS], { cwd: root });
  await run('tar', ['-xf', archive], { cwd: directory });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  const service = serviceFolder(directory);
  await service.run('infra/build.ts');
  const params = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
  await service.run(OSLS, 'deploy', '--region', REGION, ...params);
  const remove = () => service.run(OSLS, 'remove', '--region', REGION);
  return { ...(await describe('nacl-ephemeral-guard-prod')), remove };
}
