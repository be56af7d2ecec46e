import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledPackages } from './packages.ts';
import { type Product, toSbom } from './sbom.ts';

const TEMPLATE = 'nacl-ephemeral-guard.template.json';
const MEMBER_TEMPLATES = [
  'nacl-ephemeral-guard-member.template.json',
  'nacl-ephemeral-guard-stack-set.template.json',
] as const;
const FUNCTIONS = ['guard', 'sweep', 'slack'] as const;

/** What a release is made from: the folder of the project, after `npm run package`, and the time. */
export interface ReleaseSource {
  readonly root: string;
  readonly product: Product;
  /** ISO 8601. */
  readonly timestamp: string;
}

/**
 * Writes dist/release/: the templates, the Terraform module with templates beside it, the zips of the functions, the
 * package of npm, the third-party notices, a bill of materials and checksums of all.
 *
 * @returns the names of the files, in the order of their checksums
 */
export async function writeRelease({ root, product, timestamp }: ReleaseSource): Promise<readonly string[]> {
  const release = join(root, 'dist/release');
  await rm(release, { recursive: true, force: true });
  await mkdir(release, { recursive: true });
  const take = (from: string, to: string) => cp(join(root, from), join(release, to), { recursive: true });
  for (const template of [TEMPLATE, ...MEMBER_TEMPLATES]) await take(`dist/${template}`, template);
  await take('dist/THIRD-PARTY-NOTICES.txt', 'THIRD-PARTY-NOTICES.txt');
  await take('LICENSE', 'LICENSE');
  await take('infra/deployer-policy.json', 'deployer-policy.json');
  for (const name of FUNCTIONS) await take(`.serverless/${name}.zip`, `${name}.zip`);
  await writeModule(root, release);
  await pack(root, release);
  const sbom = toSbom(product, await packagesOf(root), timestamp);
  await writeFile(join(release, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
  return writeChecksums(release);
}

/** The registry takes a module as it is: without its tests, with the template. */
async function writeModule(root: string, release: string): Promise<void> {
  const module = join(release, 'terraform');
  await cp(join(root, 'infra/terraform'), module, { recursive: true });
  await rm(join(module, 'tests'), { recursive: true });
  for (const template of [TEMPLATE, ...MEMBER_TEMPLATES])
    await cp(join(root, 'dist', template), join(module, template));
  await cp(join(root, 'LICENSE'), join(module, 'LICENSE'));
}

/** --ignore-scripts: what is packed is built already. */
async function pack(root: string, release: string): Promise<void> {
  await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', release], {
    cwd: root,
  });
}

async function packagesOf(root: string) {
  const files: unknown = JSON.parse(await readFile(join(root, 'dist/bundled-files.json'), 'utf8'));
  return bundledPackages(files as readonly string[]);
}

/** As `sha256sum --check SHA256SUMS` reads them. */
async function writeChecksums(release: string): Promise<readonly string[]> {
  const entries = await readdir(release, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(release.length + 1))
    .toSorted();
  const lines = await Promise.all(
    files.map(async file => {
      const sha256 = createHash('sha256').update(await readFile(join(release, file)));
      return `${sha256.digest('hex')}  ${file}\n`;
    }),
  );
  await writeFile(join(release, 'SHA256SUMS'), lines.join(''));
  return files;
}
