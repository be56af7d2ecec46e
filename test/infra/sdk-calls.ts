import { builtinModules } from 'node:module';
import { build } from 'esbuild';

/** Calls of the AWS API that a library makes for us, where its own code hides them. */
const CALLS_OF_LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  // Without its option `path`: with it there would be ssm:GetParametersByPath as well.
  '@middy/ssm': ['ssm:GetParameters'],
  '@middy/core': [],
  'ipaddr.js': [],
  // The wire format, by which the client makes its calls.
  '@aws-sdk/core/protocols': [],
  '@smithy/core/protocols': [],
  '@smithy/core/schema': [],
};

/** The prefix of a service in IAM actions, by its package. */
const PREFIXES: Readonly<Record<string, string>> = {
  '@aws-sdk/client-dynamodb': 'dynamodb',
  '@aws-sdk/client-ec2': 'ec2',
  '@aws-sdk/client-sns': 'sns',
  '@aws-sdk/client-sqs': 'sqs',
  '@aws-sdk/client-ssm': 'ssm',
  '@aws-sdk/client-sts': 'sts',
};

/** Calls that IAM knows by the name of another. */
const ACTIONS: Readonly<Record<string, string>> = { SendMessageBatch: 'SendMessage' };

/**
 * The IAM actions of every call to AWS in a function's code after tree-shaking, from what it imports of the SDK. An
 * unknown package is refused, because it could call anything.
 */
export async function actionsCalledBy(lambdaFunction: string): Promise<string[]> {
  const imports = await importsOf(`functions/${lambdaFunction}/handler.ts`);
  return [...new Set(imports.flatMap(({ from, names }) => actionsOf(from, names)))].sort();
}

interface Import {
  readonly from: string;
  readonly names: readonly string[];
}

/** What is imported of packages, after tree-shaking. */
async function importsOf(entryPoint: string): Promise<Import[]> {
  const { outputFiles } = await build({
    entryPoints: [entryPoint],
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    minifySyntax: true,
    treeShaking: true,
    write: false,
  });
  const code = outputFiles.map(({ text }) => text).join('\n');
  const statements = code.matchAll(/^import (?:(?<names>[^"]*) from )?"(?<from>[^"]+)";$/gm);
  return Array.from(statements, ({ groups: { names = '', from = '' } = {} }) => ({
    from,
    names: names.match(/\w+/g) ?? [],
  }));
}

function actionsOf(from: string, names: readonly string[]): readonly string[] {
  if (from.startsWith('node:') || builtinModules.includes(from)) return [];
  const prefix = PREFIXES[from];
  if (!prefix) {
    const calls = CALLS_OF_LIBRARIES[from];
    if (!calls) throw new Error(`${from} is imported: say in sdk-calls.ts which calls to AWS it makes`);
    return calls;
  }
  return names.flatMap(name => actionOf(prefix, name) ?? []);
}

/** Commands are calls; so are paginators and waiters, which hide which. */
function actionOf(prefix: string, name: string): string | undefined {
  if (/^(paginate|waitUntil|waitFor)/.test(name))
    throw new Error(`${name} calls by itself: send its command, so that the call is seen`);
  const call = /^(\w+)Command$/.exec(name)?.[1];
  return call && `${prefix}:${ACTIONS[call] ?? call}`;
}
