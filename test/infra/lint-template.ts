// Checks the templates of hub, members and stack set with cfn-lint in eleven regions of three partitions, and with checkov:
// that of the hub with all conditions on and off.
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonToolUnavailableError, pythonTool } from '../python/tools.ts';
import { stackSetTemplate, wholeMemberTemplate } from './member-stack.ts';
import permissions from './resource-permissions.json' with { type: 'json' };
import { packageMode, packageService, packageWhole } from './service-package.ts';
import type { Template } from './template.ts';

const EXCEPTIONS = fileURLToPath(new URL('../../infra/checkov.yml', import.meta.url));

/** Amazon Q Developer in chat applications does not exist in other partitions, and a rule of the template refuses it there. */
const REGIONS = {
  aws: [
    'us-east-1',
    'eu-central-1',
    'ap-southeast-2',
    'eu-west-1',
    'ap-southeast-7',
    'me-central-1',
    'mx-central-1',
  ],
  others: ['cn-north-1', 'cn-northwest-1', 'us-gov-west-1', 'us-gov-east-1'],
};
const EVERYWHERE = Object.values(REGIONS).flat();

interface Ran {
  readonly exitCode: number;
  readonly output: string;
}

/** What checkov's JSON says of one template. */
interface CheckovReport {
  readonly results: { readonly failed_checks: readonly { readonly check_id: string }[] };
}

/** The template with every condition open, and as it is in stacks: everything in each mode, nothing optional, and lean. */
async function templatesToLint(): Promise<Record<string, Pick<Template, 'Resources'>>> {
  const { template } = await packageWhole();
  const resources = Object.entries(template.Resources);
  const elsewhere = resources.filter(([, { Type }]) => !Type.startsWith('AWS::Chatbot::'));
  return {
    'whole.json': template,
    'elsewhere.json': { ...template, Resources: Object.fromEntries(elsewhere) },
    'notify.json': await packageMode('notify'),
    'opt-in.json': await packageMode('opt-in'),
    'remediate.json': await packageMode('remediate'),
    'least.json': (await packageService('readExposure=false', `alertKeyArn=${KEY}`)).template,
    'lean.json': await packageMode('notify', 'lean=true'),
    'listed-accounts.json': await packageMode('opt-in', 'organizationId=none'),
    'single-account.json': await packageMode('remediate', 'organizationId=none', 'memberAccountIds=none'),
    'member.json': wholeMemberTemplate(),
    'stack-set.json': stackSetTemplate() as Template,
  };
}

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';

async function lintTemplate(): Promise<string[]> {
  const [cfnLint, checkov] = [await pythonTool('cfn-lint'), await pythonTool('checkov')];
  const directory = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-'));
  try {
    const files: string[] = [];
    for (const [name, template] of Object.entries(await templatesToLint())) {
      files.push(join(directory, name));
      await writeFile(join(directory, name), JSON.stringify(template, null, 2));
    }
    const named = (name: RegExp) => files.filter(file => name.test(file));
    const inAws = named(/(whole|notify|opt-in|remediate|least|lean|accounts?)\.json$/);
    return [
      ...faultsOf('cfn-lint', await runCfnLint(cfnLint, REGIONS.aws, inAws)),
      ...faultsOf('cfn-lint', await runCfnLint(cfnLint, REGIONS.others, named(/elsewhere\.json$/))),
      ...faultsOf('cfn-lint', await runCfnLint(cfnLint, EVERYWHERE, named(/(member|stack-set)\.json$/))),
      ...faultsOf('checkov', await runCheckov(checkov, directory, ['--config-file', EXCEPTIONS])),
      ...(await needlessExceptions(checkov, directory)),
      ...(await outdatedPermissions(cfnLint)),
    ];
  } finally {
    await rm(directory, { recursive: true });
  }
}

const runCfnLint = (cfnLint: string, regions: readonly string[], files: readonly string[] = []) =>
  run(cfnLint, ['--regions', ...regions, '--', ...files]);

/** Offline: what it would fetch are links to descriptions. */
const runCheckov = (checkov: string, directory: string, options: readonly string[]) =>
  run(checkov, ['--skip-download', '--directory', directory, '--compact', '--quiet', ...options]);

/** Exceptions for checks that no template fails: they would hide a later fault. */
async function needlessExceptions(checkov: string, directory: string): Promise<string[]> {
  const { output } = await runCheckov(checkov, directory, [
    '--framework',
    'cloudformation',
    '--output',
    'json',
  ]);
  const { results } = JSON.parse(output) as CheckovReport;
  const failed = new Set(results.failed_checks.map(check => check.check_id));
  const excepted = (await readFile(EXCEPTIONS, 'utf8')).match(/(?<=^ {2}- )CKV\w+/gm) ?? [];
  return excepted
    .filter(check => !failed.has(check))
    .map(check => `infra/checkov.yml: nothing fails ${check} any more; take the exception out.`);
}

/** What cfn-lint has of CloudFormation's schemas, as far as this reads them. */
interface ResourceSchema {
  readonly typeName?: string;
  readonly handlers?: Readonly<Record<string, { readonly permissions?: readonly string[] }>>;
}

/** The permissions that the test of the deployer's policy reads, where CloudFormation's schemas name others. */
async function outdatedPermissions(cfnLint: string): Promise<string[]> {
  const [folder] = globSync(join(cfnLint, '../../lib/python3*/site-packages/cfnlint/data/schemas/resources'));
  const wanted: Record<string, readonly string[]> = {};
  for (const file of await readdir(folder ?? '')) {
    if (!file.endsWith('.json')) continue;
    const { typeName = '', handlers = {} }: ResourceSchema = JSON.parse(
      await readFile(join(folder ?? '', file), 'utf8'),
    );
    if (!(typeName in permissions)) continue;
    const needed = ['create', 'read', 'update', 'delete'].flatMap(each => handlers[each]?.permissions ?? []);
    wanted[typeName] = [...new Set(needed)].toSorted();
  }
  return Object.entries(permissions)
    .filter(([type, known]) => JSON.stringify(known) !== JSON.stringify(wanted[type]))
    .map(([type]) => `test/infra/resource-permissions.json: ${type} needs ${wanted[type]?.join(', ')}.`);
}

function run(program: string, options: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    execFile(program, options, { maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ exitCode: Number(error?.code ?? 0), output: stdout.trim() || stderr.trim() });
    });
  });
}

const faultsOf = (name: string, { exitCode, output }: Ran): string[] =>
  exitCode === 0 ? [] : [`${name}:\n${output}`];

try {
  const faults = await lintTemplate();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  const verdict = faults.length > 0 ? 'faults' : 'no faults';
  process.stdout.write(`cfn-lint and checkov on the templates, in ${EVERYWHERE.join(', ')}: ${verdict}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof PythonToolUnavailableError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
