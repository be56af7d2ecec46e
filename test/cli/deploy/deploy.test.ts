import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deploy } from '../../../cli/deploy/deploy.ts';

const STACK = 'nacl-ephemeral-guard-prod';
/** The parts of a packaged 0.1.0, with parameters, that values are read from. */
const OLD_TEMPLATE = readFileSync('test/cli/deploy/template-0.1.0.json', 'utf8');
const cloudFormation = mockClient(CloudFormationClient);
const ran: string[][] = [];
let answer: boolean | undefined;

beforeEach(() => {
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, '');
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  ran.length = 0;
  answer = undefined;
});
afterEach(() => {
  vi.unstubAllEnvs();
  cloudFormation.reset();
});

function deployed(
  parameters: Readonly<Record<string, string>>,
  stack: object = {},
  resource = 'GuardLambdaFunction',
) {
  const Parameters = Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
  const Stacks = [
    {
      StackName: STACK,
      StackStatus: 'UPDATE_COMPLETE' as const,
      CreationTime: new Date(),
      Parameters,
      ...stack,
    },
  ];
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks });
  const summary = {
    ResourceType: 'AWS::Lambda::Function',
    LastUpdatedTimestamp: new Date(),
    ResourceStatus: 'CREATE_COMPLETE' as const,
  };
  cloudFormation.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: [{ ...summary, LogicalResourceId: resource, PhysicalResourceId: 'x' }],
  });
}
function notDeployed() {
  const error = Object.assign(new Error(`Stack with id ${STACK} does not exist`), {
    name: 'ValidationError',
  });
  cloudFormation.on(DescribeStacksCommand).rejects(error);
}

async function run(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const given = answer;
  const code = await deploy(args, {
    stdout,
    stderr,
    createClient: region => new CloudFormationClient({ region }),
    runOsls: async osls => {
      ran.push([...osls]);
      return 0;
    },
    confirm: given === undefined ? undefined : async () => given,
  });
  const read = (stream: PassThrough) => String(stream.read() ?? '');
  return { code, out: read(stdout), err: read(stderr) };
}
const REGION = ['--region', 'eu-central-1'];

describe('npm run deploy', () => {
  it('makes a new stack with what is given', async () => {
    notDeployed();
    const { code, out } = await run(
      ...REGION,
      '--param=mode=opt-in',
      '--param',
      'email=me@x.org',
      '--stage',
      'prod',
    );
    expect([code, out]).toEqual([
      0,
      `${STACK} in eu-central-1, new\n  mode: opt-in\n  email: me@x.org\n`.replaceAll(' (kept)', ''),
    ]);
    expect(ran).toEqual([
      ['deploy', '--force', ...REGION, '--stage', 'prod', '--param=mode=opt-in', '--param=email=me@x.org'],
    ]);
  });

  it('keeps the values that the stack has, and leaves out what this version does not know', async () => {
    deployed({ Mode: 'notify', Email: 'me@x.org', MinSeverity: 'high', Another: '1' });
    const { code, out } = await run(...REGION, '--param=minSeverity=low', '--profile', 'ops');
    expect([code, out]).toEqual([
      0,
      `${STACK} in eu-central-1\n  minSeverity: high -> low\n  email: me@x.org (kept)\n`,
    ]);
    expect(ran).toEqual([
      [
        'deploy',
        '--force',
        ...REGION,
        '--stage',
        'prod',
        '--aws-profile',
        'ops',
        '--param=mode=notify',
        '--param=email=me@x.org',
        '--param=minSeverity=low',
      ],
    ]);
  });

  it('reads the values of 0.1.0 from its template', async () => {
    deployed({});
    cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody: OLD_TEMPLATE });
    const { code, out } = await run(...REGION);
    expect(code).toBe(0);
    const values = Object.fromEntries(
      ran[0]?.slice(6).map(each => each.replace('--param=', '').split('=')) ?? [],
    );
    expect(values).toEqual({
      mode: 'opt-in',
      email: 'ops@example.com',
      slackWebhookParameter: '/nacl/slack',
      slackWorkspaceId: 'T0123ABCD',
      slackChannelId: 'C0123ABCD',
      sweepSchedule: 'rate(12 hours)',
      settleSeconds: '30',
      reportIngress: 'false',
      readExposure: 'true',
      minSeverity: 'high',
      logRetentionDays: '30',
      ephemeralPorts: '32768-60999',
      ruleQuota: '20',
      remindAfterHours: '168',
    });
    expect(out).toContain('  reportIngress: false (kept)\n');
  });

  it('takes a stack of which only the bucket is left for a new one', async () => {
    deployed(
      { Mode: 'remediate' },
      { StackStatus: 'UPDATE_ROLLBACK_COMPLETE' },
      'ServerlessDeploymentBucket',
    );
    expect((await run(...REGION)).out).toBe(
      `${STACK} in eu-central-1, new\n  every parameter has its default\n`,
    );
    expect(ran).toEqual([['deploy', '--force', ...REGION, '--stage', 'prod']]);
  });
});

describe('what drops a subscriber or changes the mode', () => {
  const before = { Mode: 'notify', Email: 'me@x.org', SlackWebhookParameter: '/x' };
  const cases: [string[], string[]][] = [
    [['email=none'], ['me@x.org (email) gets no alerts any more']],
    [['email=you@x.org'], ['me@x.org (email) gets no alerts any more']],
    [['slackWebhookParameter=none'], ['/x (slackWebhookParameter) gets no alerts any more']],
    [['mode=remediate'], ['the mode changes from notify to remediate']],
    [
      ['mode=opt-in', 'email=none'],
      ['the mode changes from notify to opt-in', 'me@x.org (email) gets no alerts any more'],
    ],
  ];

  it.each(cases)('%j is asked about', async (given, reasons) => {
    deployed(before);
    const params = given.map(each => `--param=${each}`);
    answer = false;
    const refused = await run(...REGION, ...params);
    expect(refused.out.split('\n')).toEqual(expect.arrayContaining(reasons));
    expect([refused.code, ran.length]).toEqual([1, 0]);
    answer = true;
    expect([(await run(...REGION, ...params)).code, ran.length]).toEqual([0, 1]);
    answer = undefined;
    const unattended = await run(...REGION, ...params);
    expect([unattended.code, unattended.err, ran.length]).toEqual([
      2,
      'No terminal to ask on, expected --yes to deploy this change\n',
      1,
    ]);
    expect([(await run(...REGION, ...params, '--yes')).code, ran.length]).toEqual([0, 2]);
  });

  it.each(['email=me@x.org', 'minSeverity=low', 'teamsTeamId=none'])('%s is not', async given => {
    deployed(before);
    expect([(await run(...REGION, `--param=${given}`)).code, ran.length]).toEqual([0, 1]);
  });

  it('a first subscriber is not', async () => {
    deployed({ Mode: 'notify', Email: 'none' });
    expect((await run(...REGION, '--param=email=me@x.org')).code).toBe(0);
  });
});

describe('what cannot be used is one line, before any call', () => {
  it.each<[string[], string]>([
    [[], 'no region is named, expected one such as --region eu-central-1'],
    [['--region', 'x'], '--region is "x", expected the name of a region such as eu-central-1'],
    [[...REGION, '--param=mode=x'], 'Parameter "mode" is "x", expected notify, opt-in or remediate.'],
    [[...REGION, '--param', 'mode'], '--param is "mode", expected NAME=VALUE such as mode=notify'],
    [
      [...REGION, '--param=inferReceivers=true'],
      'Parameter "inferReceivers" is "true", expected none: remove the parameter.',
    ],
    [[...REGION, '--parm=mode=notify'], 'unknown option --parm: --help lists the options'],
  ])('%j', async (args, message) => {
    const { code, err } = await run(...args);
    expect([code, err.split('\n')[0]?.slice(0, 100)]).toEqual([2, message.slice(0, 100)]);
    expect(cloudFormation.calls()).toEqual([]);
  });

  it('what the region does not allow, with what the stack has', async () => {
    deployed({ SlackWorkspaceId: 'T0123ABCD', SlackChannelId: 'C0123ABCD' });
    expect((await run('--region', 'us-gov-west-1')).err).toMatch(
      /^Parameter "slackWorkspaceId" is "T0123ABCD", expected none, because Amazon Q .+ Parameter "slackChannelId"/,
    );
  });

  it('a channel whose workspace neither is given nor deployed', async () => {
    notDeployed();
    const { code, err } = await run(...REGION, '--param=slackChannelId=C0123ABCD');
    expect([code, err]).toEqual([
      2,
      'Parameter "slackWorkspaceId" is "none", expected an id, because "slackChannelId" has one.\n',
    ]);
  });

  it('a stack that may not be read', async () => {
    const error = Object.assign(new Error('no'), {
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    cloudFormation.on(DescribeStacksCommand).rejects(error);
    expect(await run(...REGION)).toEqual({
      code: 1,
      out: '',
      err: 'the permission cloudformation:DescribeStacks is missing\n',
    });
  });
});
