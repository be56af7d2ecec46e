import { brotliCompressSync, constants } from 'node:zlib';

/**
 * The code of a function for `Code.ZipFile` of a template: the bundle as Brotli in base64, and a few lines that unpack
 * it when Lambda loads the file. Lambda calls the file index.js and reads it as CommonJS.
 *
 * @param bundle - CommonJS that exports `handler`
 */
export function toInlineCode(bundle: string): string {
  const packed = brotliCompressSync(bundle, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(bundle),
    },
  }).toString('base64');
  return [
    `const code=require('node:zlib').brotliDecompressSync(Buffer.from('${packed}','base64')).toString();`,
    "const vm=require('node:vm');",
    // The SDK imports parts of Node on demand.
    'const importModuleDynamically=vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;',
    "const load=vm.compileFunction(code,['exports','require','module'],{filename:'bundle.cjs',importModuleDynamically});",
    'const bundle={exports:{}};',
    'load(bundle.exports,require,bundle);',
    'exports.handler=bundle.exports.handler;',
    '',
  ].join('\n');
}
