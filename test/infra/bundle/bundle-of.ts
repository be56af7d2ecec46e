import { build, type Plugin } from 'esbuild';

/** What esbuild makes of a module with these contents and these plugins, as the functions are bundled but for minifying. */
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
