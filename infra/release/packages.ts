import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A package of npm that is part of a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX names it, such as `Apache-2.0`. */
  readonly license: string;
  /** The author, or else the package's own authors. */
  readonly holder: string;
  /** The texts of its licence and notice. */
  readonly texts: readonly string[];
}

/** Licences that may be part of what is deployed. */
const PERMISSIVE: ReadonlySet<string> = new Set(['0BSD', 'Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);

/**
 * The packages that files of a bundle belong to, by name.
 *
 * @throws Error where a package has a licence that is not permissive
 */
export async function bundledPackages(files: readonly string[]): Promise<readonly BundledPackage[]> {
  const folders = new Set(files.flatMap(file => packageFolder(file) ?? []));
  const packages = await Promise.all([...folders].map(folder => readPackage(join(root, folder))));
  return packages.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** `node_modules/@aws-sdk/core` of a file below it; undefined for a file of our own. */
function packageFolder(file: string): string | undefined {
  return /^(?:.*[/:])?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license, author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!PERMISSIVE.has(license)) {
    throw new Error(`${name} has the licence ${license}, expected one of ${[...PERMISSIVE].join(', ')}`);
  }
  const holder = author?.name ?? author ?? `the authors of ${name}`;
  const texts = await readTexts(folder);
  // Some packages of the SDK come without the text, which is the same for all.
  const isBare = texts.length === 0 && license === 'Apache-2.0';
  return { name, version, license, holder, texts: isBare ? [await readApache()] : texts };
}

/** The project has the same licence. */
async function readApache(): Promise<string> {
  return (await readFile(join(root, 'LICENSE'), 'utf8')).trim();
}

async function readTexts(folder: string): Promise<readonly string[]> {
  const found = (await readdir(folder)).filter(name => /^(licen[cs]e|notice)([.-]|$)/i.test(name)).toSorted();
  const texts = await Promise.all(found.map(name => readFile(join(folder, name), 'utf8')));
  return texts.map(text => text.trim());
}
