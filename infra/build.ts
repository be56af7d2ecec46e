import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../functions/aws/function-names.ts';
import { bundleFunctions, bundleProgram } from './bundle/bundle.ts';

/** What is deployed: each exports `handler`. */
const FUNCTIONS = Object.fromEntries(
  FUNCTION_NAMES.map(name => [`${name}/index`, `functions/${name}/handler.ts`]),
);
/** The program of the package. */
const PROGRAM = { 'check/index': 'cli/check/main.ts' };

// Only the folders of the bundles: dist also holds the templates of "npm run package".
for (const bundle of Object.keys({ ...FUNCTIONS, ...PROGRAM })) {
  const folder = new URL(`../dist/${bundle}/..`, import.meta.url);
  await rm(fileURLToPath(folder), { recursive: true, force: true });
}
await bundleFunctions(FUNCTIONS, 'dist');
await bundleProgram(PROGRAM, 'dist');
