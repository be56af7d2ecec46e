import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FUNCTION_NAMES } from '../functions/aws/function-names.ts';
import { bundleForTemplate, bundleFunctions, bundleProgram } from './bundle/bundle.ts';
import { toInlineCode } from './bundle/loader.ts';
import { renderNotices } from './release/notices.ts';
import { bundledPackages } from './release/packages.ts';

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
  'check/organisation': 'cli/check/organisation/organisation.ts',
  'check/recorded': 'cli/input/recorded/recorded.ts',
  'check/yaml': 'cli/input/cloudformation/yaml-template.ts',
};

const dist = new URL('../dist/', import.meta.url);

// Only the folders of the bundles: dist also holds the templates of "npm run package".
for (const folder of [...Object.keys({ ...FUNCTIONS, ...PROGRAM }).map(bundle => `${bundle}/..`), 'inline']) {
  await rm(fileURLToPath(new URL(folder, dist)), { recursive: true, force: true });
}
const files = [...(await bundleFunctions(FUNCTIONS, 'dist')), ...(await bundleProgram(PROGRAM, 'dist'))];
for (const [name, bundle] of await bundleForTemplate(FUNCTIONS)) {
  const file = new URL(`inline/${name}.js`, dist);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, toInlineCode(bundle));
}
// For the bill of materials of a release.
await writeFile(new URL('bundled-files.json', dist), JSON.stringify(files));
await writeFile(new URL('THIRD-PARTY-NOTICES.txt', dist), renderNotices(await bundledPackages(files)));
