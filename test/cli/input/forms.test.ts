import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLists } from '../../../cli/input/described-lists.ts';
import { configItem, query, snapshot } from '../../fixtures/config-items.ts';
import { subnet } from '../../fixtures/ec2-surroundings.ts';
import { CODE_FORMS, DESCRIBED_FORMS } from '../../fixtures/input-forms.ts';
import { acl, createFolder, REPLIES, run, runJson, SSH } from '../check/program.ts';
import { listOf } from './read-entries.ts';

const file = createFolder();
const idsOf = (results: readonly { networkAclId: string }[]) =>
  results.map(({ networkAclId }) => networkAclId);
/** Writes bytes instead of text. */
const bytes = (name: string, content: Buffer) => {
  const path = file(name, '');
  writeFileSync(path, content);
  return path;
};

describe('a form is recognised by its content', () => {
  it.each(Object.entries(DESCRIBED_FORMS))('%s', async (_, [text, ids]) => {
    const { networkAcls, unreadable } = await listOf([file('form', text)]);
    expect([idsOf(networkAcls), unreadable]).toEqual([ids, []]);
  });

  it('all of them, with plans, states and templates, in one call', async () => {
    const texts = [...Object.values(DESCRIBED_FORMS).map(([text]) => text), ...Object.values(CODE_FORMS)];
    const files = texts.map((text, index) => file(`mix-${index}`, text));
    const { networkAcls, unreadable } = await listOf(files);
    const described = Object.values(DESCRIBED_FORMS).flatMap(([, ids]) => ids);
    // AWS Config names the account and the region: its items are all about one network ACL.
    const recorded = Object.keys(DESCRIBED_FORMS).filter(name => /Config|batch-get/.test(name));
    const count = described.length - recorded.length + 1;
    expect([networkAcls.length, unreadable]).toEqual([count + 4 * 10 + 7, []]);
  });

  it.each(['an object by account and region', 'an item of AWS Config', 'rows of Steampipe'])(
    '%s names the account and the region',
    async name => {
      const [text = ''] = DESCRIBED_FORMS[name] ?? [];
      const [result] = await runJson([file('place', text)]);
      expect([result.account, result.region, result.name]).toEqual([
        '111122223333',
        'eu-central-1',
        'bastion',
      ]);
    },
  );

  it('also where only lists are read: of AWS Config the newest item', () => {
    const items = ['2026-11-28T10:00:00Z', '2026-11-27T10:00:00Z'].map(
      (configurationItemCaptureTime, index) =>
        configItem('NetworkAcls', acl('acl-1', ...[SSH, REPLIES].slice(index)), {
          configurationItemCaptureTime,
        }),
    );
    const { NetworkAcls } = readLists(file('lists.json', { configurationItems: items }));
    expect(NetworkAcls).toEqual([acl('acl-1', SSH, REPLIES)]);
    const broken = { ...items[0], configurationItemCaptureTime: 'x' };
    expect(() => readLists(file('broken-lists.json', broken))).toThrow(
      /broken-lists\.json: acl-1: configurationItemCaptureTime is "x", expected a time$/,
    );
  });

  it('an item of another resource, or of a deleted network ACL, has nothing to check', async () => {
    const item = { resourceType: 'AWS::EC2::RouteTable', configuration: {} };
    const { status, stderr } = await run([file('other.json', { configurationItems: [item] })]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/no network ACL found/)]);
  });
});

describe('an encoding', () => {
  const text = JSON.stringify({
    ...acl('acl-1', SSH, REPLIES),
    Tags: [{ Key: 'Name', Value: 'Zürich 東京' }],
  });
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  const swapped = Buffer.from(utf16).swap16();

  it.each<[string, Buffer]>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first', utf16],
    ['UTF-16, big end first', swapped],
    ['UTF-16, little end first, without a mark', utf16.subarray(2)],
    ['UTF-16, big end first, without a mark', swapped.subarray(2)],
    ['gzip', gzipSync(text)],
    ['gzip of UTF-16', gzipSync(utf16)],
  ])('%s', async (name, content) => {
    const [result] = await runJson([bytes(`${name}.json`, content)]);
    expect([result.networkAclId, result.name]).toEqual(['acl-1', 'Zürich 東京']);
  });

  it.each<[string, Buffer, RegExp]>([
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0xfe, 0x80]), /: no text in UTF-8 or UTF-16$/],
    ['gzip that is cut', gzipSync(text).subarray(0, 40), /: cannot be unpacked: Z_BUF_ERROR$/],
    ['a saved plan', Buffer.from('PK\u0003\u0004abc'), /expected the output of "terraform show -json /],
  ])('%s: one line', async (_, content, message) => {
    const { status, stdout, stderr } = await run([bytes('bad.bin', content)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
  });
});

describe('a text that is no input says what to run instead', () => {
  const AWS = /: .+ run "aws ec2 describe-network-acls --output json" instead$/;
  const TERRAFORM = / run "terraform show -json PLAN" instead$/;

  it.each<[string, string, RegExp]>([
    ['an empty file', '\n', AWS],
    ['YAML of the AWS CLI', 'NetworkAcls:\n- Associations: []\n  Entries: []\n', AWS],
    ['YAML of the AWS CLI as a stream', '- NetworkAcls:\n  - NetworkAclId: acl-1\n', AWS],
    [
      'text of the AWS CLI',
      'NETWORKACLS\tFalse\tacl-1\t111122223333\tvpc-1\nENTRIES\t0.0.0.0/0\tTrue\n',
      AWS,
    ],
    ['a table of the AWS CLI', '-----------\n|  DescribeNetworkAcls  |\n+---------+\n', AWS],
    [
      'an error of AWS',
      '\nAn error occurred (UnauthorizedOperation) when calling the DescribeNetworkAcls operation: You are not authorized\n',
      AWS,
    ],
    [
      'missing credentials',
      '\nUnable to locate credentials. You can configure credentials by running "aws login".\n',
      AWS,
    ],
    [
      'a missing region',
      'You must specify a region. You can also configure your region by running "aws configure".',
      AWS,
    ],
    [
      'a wrong option',
      '\nusage: aws [options] <command> <subcommand>\n\naws: error: argument operation',
      AWS,
    ],
    ['an expired session', 'Error when retrieving token from sso: Token has expired and refresh failed', AWS],
    [
      'a plan for readers',
      'Terraform used the selected providers to generate the following execution plan.\n',
      TERRAFORM,
    ],
    ['Terraform code', '# main\nresource "aws_network_acl" "main" {\n  vpc_id = "vpc-1"\n}\n', TERRAFORM],
    ['an error of Terraform', '\n╷\n│ Error: No configuration files\n', TERRAFORM],
  ])('%s', async (_, text, message) => {
    const { status, stdout, stderr } = await run([file('other.txt', text)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.split('\n')).toHaveLength(2);
  });

  it('of several values, each has to be JSON', async () => {
    const { status, stderr } = await run([
      file('cut.ndjson', `${JSON.stringify(acl('acl-1'))}\n{"NetworkAclId":`),
    ]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/cut\.ndjson: not JSON: /)]);
  });
});

describe('what cannot be read does not hide the others', () => {
  const good = acl('acl-good', SSH, REPLIES);
  const bad = acl('acl-bad', { ...SSH, RuleAction: 'block' });

  it('a network ACL', async () => {
    const path = file('mixed.json', { NetworkAcls: [bad, good] });
    const { status, stdout, stderr } = await run([path, '--json']);
    expect([status, idsOf(JSON.parse(stdout).networkAcls)]).toEqual([2, ['acl-good']]);
    expect(stderr).toBe(`${path}: acl-bad ingress rule 100: RuleAction is "block", expected allow or deny\n`);
    const { unreadable } = await listOf([path]);
    expect(unreadable).toEqual([{ file: path, networkAcl: 'acl-bad', reason: stderr.trimEnd() }]);
  });

  it('a file', async () => {
    const { status, stdout } = await run(['no-such.json', file('good.json', good), '--json']);
    expect([status, idsOf(JSON.parse(stdout).networkAcls)]).toEqual([2, ['acl-good']]);
  });

  it('but what is around them is needed whole', async () => {
    const around = file('around.json', { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] });
    const { status, stdout } = await run([around, file('good.json', good)]);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('a folder', () => {
  const folderOf = (name: string, files: Readonly<Record<string, string>>) => {
    const folder = join(dirname(file('x', '')), name);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return folder;
  };
  const text = (id: string) => JSON.stringify(acl(id, SSH, REPLIES));

  it('is read with all inside it, by name; what has nothing to do with network ACLs is left out', async () => {
    const folder = folderOf('all', {
      'b.json': text('acl-b'),
      'a/z.json': text('acl-z'),
      'a/plan.tfplan': 'PK',
      'package.json': '{"name":"network-acl"}',
      'compose.yaml': 'services: {}',
      'broken.json': '{',
      'node_modules/x.json': text('acl-not'),
      '.git/x.json': text('acl-not'),
      'notes.md': 'network ACL',
    });
    const results = await runJson([folder]);
    expect(idsOf(results)).toEqual(['acl-z', 'acl-b']);
  });

  it('as CDK writes it', async () => {
    const template = {
      Resources: { Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } } },
    };
    const folder = folderOf('cdk.out', {
      'manifest.json': JSON.stringify({ version: '48.0.0', artifacts: { NetworkAcl: {} } }),
      'tree.json': JSON.stringify({ tree: { id: 'AWS::EC2::NetworkAcl' } }),
      'Stack.assets.json': JSON.stringify({ files: { networkAcl: {} } }),
      'Stack.template.json': JSON.stringify(template),
      'assembly-Prod/Inner.template.json': JSON.stringify(template),
    });
    const { networkAcls, unreadable } = await listOf([folder]);
    expect([networkAcls.map(({ source }) => source.file), unreadable]).toEqual([
      [join(folder, 'Stack.template.json'), join(folder, 'assembly-Prod/Inner.template.json')],
      [],
    ]);
  });

  it('has what AWS Config recorded around network ACLs', async () => {
    const items = { ...configItem('Subnets', subnet('subnet-1')), ...{ configuration: {} } };
    const folder = folderOf('recorded', {
      'acl.json': text('acl-a'),
      'snapshot.json': JSON.stringify(snapshot([items])),
      'query.json': JSON.stringify(query([configItem('Subnets', subnet('subnet-2'), { configuration: {} })])),
      'untyped.json': JSON.stringify(query([{ configuration: { subnetId: 'subnet-3' } }], 'configuration')),
      'template.json': JSON.stringify({ Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } }),
    });
    const { status, stderr } = await run([folder]);
    const named = stderr.split('\n').map(line => /(\w+\.json): subnet-\d: VpcId is missing/.exec(line)?.[1]);
    expect([status, named]).toEqual([2, ['query.json', 'snapshot.json', 'untyped.json', undefined]]);
  });

  it('with a broken file about network ACLs is unreadable', async () => {
    const folder = folderOf('broken', { 'a.json': text('acl-a').slice(0, -3), 'b.json': text('acl-b') });
    const { status, stderr } = await run([folder]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/a\.json: not JSON/)]);
  });

  it('without network ACLs is no input', async () => {
    const { status, stderr } = await run([folderOf('empty', { 'a.json': '{}' })]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/no network ACL found/)]);
  });
});
