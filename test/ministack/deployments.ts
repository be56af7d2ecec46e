import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { templateName } from '../../infra/parameter.ts';
import { BUS_POLICY, CALCULATED_ALARMS, SIMPLE_ALARM } from './not-in-ministack.ts';
import { aws, REGION } from './region.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUCKET = 'templates';

/** A stack that was deployed, and how it is removed. */
export interface Deployed {
  readonly name: string;
  readonly idOf: (logicalId: string) => string;
  readonly remove: () => Promise<void>;
}

export type Parameters = Readonly<Record<string, string>>;

/** `npm run deploy`, in a folder of its own. */
export async function deployByOsls(parameters: Parameters): Promise<Deployed> {
  const directory = await mkdtemp(join(process.env.MINISTACK_DIRECTORY ?? '', 'service-'));
  const parts = [
    'serverless.yml',
    'package.json',
    'tsconfig.json',
    'LICENSE',
    'infra',
    'functions',
    'cli',
    'dist',
  ];
  for (const part of parts) await cp(join(root, part), join(directory, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  await simplifyAlarms(directory);
  await leaveOutBusPolicies(directory);
  const params = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, args, {
      cwd: directory,
      env: { ...process.env, SLS_AWS_MONITORING_FREQUENCY: '200' },
    });
  await run('cli/deploy/main.ts', '--region', REGION, '--yes', ...params);
  const name = 'nacl-ephemeral-guard-prod';
  return {
    ...(await describe(name)),
    remove: async () => void (await run('node_modules/osls/bin/serverless.js', 'remove', '--region', REGION)),
  };
}

/** The last two parts of the file of alarms are the heartbeat, and the lean alarm has a file of its own. */
async function simplifyAlarms(directory: string): Promise<void> {
  const alarms = join(directory, 'infra/alarms.yml');
  const [others = ''] = (await readFile(alarms, 'utf8')).split('  HeartbeatAlarm:');
  await writeFile(alarms, `${others}  HeartbeatAlarm: ${JSON.stringify(SIMPLE_ALARM)}\n`);
}

/** They are the last resources of the file of the bus. */
async function leaveOutBusPolicies(directory: string): Promise<void> {
  const file = join(directory, 'infra/hub/bus.yml');
  const [bus = '', policies = ''] = (await readFile(file, 'utf8')).split(
    / {2}#[^\n]*\n(?: {2}#[^\n]*\n)*(?= {2}HubBusOrganizationPolicy:)/,
  );
  if (!policies.includes(BUS_POLICY))
    throw new Error('infra/hub/bus.yml has no policies of the bus at its end');
  await writeFile(file, bus);
}

/** The single file, by CloudFormation alone. */
export async function deployByTemplate(parameters: Parameters): Promise<Deployed> {
  const template = JSON.parse(await readFile(join(root, 'dist/nacl-ephemeral-guard.template.json'), 'utf8'));
  for (const id of CALCULATED_ALARMS) {
    const { Condition } = template.Resources[id];
    template.Resources[id] = { ...SIMPLE_ALARM, ...(Condition && { Condition }) };
  }
  for (const [id, { Type }] of Object.entries<{ Type: string }>(template.Resources))
    if (Type === BUS_POLICY) delete template.Resources[id];
  await aws.s3.send(new CreateBucketCommand({ Bucket: BUCKET })).catch(() => undefined);
  const Body = JSON.stringify(template);
  await aws.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'template.json', Body }));
  const name = 'nacl-ephemeral-guard-single';
  await aws.cloudFormation.send(
    new CreateStackCommand({
      StackName: name,
      TemplateURL: `${process.env.AWS_ENDPOINT_URL}/${BUCKET}/template.json`,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: Object.entries({ namespace: name, ...parameters }).map(([key, ParameterValue]) => ({
        ParameterKey: templateName(key),
        ParameterValue,
      })),
    }),
  );
  await settle(name);
  const remove = async () => {
    await aws.cloudFormation.send(new DeleteStackCommand({ StackName: name }));
    await settle(name);
  };
  return { ...(await describe(name)), remove };
}

/** Waits until the stack is made, or gone. */
export async function settle(StackName: string, { cloudFormation } = aws): Promise<void> {
  for (;;) {
    const { Stacks: [stack] = [] } = await cloudFormation
      .send(new DescribeStacksCommand({ StackName }))
      .catch(() => ({ Stacks: [] }));
    if (stack === undefined || /^(CREATE|DELETE)_COMPLETE$/.test(stack.StackStatus ?? '')) return;
    if (/FAILED|ROLLBACK/.test(stack.StackStatus ?? ''))
      throw new Error(`${StackName} is ${stack.StackStatus}: ${stack.StackStatusReason}`);
    await wait(300);
  }
}

async function describe(name: string): Promise<Omit<Deployed, 'remove'>> {
  const { StackResources = [] } = await aws.cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: name }),
  );
  const ids = new Map(StackResources.map(each => [each.LogicalResourceId, each.PhysicalResourceId]));
  return {
    name,
    idOf: logicalId => {
      const id = ids.get(logicalId);
      if (id === undefined) throw new Error(`${name} has no ${logicalId}`);
      return id;
    },
  };
}
