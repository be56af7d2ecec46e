import { dirname, resolve } from 'node:path';
import { type BuildOptions, build as bundle, type Plugin } from 'esbuild';

/** Our own files that use the SDK. What of them is imported in other ways, such as a parser, is in the bundle twice. */
const WITH_SDK = /[\\/](functions[\\/]aws|cli[\\/]check[\\/]live|cli[\\/]deployment[\\/]find-region)\b/;

/**
 * Bundles each of our own modules that uses the SDK and is imported on demand with its packages first, and then takes it
 * in as one module. Of what is imported on demand esbuild leaves nothing out otherwise: all schemas of EC2 for one call.
 *
 * Our own files stay imports, so that a class is the same class on both sides. Only those that use the SDK do not: of
 * these packages, too, only what is used may be left.
 *
 * @param settings - of the build, without this plugin
 */
export function bundleOnDemand(settings: BuildOptions): Plugin {
  return {
    name: 'on-demand',
    setup(build) {
      let met = false;
      build.onResolve({ filter: /^\.\.?\// }, ({ path, kind, importer, resolveDir }) => {
        if (kind !== 'dynamic-import' || importer.includes('node_modules')) return undefined;
        const file = resolve(resolveDir, path);
        if (!WITH_SDK.test(file)) return undefined;
        met = true;
        return { path: file, namespace: 'on-demand' };
      });
      build.onLoad({ filter: /./, namespace: 'on-demand' }, async ({ path }) => {
        const { outputFiles = [] } = await bundle({
          ...toInner(settings),
          entryPoints: [path],
          write: false,
        });
        return { contents: outputFiles[0]?.text ?? '', loader: 'js', resolveDir: dirname(path) };
      });
      build.onEnd(() => ({
        errors: met
          ? []
          : [{ text: 'on-demand: nothing of our own is imported on demand; take the plugin out' }],
      }));
    },
  };
}

function toInner({ banner, plugins = [], ...settings }: BuildOptions): BuildOptions {
  const ownStays: Plugin = {
    name: 'own-stays',
    setup: build =>
      build.onResolve({ filter: /^\.\.?\// }, ({ path, importer, resolveDir }) => {
        const file = resolve(resolveDir, path);
        if (importer.includes('node_modules') || WITH_SDK.test(file)) return undefined;
        return { path: file, external: true };
      }),
  };
  return {
    ...settings,
    plugins: [ownStays, ...plugins],
    minify: false,
    sourcemap: 'inline',
  };
}
