import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every bundle: where it lands, and its entry point. A function exports `handler`; check is the package's program. */
const bundles = {
  'guard/index': 'functions/guard/handler.ts',
  'sweep/index': 'functions/sweep/handler.ts',
  'slack/index': 'functions/slack/handler.ts',
  'check/index': 'local/check/main.ts',
};

await rm(`${root}/dist`, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: bundles,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  platform: 'node',
  target: 'node20', // the functions run on 24, check on whatever people have
  format: 'esm',
  // The SDK's ES modules tree-shake, its CommonJS ones do not: 0.9 MB instead of 1.5 MB.
  mainFields: ['module', 'main'],
  // CommonJS dependencies call `require`, which an ES module lacks.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
});
