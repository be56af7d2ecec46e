import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateNetworkAclEntryCommand,
  CreateVpcCommand,
  DeleteNetworkAclCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { SMOKE_TAG } from '../../../cli/smoke/scratch.ts';
import { smoke } from '../../../cli/smoke/smoke.ts';
import { ALWAYS } from '../../faults/region.ts';
import { ec2Error, ScratchRegion } from './scratch-region.ts';

/** Runs smoke in the region; `answer` is the operator's answer on a terminal. */
async function run(
  region: ScratchRegion,
  args: readonly string[],
  answer?: boolean,
  stop = new AbortController(),
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  const status = await smoke(['--region', 'us-east-1', ...args], {
    ...{ stdout, stderr, clock: region.clock, signal: stop.signal },
    createClients: () => region.clients,
    confirm: answer === undefined ? undefined : async () => answer,
  });
  stdout.end();
  stderr.end();
  const [said, errors] = await output;
  return { status, said, errors };
}

const nothingIsLeft = (region: ScratchRegion) =>
  expect([...region.vpcs.keys(), ...region.subnets.keys(), ...region.networkAcls()]).toEqual([]);

const CREATION = [
  'CreateVpc',
  'CreateSubnet',
  'CreateNetworkAcl',
  'ReplaceNetworkAclAssociation acl-1',
  'CreateNetworkAclEntry',
];
const CLEAN_UP = [
  'ReplaceNetworkAclAssociation acl-default',
  'DeleteSubnet',
  'DeleteNetworkAcl',
  'DeleteVpc',
];

describe('smoke', () => {
  const reported = 'OK: the guard did what its mode promises (gap, medium)\n  alert published';
  const remediated =
    'OK: the guard did what its mode promises (remediated, high)\n  added            100 allow tcp 1024-65535 0.0.0.0/0\n';
  it.each([
    ['notify', undefined, reported, 'gap'],
    ['opt-in', undefined, reported, 'gap'],
    ['remediate', undefined, reported, 'gap'],
    ['notify', 'false', reported.replace('medium', 'high'), 'gap'],
    ['opt-in', 'false', remediated, 'remediated'],
    ['remediate', 'false', remediated, 'remediated'],
  ] as const)(
    'in mode %s (READ_EXPOSURE %s): one alert, all in order, and nothing left',
    async (mode, readExposure, expected, kind) => {
      const region = await ScratchRegion.start(mode, readExposure);
      const { status, said, errors } = await run(region, ['--yes']);
      expect([status, errors]).toEqual([0, '']);
      expect(said).toContain(expected);
      expect(said).toContain('(the settling time is 60 s)');
      expect(said).toMatch(/seen here {8}6\d s after the change/);
      expect(region.region.kinds()).toEqual([kind]);
      expect(region.made).toEqual([...CREATION, ...CLEAN_UP]);
      nothingIsLeft(region);
    },
  );

  it('tags everything that it creates, and asks for remediation only in mode opt-in', async () => {
    for (const [mode, asked] of [
      ['notify', undefined],
      ['opt-in', 'remediate'],
      ['remediate', undefined],
    ] as const) {
      const region = await ScratchRegion.start(mode);
      await run(region, ['--yes']);
      const inputs = region.ec2
        .calls()
        .map(
          ({ args }) => args[0].input as { TagSpecifications?: { Tags: { Key: string; Value: string }[] }[] },
        );
      const tags = inputs
        .flatMap(({ TagSpecifications = [] }) => TagSpecifications)
        .map(({ Tags }) => Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
      expect(tags).toHaveLength(3);
      for (const each of tags) expect(each[SMOKE_TAG]).toBe('2026-11-20T10:00:00.000Z');
      expect(tags.map(each => each['nacl-ephemeral-guard'])).toEqual([undefined, undefined, asked]);
    }
  });

  it('says what it will do, before it does it', async () => {
    const region = await ScratchRegion.start('notify');
    const { status, said } = await run(region, [], false);
    expect(status).toBe(1);
    expect(said).toContain('in account 123456789012, us-east-1, with real resources');
    expect(said).toContain('a gap of severity medium');
    expect(said).toContain('waits at most 360 seconds');
    expect(said).toContain('operators get one alert, and no rule is added');
    expect(said).toMatch(/Nothing was created\.\n$/);
    expect(region.made).toEqual([]);
  });

  it('says why a mode that adds rules adds none', async () => {
    const region = await ScratchRegion.start('remediate');
    const { said } = await run(region, [], false);
    expect(said).toContain('no rule is added,\n     because no interface uses the subnet.\n');
  });

  it('starts after a yes', async () => {
    expect((await run(await ScratchRegion.start('notify'), [], true)).status).toBe(0);
  });

  it('needs --yes without a terminal', async () => {
    const region = await ScratchRegion.start('notify');
    const { status, errors } = await run(region, []);
    expect([status, errors]).toEqual([
      2,
      'no terminal to ask on: agree to real resources and one alert with --yes\n',
    ]);
    expect(region.made).toEqual([]);
  });
});

describe('smoke with an alert', () => {
  it('that does not come: says what to do, and cleans up', async () => {
    const region = await ScratchRegion.start('notify');
    region.reviewAfter = undefined;
    const { status, said } = await run(region, ['--yes', '--timeout', '30']);
    expect(status).toBe(1);
    expect(said).toContain(
      'NOT OK: the guard reported nothing within 30 seconds\nTo find the cause:\n  npm run doctor -- --region us-east-1\n',
    );
    nothingIsLeft(region);
  });

  it('that comes too late', async () => {
    const region = await ScratchRegion.start('notify');
    region.reviewAfter = 100;
    expect((await run(region, ['--yes', '--timeout', '60'])).status).toBe(1);
    nothingIsLeft(region);
  });

  it('of another mode than the deployed one', async () => {
    const region = await ScratchRegion.start('remediate', 'false');
    region.configure('notify', { READ_EXPOSURE: 'false' });
    const { status, said } = await run(region, ['--yes']);
    expect(status).toBe(1);
    expect(said).toContain('NOT OK: the guard reported "remediated", but the mode promises "gap"');
    nothingIsLeft(region);
  });

  it('about a write that EC2 refused', async () => {
    const region = await ScratchRegion.start('remediate', 'false');
    region.region.spoil('CreateNetworkAclEntry', 'denied', { skip: 1, times: ALWAYS });
    const { status, said } = await run(region, ['--yes']);
    expect(status).toBe(1);
    expect(said).toContain('the guard reported "remediation-failed"');
    nothingIsLeft(region);
  });

  it('that is right while the rules are not', async () => {
    const region = await ScratchRegion.start('notify');
    region.onWait = () => {
      if (region.region.alerts().length === 0) return;
      const found = region.region.standIn.networkAcl('acl-1');
      const Entries = (found?.Entries ?? []).filter(({ Egress }) => Egress);
      if (found) region.region.standIn.putNetworkAcl({ ...found, Entries });
    };
    const { status, said } = await run(region, ['--yes']);
    expect(status).toBe(1);
    expect(said).toContain('the network ACL is covered, but the mode promises gap');
  });

  it('that the settings exclude', async () => {
    const region = await ScratchRegion.start('notify');
    region.configure('notify', { MIN_SEVERITY: 'high', EPHEMERAL_PORTS: '1025-5000' });
    const { status, errors } = await run(region, ['--yes']);
    expect([status, errors]).toEqual([
      1,
      'no test possible: the gap has severity medium, but this deployment reports only from high\n',
    ]);
    expect(region.made).toEqual([]);
  });
});

describe('smoke cleans up', () => {
  it.each([1, 2, 3])('after SIGTERM at wait %d', async at => {
    const region = await ScratchRegion.start('notify');
    const stop = new AbortController();
    let waits = 0;
    region.onWait = () => void (++waits === at && stop.abort());
    const { status, errors } = await run(region, ['--yes'], undefined, stop);
    expect([status, errors]).toEqual([1, 'Stopped.\n']);
    nothingIsLeft(region);
  });

  it('after a signal during the creation: no other step begins', async () => {
    const region = await ScratchRegion.start('notify');
    const stop = new AbortController();
    region.ec2.on(CreateVpcCommand).callsFake(() => {
      region.vpcs.set('vpc-1', []);
      stop.abort();
      return { Vpc: { VpcId: 'vpc-1' } };
    });
    const { status } = await run(region, ['--yes'], undefined, stop);
    expect(status).toBe(1);
    expect(region.made).toEqual(['DeleteVpc']);
    nothingIsLeft(region);
  });

  it('what a call created whose answer was lost, by the tag', async () => {
    const region = await ScratchRegion.start('notify');
    region.ec2.on(CreateVpcCommand).callsFake(({ TagSpecifications }) => {
      region.vpcs.set('vpc-1', TagSpecifications[0].Tags);
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    });
    const { status, said, errors } = await run(region, ['--yes']);
    expect([status, errors]).toEqual([1, 'ec2:CreateVpc failed: ECONNRESET\n']);
    expect(said).toContain('deleted: vpc-1\n');
    nothingIsLeft(region);
  });

  it('after a missing permission', async () => {
    const region = await ScratchRegion.start('notify');
    region.ec2.on(CreateNetworkAclEntryCommand).rejects(ec2Error('UnauthorizedOperation', 403));
    const { status, errors } = await run(region, ['--yes']);
    expect([status, errors]).toEqual([1, 'the permission ec2:CreateNetworkAclEntry is missing\n']);
    nothingIsLeft(region);
  });

  it('although EC2 does not know a resource yet, or still uses it', async () => {
    const region = await ScratchRegion.start('notify');
    region.trouble.CreateSubnet = [ec2Error('InvalidVpcID.NotFound')];
    region.trouble.DeleteSubnet = [ec2Error('DependencyViolation'), ec2Error('InternalError', 500)];
    region.trouble.DeleteVpc = [ec2Error('DependencyViolation')];
    const { status, errors } = await run(region, ['--yes']);
    expect([status, errors]).toEqual([0, '']);
    expect(region.made).toEqual([...CREATION, ...CLEAN_UP]);
    nothingIsLeft(region);
  });

  it('as far as it can, and says what still exists and how to delete it', async () => {
    const region = await ScratchRegion.start('notify');
    region.ec2.on(DeleteNetworkAclCommand).rejects(ec2Error('DependencyViolation'));
    const { status, said } = await run(region, ['--yes']);
    expect(status).toBe(1);
    expect(said).toContain('OK: the guard');
    expect(said).toMatch(/not deleted:\n {2}acl-1 \(.+DependencyViolation.+\)\n {2}vpc-1 \(/);
    expect(said).toContain('To delete them: npm run smoke -- --clean --region us-east-1');
    expect([...region.subnets]).toEqual([]);
  });

  it('with --clean: what all tests left behind, and nothing else', async () => {
    const region = await ScratchRegion.start('notify');
    region.reviewAfter = undefined;
    region.ec2.on(DeleteSubnetCommand).rejects(ec2Error('UnauthorizedOperation', 403));
    await run(region, ['--yes', '--timeout', '10']);
    expect([...region.subnets.keys()]).toEqual(['subnet-1']);
    region.vpcs.set('vpc-of-others', [{ Key: 'Name', Value: 'production' }]);
    region.ec2.on(DeleteSubnetCommand).callsFake(({ SubnetId }) => {
      region.subnets.delete(SubnetId);
      return {};
    });
    const { status, said } = await run(region, ['--clean']);
    expect([status, said]).toEqual([0, 'deleted: subnet-1, vpc-1\n']);
    expect([...region.vpcs.keys()]).toEqual(['vpc-of-others']);
    expect((await run(region, ['--clean'])).said).toBe('Nothing was left behind.\n');
  });

  it('with --clean and without the permission to list: says so', async () => {
    const region = await ScratchRegion.start('notify');
    region.ec2.on(DescribeSubnetsCommand).rejects(ec2Error('UnauthorizedOperation', 403));
    const { status, said } = await run(region, ['--clean']);
    expect(status).toBe(1);
    expect(said).toContain(
      'unknown resources: ec2:DescribeSubnets failed (the permission ec2:DescribeSubnets is missing)',
    );
  });
});

describe('smoke before it creates anything', () => {
  const cases: [string, (region: ScratchRegion) => void, RegExp][] = [
    [
      'no stack',
      region => void region.cloudFormation.on(DescribeStacksCommand).rejects(ec2Error('ValidationError')),
      /^nacl-ephemeral-guard-prod is not deployed in us-east-1. To deploy it: npm run deploy/,
    ],
    [
      'a stack that was never created',
      region =>
        void region.cloudFormation.on(DescribeStacksCommand).resolves({
          Stacks: [{ StackName: 'x', StackStatus: 'ROLLBACK_COMPLETE', CreationTime: new Date() }],
        }),
      /is not deployed/,
    ],
    [
      'a stack without the permission to read it',
      region => void region.cloudFormation.on(DescribeStacksCommand).rejects(ec2Error('AccessDenied', 403)),
      /^the permission cloudformation:DescribeStacks is missing$/,
    ],
    [
      'a guard that was deleted',
      region =>
        void region.lambda
          .on(GetFunctionConfigurationCommand)
          .rejects(ec2Error('ResourceNotFoundException', 404)),
      /^ResourceNotFoundException$/,
    ],
    [
      'a guard that cannot start',
      region => region.configure('loud' as never),
      /^guard cannot start: environment variable MODE is "loud"/,
    ],
    [
      'a table without the permission to read it',
      region => region.region.spoil('GetItem', 'denied', { times: ALWAYS }),
      /^the permission dynamodb:GetItem is missing$/,
    ],
  ];
  it.each(cases)('%s: exit code 1, one line', async (_, breakRegion, expected) => {
    const region = await ScratchRegion.start('notify');
    breakRegion(region);
    const { status, errors } = await run(region, ['--yes']);
    expect(status).toBe(1);
    expect(errors.trimEnd()).toMatch(expected);
    expect(region.made).toEqual([]);
  });

  it('a settling time without the permission to read it: waits for the longest', async () => {
    const region = await ScratchRegion.start('notify');
    region.sqs.on(GetQueueAttributesCommand).rejects(ec2Error('AccessDenied', 403));
    expect((await run(region, [], false)).said).toContain('waits at most 1200 seconds');
  });

  it.each([
    [['--timeout', 'soon'], /^--timeout is "soon", expected a whole number from 10 to 3600$/],
    [['--timeout', '5'], /^--timeout is "5", expected/],
    [['--region', 'here'], /^--region is "here", expected/],
    [['--stage', ''], /^--stage is "", expected/],
    [['--force'], /^unknown option --force: --help lists the options$/],
  ])('%j: exit code 2, one line', async (args, expected) => {
    const region = await ScratchRegion.start('notify');
    const { status, said, errors } = await run(region, args);
    expect([status, said]).toEqual([2, '']);
    expect(errors.trimEnd()).toMatch(expected);
  });

  it('prints help', async () => {
    const { status, said } = await run(await ScratchRegion.start('notify'), ['--help']);
    expect([status, said.split('\n')[0]]).toEqual([0, 'usage: npm run smoke -- [options]']);
  });
});

it('as a process without a terminal: exit code 2', () => {
  const args = ['cli/smoke/main.ts', '--region', 'eu-central-1'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', input: 'y\n' });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^no terminal to ask on: .+ --yes$/m);
});
