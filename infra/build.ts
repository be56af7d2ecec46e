import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, bundleProgram } from './bundle/bundle.ts';

/** What is deployed: each exports `handler`. */
const FUNCTIONS = {
  'guard/index': 'functions/guard/handler.ts',
  'sweep/index': 'functions/sweep/handler.ts',
  'slack/index': 'functions/slack/handler.ts',
};
/** The program of the package. */
const PROGRAM = { 'check/index': 'cli/check/main.ts' };
/** What it needs only to read from AWS, and templates in YAML. */
const OWN_FILES = [
  { module: 'cli/check/live/read-places.ts', file: 'check/live.mjs', usesSdk: true },
  { module: 'cli/input/cloudformation/yaml-template.ts', file: 'check/yaml.mjs', usesSdk: false },
];

// Only the folders of the bundles: dist also holds the templates of "npm run package".
for (const bundle of Object.keys({ ...FUNCTIONS, ...PROGRAM })) {
  const folder = new URL(`../dist/${bundle}/..`, import.meta.url);
  await rm(fileURLToPath(folder), { recursive: true, force: true });
}
await bundleFunctions(FUNCTIONS, 'dist');
await bundleProgram(PROGRAM, OWN_FILES, 'dist');
