import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { ParameterValues, WholeTemplate } from '../infra/resolve.ts';
import { aws, handed, REGION, toAwsVariables } from './region.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const osls = join(root, 'node_modules/osls/bin/serverless.js');

/** Text of a file of the service that a deployment does without, and what it has instead. */
export interface Change {
  readonly file: string;
  readonly text: string;
  readonly instead?: string;
}

/** What moto cannot deploy; everything else goes to it unchanged. not-in-moto.ts lists what moto skips by itself. */
const NOT_FOR_MOTO: readonly Change[] = [
  // moto creates no alarms, and refuses a dashboard that refers to them.
  { file: 'serverless.yml', text: `  - \${file(infra/dashboard.yml)}\n` },
  // moto reads a key's tags by KMS's own name TagKey, and then calls the key an "undefined resource".
  { file: 'infra/template/tags.ts', text: `  'AWS::KMS::Key',\n` },
];

const STACK_NAME = 'nacl-ephemeral-guard-prod';

/** The service as it was deployed. */
export interface DeployedService {
  /** As CloudFormation got it. */
  readonly template: WholeTemplate;
  /** The values that the stack has, those of defaults included. */
  readonly parameters: ParameterValues;
  readonly stackId: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** The types of the resources that CloudFormation made. */
  readonly resourceTypes: ReadonlySet<string>;
  /** The id of a resource that CloudFormation made, by its logical id. */
  idOf(logicalId: string): string;
  /** `npm run remove` */
  remove(): Promise<void>;
}

/**
 * What `npm run deploy -- --param=…` does once the bundles are built, in a folder of its own: osls always works in
 * `.serverless`.
 *
 * @param faults - with which the deployment is expected to fail
 * @throws Error with what osls wrote
 */
export async function deployService(
  parameters: readonly string[],
  faults: readonly Change[] = [],
): Promise<DeployedService> {
  const directory = await mkdtemp(join(handed('E2E_DIRECTORY'), 'service-'));
  for (const part of ['serverless.yml', 'package.json', 'infra', 'functions', 'dist']) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  for (const change of [...NOT_FOR_MOTO, ...faults]) await make(change, directory);
  const options = ['--region', REGION, ...parameters.map(each => `--param=${each}`)];
  await runOsls(directory, 'deploy', ...options);
  return { ...(await describe()), remove: () => runOsls(directory, 'remove', ...options) };
}

async function make({ file, text, instead = '' }: Change, directory: string): Promise<void> {
  const path = join(directory, file);
  const before = await readFile(path, 'utf8');
  if (!before.includes(text)) throw new Error(`${file} has no "${text.trim()}" to change`);
  await writeFile(
    path,
    before.replace(text, () => instead),
  );
}

async function runOsls(directory: string, ...options: string[]): Promise<void> {
  const env = {
    ...toAwsVariables(),
    PATH: process.env.PATH,
    HOME: directory,
    // Milliseconds between two looks at the stack; five seconds are for AWS.
    SLS_AWS_MONITORING_FREQUENCY: '200',
  };
  try {
    await promisify(execFile)(process.execPath, [osls, ...options], { cwd: directory, env });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`osls ${options.join(' ')}\n${stderr}${stdout}`, { cause: error });
  }
}

async function describe(): Promise<Omit<DeployedService, 'remove'>> {
  const named = { StackName: STACK_NAME };
  const { Stacks: [stack] = [] } = await aws.cloudFormation.send(new DescribeStacksCommand(named));
  const { TemplateBody = '' } = await aws.cloudFormation.send(new GetTemplateCommand(named));
  const { StackResources = [] } = await aws.cloudFormation.send(new DescribeStackResourcesCommand(named));
  const ids = new Map(
    StackResources.map(({ LogicalResourceId, PhysicalResourceId }) => [
      LogicalResourceId,
      PhysicalResourceId,
    ]),
  );
  return {
    template: JSON.parse(TemplateBody),
    parameters: toValues(stack?.Parameters?.map(each => [each.ParameterKey, each.ParameterValue])),
    stackId: stack?.StackId ?? '',
    outputs: toValues(stack?.Outputs?.map(each => [each.OutputKey, each.OutputValue])),
    resourceTypes: new Set(StackResources.flatMap(({ ResourceType }) => ResourceType ?? [])),
    idOf: logicalId => {
      const id = ids.get(logicalId);
      if (id === undefined) throw new Error(`CloudFormation has made no ${logicalId}`);
      return id;
    },
  };
}

/** @param entries - as CloudFormation's client types them: it marks nothing as required */
const toValues = (entries: readonly (readonly [string?, string?])[] = []): Record<string, string> =>
  Object.fromEntries(entries.map(([name = '', value = '']) => [name, value]));
