import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../functions/aws/function-names.ts';
import { bundleFunctions, bundleProgram } from './bundle/bundle.ts';

/** What is deployed: each exports `handler`. */
const FUNCTIONS = Object.fromEntries(
  FUNCTION_NAMES.map(name => [`${name}/index`, `functions/${name}/handler.ts`]),
);
/** The program of the package, and what it reads only when it needs it. */
const PROGRAM = {
  'check/index': 'cli/check/main.ts',
  'check/html': 'cli/check/reports/html/html-report.ts',
  'check/reports': 'cli/check/reports/other-reports.ts',
  'check/live': 'cli/check/live/read-places.ts',
  'check/yaml': 'cli/input/cloudformation/yaml-template.ts',
};

// Only the folders of the bundles: dist also holds the templates of "npm run package".
for (const bundle of Object.keys({ ...FUNCTIONS, ...PROGRAM })) {
  const folder = new URL(`../dist/${bundle}/..`, import.meta.url);
  await rm(fileURLToPath(folder), { recursive: true, force: true });
}
await bundleFunctions(FUNCTIONS, 'dist');
await bundleProgram(PROGRAM, 'dist');
