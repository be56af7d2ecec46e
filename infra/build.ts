import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleFunctions, bundleProgram } from './bundle/bundle.ts';

// Its own folders only: "npm run package" keeps its templates in dist, too.
for (const folder of ['guard', 'sweep', 'slack', 'check']) {
  await rm(fileURLToPath(new URL(`../dist/${folder}`, import.meta.url)), { recursive: true, force: true });
}
// What is deployed: each exports `handler`.
await bundleFunctions(
  {
    'guard/index': 'functions/guard/handler.ts',
    'sweep/index': 'functions/sweep/handler.ts',
    'slack/index': 'functions/slack/handler.ts',
  },
  'dist',
);
// The program of the package.
await bundleProgram({ 'check/index': 'cli/check/main.ts' }, 'dist');
