import { builtinModules as names } from 'node:module';
import type { Plugin } from 'esbuild';

/** A name that can be exported as it is. */
const NAME = /^(?!default$)[A-Za-z_$][\w$]*$/;

/**
 * Takes Node's own modules by `process.getBuiltinModule` instead of `import`. An import reads every export of the module,
 * and some of these load more: `node:process` opens stdout, `node:fs` loads its streams. So, only what is used is read.
 */
export function builtinModules(): Plugin {
  return {
    name: 'builtin-modules',
    setup(build) {
      let met = false;
      build.onResolve({ filter: /^(node:|[a-z_]+(\/|$))/ }, ({ path, kind }) => {
        const name = path.replace(/^node:/, '');
        if (kind !== 'import-statement' || !names.includes(name)) return undefined;
        met = true;
        return { path: `node:${name}`, namespace: 'builtin', sideEffects: false };
      });
      build.onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
        contents: toModule(path),
        loader: 'js',
      }));
      build.onEnd(() => ({
        errors: met
          ? []
          : [{ text: "builtin-modules: none of Node's modules is imported; take the plugin out" }],
      }));
    },
  };
}

function toModule(id: string): string {
  const exported = Object.keys(process.getBuiltinModule(id) ?? {}).filter(name => NAME.test(name));
  return [
    `const builtin = process.getBuiltinModule('${id}');`,
    'export default builtin;',
    // A read may have effects, as above: it is declared free of them, so that an unused one is left out.
    ...exported.map(name => `const _${name} = /* @__PURE__ */ (() => builtin.${name})();`),
    ...exported.map(name => `export { _${name} as ${name} };`),
  ].join('\n');
}
