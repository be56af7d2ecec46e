import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { PARAMETERS } from '../../infra/parameters.ts';
import type { Template } from '../infra/template.ts';
import { AWS_VARIABLES, aws, handed, REGION } from './region.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const osls = join(root, 'node_modules/osls/bin/serverless.js');

/**
 * moto creates no alarms, and refuses a dashboard that refers to them. Everything else goes to it unchanged.
 * not-in-moto.ts lists what it then leaves out.
 */
const DASHBOARD = `  - \${file(infra/dashboard.yml)}\n`;

/** In an update moto forgets the defaults of parameters that are left out. The last of two values counts. */
const DEFAULTS = PARAMETERS.map(({ name, fallback }) => `${name}=${fallback}`);

const STACK_NAME = 'nacl-ephemeral-guard-prod';

/** The service as it was deployed. */
export interface DeployedService {
  /** As CloudFormation got it. */
  readonly template: Template;
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
 */
export async function deployService(...parameters: string[]): Promise<DeployedService> {
  const directory = await mkdtemp(join(handed('E2E_DIRECTORY'), 'service-'));
  for (const part of ['serverless.yml', 'package.json', 'infra', 'functions', 'dist']) {
    await cp(join(root, part), join(directory, part), { recursive: true });
  }
  await leaveOut(DASHBOARD, join(directory, 'serverless.yml'));
  const options = ['--region', REGION, ...[...DEFAULTS, ...parameters].map(each => `--param=${each}`)];
  await runOsls(directory, 'deploy', ...options);
  return { ...(await describe()), remove: () => runOsls(directory, 'remove', ...options) };
}

async function leaveOut(line: string, file: string): Promise<void> {
  const lines = await readFile(file, 'utf8');
  if (!lines.includes(line)) throw new Error(`serverless.yml has no line "${line.trim()}" to leave out`);
  await writeFile(file, lines.replace(line, ''));
}

async function runOsls(directory: string, ...options: string[]): Promise<void> {
  const env = {
    ...AWS_VARIABLES,
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
    stackId: stack?.StackId ?? '',
    outputs: toOutputs(stack),
    resourceTypes: new Set(StackResources.flatMap(({ ResourceType }) => ResourceType ?? [])),
    idOf: logicalId => {
      const id = ids.get(logicalId);
      if (id === undefined) throw new Error(`CloudFormation has made no ${logicalId}`);
      return id;
    },
  };
}

const toOutputs = (stack: Stack | undefined): Record<string, string> =>
  Object.fromEntries(
    (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? '']),
  );
