import { build, type Plugin } from 'esbuild';

/** A module with these contents as esbuild bundles it with these plugins: like the functions, but not minified. */
export async function bundleOf(contents: string, plugins: Plugin[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'silent',
    plugins,
  });
  return outputFiles[0]?.text ?? '';
}
