import { describe, expect, it } from 'vitest';
import { acl, createFolder, REPLIES, run, runJson, SSH } from '../../check/program.ts';
import { listOf, readByAddress, toTexts } from '../read-entries.ts';

const file = createFolder();
const FIXTURE = 'test/fixtures/cloudformation/network-acls.yaml';

interface Result {
  readonly source: { readonly address: string; readonly line: number };
  readonly status: string;
  readonly change: string;
  readonly muted: boolean;
}
const statusOf = (results: readonly Result[]) =>
  Object.fromEntries(results.map(({ source, status }) => [source.address, status]));

/** A template with one network ACL, and these entries of it. */
function template(entries: Readonly<Record<string, object>>, more: object = {}): object {
  const resources = Object.entries(entries).map(
    ([name, { Condition, ...properties }]: [string, { Condition?: string }]) => [
      name,
      {
        Type: 'AWS::EC2::NetworkAclEntry',
        ...(Condition && { Condition }),
        Properties: {
          ...{ NetworkAclId: { Ref: 'Acl' }, RuleNumber: 100, Protocol: 6, RuleAction: 'allow' },
          ...{ CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } },
          ...properties,
        },
      },
    ],
  );
  return {
    ...more,
    Resources: { Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: {} }, ...Object.fromEntries(resources) },
  };
}
const OUT = { Egress: true, PortRange: { From: 1024, To: 65535 } };
const entriesOf = async (content: object, parameters?: string) => {
  const { Acl } = await readByAddress(file('template.json', content), parameters ? { parameters } : {});
  return [toTexts(Acl?.networkAcl.entries ?? []), Acl?.unknown.map(({ expression }) => expression)];
};

describe('a template in YAML', () => {
  it('is judged as far as it is known before it is deployed, in each way its conditions may go', async () => {
    const results = await runJson([FIXTURE]);
    expect(statusOf(results)).toEqual({
      Bastion: 'gap',
      Web: 'covered',
      Conditional: 'unknown',
      BothWays: 'covered',
      Imported: 'unknown',
      Muted: 'gap',
      SharedOut: 'unknown',
    });
    const bastion = results.find(({ source }: Result) => source.address === 'Bastion');
    expect([bastion.name, bastion.source.line, bastion.change]).toEqual(['aws-bastion', 31, 'new']);
    expect(results.filter(({ muted }: Result) => muted).map(({ source }: Result) => source.address)).toEqual([
      'Muted',
    ]);
  });

  it.each([
    ['production', 'covered'],
    ['test', 'gap'],
  ])('with --parameters: %s is %s', async (environment, expected) => {
    const path = file('parameters.json', [{ ParameterKey: 'Environment', ParameterValue: environment }]);
    expect(statusOf(await runJson([FIXTURE, '--parameters', path]))).toMatchObject({ Conditional: expected });
  });

  it.each<[string, unknown, string]>([
    ['texts, as deploy --parameter-overrides takes them', ['Environment=production'], 'covered'],
    ['a value with an equals sign', ['Environment=a=b'], 'gap'],
    ['an object', { Environment: 'production' }, 'covered'],
    ['the value that the stack has', [{ ParameterKey: 'Environment', UsePreviousValue: true }], 'unknown'],
  ])('with --parameters: %s', async (_, parameters, expected) => {
    const path = file('forms.json', parameters);
    expect(statusOf(await runJson([FIXTURE, '--parameters', path]))).toMatchObject({ Conditional: expected });
  });

  it.each<[string, unknown, RegExp]>([
    ['a number', [1], /: parameter 0 is 1, expected ParameterKey and ParameterValue$/],
    ['a text without a value', ['Environment'], /: parameter 0 is "Environment", expected ParameterKey and/],
    ['no value', [{ ParameterKey: 'A' }], /: parameter A is missing, expected a text$/],
    ['null', { A: null }, /: parameter A is null, expected a text$/],
    ['an empty file', '', /: the file is empty$/],
  ])('with --parameters of %s: one line, also for several templates', async (_, parameters, message) => {
    const path = file('malformed.json', parameters);
    for (const input of [[FIXTURE, FIXTURE], [file('acl.json', acl('acl-1', SSH))]]) {
      const { status, stdout, stderr } = await run([...input, '--parameters', path]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(message)]);
    }
  });

  it.each(['--parameters', '--network-acls'])('%s without a template is refused', async option => {
    const { status, stderr } = await run([option, 'x.json']);
    expect([status, stderr]).toEqual([
      2,
      `${option} is only for plans and templates: give their files, too\n`,
    ]);
  });

  it('with --parameters and --network-acls: what another stack manages is whole', async () => {
    const parameters = file('shared.json', { Parameters: { SharedNetworkAcl: 'acl-1' } });
    const described = file('acl.json', acl('acl-1', SSH, REPLIES));
    const results = await runJson([FIXTURE, '--parameters', parameters, '--network-acls', described]);
    expect(statusOf(results)).toMatchObject({ SharedOut: 'covered' });
  });

  it.each([
    ['single quotes', "'Resources':\n  'Acl': {'Type': 'AWS::EC2::NetworkAcl'}\n"],
    [
      'double quotes, as yamlencode of Terraform writes them',
      '"Resources":\n  "Acl":\n    "Type": "AWS::EC2::NetworkAcl"\n',
    ],
    ['a mark at the start', '---\n"Resources":\n  Acl: {Type: AWS::EC2::NetworkAcl}\n'],
  ])('may have keys with %s', async (_, text) => {
    expect(statusOf(await runJson([file('quoted.yaml', text)]))).toEqual({ Acl: 'covered' });
  });

  it.each<[string, string, RegExp]>([
    [
      'two documents',
      'Resources:\n  A: x\n---\nResources:\n  A: x\n',
      /not YAML: several documents, expected one$/,
    ],
    ['a tag that is unknown', 'Resources:\n  A: !Foo x\n', /not YAML: unknown tag !Foo$/],
    [
      'two keys that are the same',
      'Resources:\n  A: 1\n  A: 2\n',
      /not YAML: Map keys must be unique at line 3, column 3$/,
    ],
    [
      'a text that is not closed',
      'Resources:\n  A: "x\n',
      /not YAML: Missing closing "quote at line \d+, column \d+$/,
    ],
    [
      'aliases that become billions',
      `Resources:\n  A0: &a0 [x]\n${Array.from({ length: 30 }, (_, index) => `  A${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`).join('')}`,
      /not YAML: more than 1000 aliases$/,
    ],
    [
      'deep lists',
      `Resources:\n  A: ${'['.repeat(600)}${']'.repeat(600)}\n`,
      /not YAML: more than 500 nested levels$/,
    ],
  ])('%s: one line', async (_, text, message) => {
    const { status, stdout, stderr } = await run([file('bad.yaml', text)]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
  });
});

describe('a value of a template', () => {
  it.each<[string, unknown, string]>([
    ['a text', '10.0.0.0/8', '10.0.0.0/8'],
    ['a parameter with a default', { Ref: 'Block' }, '192.0.2.0/24'],
    ['Fn::Sub', { 'Fn::Sub': '$' + '{Block}' }, '192.0.2.0/24'],
    ['Fn::Sub with values', { 'Fn::Sub': ['10.$' + '{Net}.0.0/16', { Net: '7' }] }, '10.7.0.0/16'],
    ['Fn::Join', { 'Fn::Join': ['/', ['10.0.0.0', { Ref: 'Length' }]] }, '10.0.0.0/9'],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [1, { 'Fn::Split': [',', 'x,10.2.0.0/16'] }] },
      '10.2.0.0/16',
    ],
    ['Fn::Select of Fn::Cidr', { 'Fn::Select': [2, { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }] }, '10.0.2.0/24'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Nets', 'home', 'v4'] }, '198.51.100.0/24'],
    ['Fn::If that is known', { 'Fn::If': ['Yes', '10.1.0.0/16', '10.2.0.0/16'] }, '10.1.0.0/16'],
    [
      'Fn::If with AWS::NoValue',
      { 'Fn::If': ['Yes', '10.1.0.0/16', { Ref: 'AWS::NoValue' }] },
      '10.1.0.0/16',
    ],
  ])('%s', async (_, CidrBlock, expected) => {
    const more = {
      Parameters: {
        Block: { Type: 'String', Default: '192.0.2.0/24' },
        Length: { Type: 'Number', Default: 9 },
      },
      Mappings: { Nets: { home: { v4: '198.51.100.0/24' } } },
      Conditions: {
        Yes: {
          'Fn::And': [
            { 'Fn::Equals': [{ Ref: 'Length' }, 9] },
            { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] },
          ],
        },
      },
    };
    expect(await entriesOf(template({ In: { CidrBlock } }, more))).toEqual([
      [`in 100 allow tcp 22 from ${expected}`],
      [],
    ]);
  });

  it.each<[string, unknown, string]>([
    ['a parameter without a default', { Ref: 'Block' }, 'Block'],
    ['a stored parameter', { Ref: 'Stored' }, 'Stored'],
    ['an attribute', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 'Vpc.CidrBlock'],
    ['an import', { 'Fn::ImportValue': 'clients' }, 'Fn::ImportValue clients'],
    ['a function that is not known', { 'Fn::Transform': { Name: 'x' } }, 'Fn::Transform'],
    ['something inside Fn::Join', { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, 'x']] }, 'AWS::Region'],
  ])('%s is known only when it is deployed', async (_, CidrBlock, expected) => {
    const more = {
      Parameters: {
        Block: { Type: 'String' },
        Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' },
      },
    };
    expect(await entriesOf(template({ In: { CidrBlock } }, more))).toEqual([[], [expected]]);
  });
});

describe('a loop', () => {
  const loop = (list: unknown) => ({
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Ports: { Type: 'CommaDelimitedList' } },
    Resources: {
      Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: {} },
      'Fn::ForEach::In': [
        'Port',
        list,
        {
          ['In$' + '{Port}']: {
            Type: 'AWS::EC2::NetworkAclEntry',
            Properties: {
              ...{
                NetworkAclId: { Ref: 'Acl' },
                RuleNumber: { Ref: 'Port' },
                Protocol: 6,
                RuleAction: 'allow',
              },
              ...{ CidrBlock: '0.0.0.0/0', PortRange: { From: { Ref: 'Port' }, To: { Ref: 'Port' } } },
            },
          },
        },
      ],
    },
  });

  it('is written out', async () => {
    const expected = ['in 80 allow tcp 80 from 0.0.0.0/0', 'in 443 allow tcp 443 from 0.0.0.0/0'];
    expect(await entriesOf(loop(['80', '443']))).toEqual([expected, []]);
    const parameters = file('ports.json', { Ports: '80,443' });
    expect(await entriesOf(loop({ Ref: 'Ports' }), parameters)).toEqual([expected, []]);
  });

  it('over an unknown list is unreadable', async () => {
    const { unreadable } = await listOf([file('loop.json', loop({ Ref: 'Ports' }))]);
    expect(unreadable.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/the list of Fn::ForEach::In is not known, expected literals or --parameters$/),
    ]);
  });
});

describe('a template in JSON', () => {
  it('has lines', async () => {
    const text = JSON.stringify(template({ In: {}, Out: OUT }), undefined, 2);
    const { networkAcls } = await listOf([file('lines.json', text)]);
    expect(networkAcls.map(({ source }) => source.line)).toEqual([3]);
  });

  it('whose conditions are too many keeps them open', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `C${index}`);
    const more = {
      Parameters: { P: { Type: 'String' } },
      Conditions: Object.fromEntries(names.map(name => [name, { 'Fn::Equals': [{ Ref: 'P' }, name] }])),
    };
    const entries = Object.fromEntries(
      names.map((Condition, index) => [`In${index}`, { Condition, RuleNumber: 100 + index }]),
    );
    const [result] = await runJson([file('many.json', template({ ...entries, Out: OUT }, more))]);
    expect(result.status).toBe('unknown');
  });

  it.each<[string, object, RegExp]>([
    [
      'a logical id that would be code',
      template({ 'In"}': {} }),
      /a logical id is "In\\"}", expected letters and digits$/,
    ],
    [
      'an entry without a network ACL',
      template({ In: { NetworkAclId: null } }),
      /In\.NetworkAclId is null, expected an id or a reference$/,
    ],
    [
      'an entry that EC2 would refuse',
      template({ In: { RuleAction: 'drop' } }),
      /Acl ingress rule 100: RuleAction is "drop", expected allow or deny$/,
    ],
  ])('%s: one line', async (_, content, message) => {
    const { status, stderr } = await run([file('bad.json', content)]);
    expect(status).toBe(2);
    expect(stderr.trimEnd()).toMatch(message);
  });
});
