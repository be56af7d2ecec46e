import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** A module that is not needed, and what takes its place: esbuild itself notices an export that is missing. */
export interface LeftOut {
  /** The end of the module's path below `node_modules`, with `/`. */
  readonly module: string;
  readonly instead: string;
}

/** What each client says of itself in its user agent; only the version is read. */
const PACKAGE = /[\\/]@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/;

const fails = (what: string) =>
  `throw new Error('${what} is left out of this bundle: infra/bundle/left-out.ts')`;

/** What the SDK needs only outside of Lambda, or for services that the functions do not call. */
export const OUTSIDE_LAMBDA: readonly LeftOut[] = [
  {
    // Lambda has the role's credentials in the environment; profiles, SSO, processes, tokens and metadata services
    // are for other places.
    module: '@aws-sdk/credential-provider-node/dist-es/index.js',
    instead: `export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';`,
  },
  {
    // ~/.aws/config and ~/.aws/credentials, which each client would look for at its first call.
    module: '@smithy/core/dist-es/submodules/config/shared-ini-file-loader/loadSharedConfigFiles.js',
    instead: `export { CONFIG_PREFIX_SEPARATOR } from './constants';
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
  },
  {
    // Of defaults mode "auto", which takes the region from AWS_REGION where that is set, as Lambda does.
    module:
      '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    instead: 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  {
    // No call of the functions streams events. Imported on demand, which would also keep esbuild from leaving out
    // what the modules behind it do not need.
    module: '@smithy/core/dist-es/submodules/event-streams/index.js',
    instead: `export const eventStreamSerdeProvider = undefined;
      export class EventStreamSerde { constructor() { ${fails('the event stream codec')}; } }`,
  },
  {
    // Signing for several regions at once: the functions sign each call for one.
    module: '@aws-sdk/signature-v4-multi-region/dist-es/index.js',
    instead: `import { SignatureV4 } from '@smithy/signature-v4';
      export class SignatureV4MultiRegion extends SignatureV4 {
        static sigv4aDependency() { return 'none'; }
      }`,
  },
  {
    // For a Node without SHA-256.
    module: '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
    instead: `export class Sha256Js { constructor() { ${fails('SHA-256 in JavaScript')}; } }`,
  },
  {
    // Of endpoint discovery: DynamoDB's client makes one, and no call of the functions uses it.
    module: '@aws-sdk/endpoint-cache/dist-es/index.js',
    instead: 'export class EndpointCache {}',
  },
];

/**
 * Puts tiny modules in the place of those that are not needed, and of each client's package.json only the version, which
 * is all that is read of it.
 *
 * Fails the build where one of the modules is not met: then the SDK has renamed it, or does without it.
 */
export function leaveOut(modules: readonly LeftOut[]): Plugin {
  return {
    name: 'leave-out',
    setup(build) {
      const missed = new Set([...modules.map(({ module }) => module), PACKAGE.source]);
      for (const { module, instead } of modules) {
        build.onLoad({ filter: toFilter(module) }, ({ path }) => {
          missed.delete(module);
          return { contents: instead, loader: 'js', resolveDir: dirname(path) };
        });
      }
      build.onLoad({ filter: PACKAGE }, async ({ path }) => {
        missed.delete(PACKAGE.source);
        const { version } = JSON.parse(await readFile(path, 'utf8'));
        return { contents: JSON.stringify({ version }), loader: 'json' };
      });
      build.onEnd(() => ({
        errors: [...missed].map(module => ({
          text: `leave-out: ${module} is not part of any bundle; if the SDK has renamed it, follow, else take it out`,
        })),
      }));
    },
  };
}

function toFilter(module: string): RegExp {
  const parts = module.split('/').map(part => part.replaceAll('.', '\\.'));
  return new RegExp(`[\\\\/]node_modules[\\\\/]${parts.join('[\\\\/]')}$`);
}
