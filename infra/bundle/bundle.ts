import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { builtinModules } from './builtin-modules.ts';
import { leaveOut, OUTSIDE_LAMBDA } from './left-out.ts';
import { ownBundles } from './own-bundles.ts';
import { schemaKeys } from './schema-keys.ts';
import { textFiles } from './text-files.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Entry points by the path of their bundle, which lacks `.mjs` and begins below the output directory. */
export type EntryPoints = Readonly<Record<string, string>>;

const SETTINGS: BuildOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  // The functions run on 24, check on what users have: 20.16 is the first with process.getBuiltinModule.
  target: 'node20.16',
  format: 'esm',
  // The SDK's ES modules tree-shake, its CommonJS ones do not: 0.9 MB instead of 1.5 MB.
  mainFields: ['module', 'main'],
  // CommonJS dependencies call `require`, which an ES module lacks.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
};

/** The files that bundles are made of, by their paths from the root of the project. */
export type BundledFiles = readonly string[];

/**
 * Bundles what runs in Lambda, without what only other places need (docs/adr/0008-small-bundles.md).
 *
 * @throws where a plugin finds nothing to do any more: its target was renamed, or the SDK has fixed it
 */
export async function bundleFunctions(entryPoints: EntryPoints, outdir: string): Promise<BundledFiles> {
  const { metafile } = await build({ ...SETTINGS, ...forLambda(), metafile: true, entryPoints, outdir });
  return Object.keys(metafile.inputs);
}

/**
 * Bundles the same as CommonJS, which the code in a template has to be.
 *
 * @returns the text of each bundle, by the name of its entry point
 */
export async function bundleForTemplate(entryPoints: EntryPoints): Promise<ReadonlyMap<string, string>> {
  const { banner: _, outExtension: __, ...settings } = SETTINGS;
  const asText = { format: 'cjs', sourcemap: false, write: false, outdir: '.' } as const;
  const { outputFiles } = await build({ ...settings, ...forLambda(), ...asText, entryPoints });
  return new Map(outputFiles.map(({ path, text }) => [relative(root, path).replace(/\.js$/, ''), text]));
}

function forLambda(): Pick<BuildOptions, 'plugins'> {
  return { plugins: [schemaKeys(), leaveOut(OUTSIDE_LAMBDA), builtinModules()] };
}

/**
 * Bundles a program for users' own machines, which has all of the SDK's ways to credentials and settings.
 *
 * @param entryPoints - the program, and what it imports on demand from a bundle beside it
 */
export async function bundleProgram(entryPoints: EntryPoints, outdir: string): Promise<BundledFiles> {
  const plugins = [schemaKeys(), ownBundles(entryPoints), textFiles(), builtinModules()];
  const { metafile } = await build({ ...SETTINGS, metafile: true, entryPoints, outdir, plugins });
  return Object.keys(metafile.inputs);
}
