import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ConfigItem, configItem, configItems, query, snapshot } from '../../fixtures/config-items.ts';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import { acl, createFolder, entry, REPLIES, run, runJson, SSH } from './program.ts';

const file = createFolder();

/** Opens port 443, and lets no reply out. */
const gap = acl('acl-1', entry(100, false, 443, 443));
const FROM_EVERYWHERE = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const FROM_NOWHERE = { IpRanges: [] };
const eni = { ...networkInterface(1), Association: { PublicIp: '192.0.2.1' }, Ipv6Addresses: [] };
const lists = {
  NetworkAcls: [gap],
  NetworkInterfaces: [eni],
  SecurityGroups: [group('sg-1', FROM_EVERYWHERE)],
  Subnets: [{ ...subnet('subnet-1'), Ipv6CidrBlockAssociationSet: [] }],
  Vpcs: [vpc()],
};
const without = (list: keyof typeof lists) => configItems({ ...lists, [list]: [] });
const others = (list: keyof typeof lists, ...items: object[]) => [...without(list), ...items];
const deleted = { configurationItemStatus: 'ResourceDeleted', configuration: null };
const at = (time: string) => ({ configurationItemCaptureTime: time });
const [EARLY, LATE] = [at('2026-11-26T10:00:00.000Z'), at('2026-11-28T10:00:00.000Z')];
const OTHER_ACCOUNT = { accountId: '999988887777' };
const OTHER_REGION = { awsRegion: 'us-east-1' };

const write = (name: string, contents: readonly unknown[]) =>
  contents.map((content, index) => file(`${name.replaceAll(/\W/g, '-')}-${index}.json`, content));

describe('every situation, as AWS Config records it, is as in the outputs of EC2', () => {
  const { situations } = JSON.parse(readFileSync('test/fixtures/situations.json', 'utf8'));
  type Files = Record<string, { VpcId: string }[]>;

  it.each<[string, { files: Files; expect: { severity: string[]; ingress: string } }]>(
    situations.map((one: { id: string }) => [one.id, one]),
  )('situation %s', async (id, { files, expect: expected }) => {
    const items = configItems(files);
    const [described] = await runJson([file(`${id}.json`, files)]);
    for (const content of [snapshot(items), query(items), query(items.toReversed(), 'configuration')]) {
      const [recorded] = await runJson([file(`${id}-recorded.json`, content)]);
      expect(recorded).toEqual({
        ...described,
        ...{ account: '111122223333', region: 'eu-central-1' },
        source: { ...described.source, file: expect.any(String) },
      });
    }
    expect(expected.severity).toContain(described.severity);
  });
});

describe('exposure of AWS Config', () => {
  const all = configItems(lists);
  const interfaces = all.filter(({ resourceId }) => resourceId.startsWith('eni-'));
  const rest = all.filter(item => !interfaces.includes(item));
  const untyped = all.map(({ configuration }) => ({ configuration }));

  it.each<[string, 'known' | 'unknown', readonly unknown[]]>([
    ['a snapshot', 'known', [snapshot(all)]],
    ['a query', 'known', [query(all)]],
    ['a query that does not select the type', 'known', [query(untyped, 'configuration')]],
    [
      'network ACLs of a query, and what is around them of one without accounts',
      'known',
      [query(all.slice(0, 1)), query(untyped.slice(1), 'configuration')],
    ],
    [
      'items of other resources without a configuration',
      'known',
      [snapshot([...all, { resourceType: 'AWS::EC2::Instance', configuration: null }])],
    ],
    ['a query for each type', 'known', all.map(item => query([item]))],
    ['a snapshot, and the network ACL of EC2', 'known', [gap, snapshot(without('NetworkAcls'))]],
    [
      'interfaces of a snapshot, others of a history',
      'known',
      [snapshot(interfaces), { configurationItems: rest }],
    ],
    ['a history, which has only changes', 'unknown', [{ fileVersion: '1.0', configurationItems: all }]],
    ['items alone', 'unknown', all],
    ['the items of batch-get-resource-config', 'unknown', [{ baseConfigurationItems: all }]],
    ['a snapshot without interfaces', 'unknown', [snapshot(without('NetworkInterfaces'))]],
    [
      'a snapshot whose interfaces are deleted',
      'unknown',
      [snapshot(others('NetworkInterfaces', configItem('NetworkInterfaces', eni, deleted)))],
    ],
    ['a snapshot without a group', 'unknown', [snapshot(without('SecurityGroups'))]],
    [
      'a snapshot whose group is deleted',
      'unknown',
      [snapshot([...all, configItem('SecurityGroups', group('sg-1'), { ...LATE, ...deleted })])],
    ],
    [
      'a snapshot with interfaces of another VPC',
      'unknown',
      [snapshot(others('NetworkInterfaces', configItem('NetworkInterfaces', { ...eni, VpcId: 'vpc-2' })))],
    ],
    [
      'a snapshot that stopped to record an interface',
      'unknown',
      [
        snapshot([
          ...all,
          configItem('NetworkInterfaces', networkInterface(2), {
            ...{ configurationItemStatus: 'ResourceNotRecorded', configuration: null },
          }),
        ]),
      ],
    ],
    [
      'interfaces of another account in the VPC',
      'unknown',
      [snapshot([...all, configItem('NetworkInterfaces', networkInterface(2), OTHER_ACCOUNT)])],
    ],
    [
      'interfaces only of another account',
      'unknown',
      [snapshot(others('NetworkInterfaces', configItem('NetworkInterfaces', eni, OTHER_ACCOUNT)))],
    ],
    [
      'a group only of another account',
      'unknown',
      [snapshot(others('SecurityGroups', configItem('SecurityGroups', group('sg-1'), OTHER_ACCOUNT)))],
    ],
    [
      'interfaces only of another region',
      'unknown',
      [snapshot(others('NetworkInterfaces', configItem('NetworkInterfaces', eni, OTHER_REGION)))],
    ],
  ])('%s: %s', async (name, expected, contents) => {
    const [evaluated, ...more] = await runJson(write(name, contents));
    expect([evaluated.assumptions.exposure, more]).toEqual([expected, []]);
    // A public service is not less without exposure.
    expect(evaluated.severity).toBe('high');
  });

  it('knows that there are no interfaces, where the VPC has a detached one', async () => {
    const detached = configItem('NetworkInterfaces', { ...eni, Status: 'available' });
    const [evaluated] = await runJson([
      file('detached.json', snapshot(others('NetworkInterfaces', detached))),
    ]);
    expect([evaluated.severity, evaluated.assumptions.exposure]).toEqual(['medium', 'known']);
  });

  it('keeps two accounts apart, each with its own groups', async () => {
    const inOther = { ...lists, SecurityGroups: [group('sg-1', FROM_NOWHERE)] };
    const renamed = JSON.parse(JSON.stringify(inOther).replaceAll('vpc-1', 'vpc-2'));
    const items = [...all, ...configItems(renamed, OTHER_ACCOUNT)];
    const evaluated = await runJson([file('accounts.json', snapshot(items))]);
    expect(
      evaluated.map(({ account, severity, assumptions }: Evaluated) => [
        account,
        severity,
        assumptions.exposure,
      ]),
    ).toEqual([
      ['111122223333', 'high', 'known'],
      ['999988887777', 'low', 'known'],
    ]);
  });

  it('an output of EC2 that lists the interfaces goes first', async () => {
    const closed = { ...lists, NetworkAcls: [], SecurityGroups: [group('sg-1', FROM_NOWHERE)] };
    const [evaluated] = await runJson(write('first', [snapshot(all), closed]));
    expect([evaluated.severity, evaluated.assumptions.exposure]).toEqual(['low', 'known']);
  });
});

interface Evaluated {
  readonly account: string;
  readonly severity: string;
  readonly assumptions: { readonly exposure: string };
}

describe('of several items about a resource the newest counts', () => {
  const [open, closed] = [group('sg-1', FROM_EVERYWHERE), group('sg-1', FROM_NOWHERE)];
  const groups = (...items: ConfigItem[]) => others('SecurityGroups', ...items);
  const item = (element: object, change: object) => configItem('SecurityGroups', element, change);

  it.each<[string, string, readonly unknown[]]>([
    ['a group that was closed', 'low', [snapshot(groups(item(open, EARLY), item(closed, LATE)))]],
    [
      'a group that was closed, listed first',
      'low',
      [snapshot(groups(item(closed, LATE), item(open, EARLY)))],
    ],
    ['a group that was opened', 'high', [snapshot(groups(item(closed, EARLY), item(open, LATE)))]],
    [
      'a history after the snapshot',
      'low',
      [snapshot(groups(item(open, EARLY))), { fileVersion: '1.0', configurationItems: [item(closed, LATE)] }],
    ],
    [
      'a history before the snapshot',
      'high',
      [{ fileVersion: '1.0', configurationItems: [item(closed, EARLY)] }, snapshot(groups(item(open, LATE)))],
    ],
    [
      'seconds since 1970',
      'low',
      [
        snapshot(
          groups(
            item(open, at('2026-11-26T10:00:00Z')),
            item(closed, { configurationItemCaptureTime: 1_900_000_000.5 }),
          ),
        ),
      ],
    ],
    [
      'a time that is not known is the present',
      'low',
      [snapshot(groups(item(closed, { configurationItemCaptureTime: null }), item(open, LATE)))],
    ],
  ])('%s: %s', async (name, severity, contents) => {
    const [evaluated] = await runJson(write(name, contents));
    expect([evaluated.severity, evaluated.assumptions.exposure]).toEqual([severity, 'known']);
  });

  it.each<[string, string[], readonly object[]]>([
    [
      'changed',
      ['acl-1 covered'],
      [
        configItem('NetworkAcls', acl('acl-1', SSH, REPLIES), LATE),
        configItem('NetworkAcls', acl('acl-1', SSH), EARLY),
      ],
    ],
    [
      'deleted',
      ['acl-2 gap'],
      [
        configItem('NetworkAcls', acl('acl-1', SSH), EARLY),
        configItem('NetworkAcls', acl('acl-1', SSH), { ...LATE, ...deleted }),
        configItem('NetworkAcls', acl('acl-2', SSH), EARLY),
      ],
    ],
    [
      'of two accounts',
      ['acl-1 covered', 'acl-1 gap'],
      [
        configItem('NetworkAcls', acl('acl-1', SSH, REPLIES), LATE),
        configItem('NetworkAcls', acl('acl-1', SSH), { ...EARLY, ...OTHER_ACCOUNT }),
      ],
    ],
  ])('a network ACL that was %s', async (name, expected, items) => {
    const evaluated = await runJson([file(`${name}.json`, { configurationItems: items })]);
    const texts = evaluated.map(
      (one: { networkAclId: string; status: string }) => `${one.networkAclId} ${one.status}`,
    );
    expect(texts.toSorted()).toEqual(expected);
  });

  const old = configItem('NetworkInterfaces', { ...eni, NetworkInterfaceId: 'eni-2' }, EARLY);
  const elsewhere = configItem('NetworkInterfaces', { ...eni, SubnetId: 'subnet-2' }, LATE);

  it.each<[string, string, readonly unknown[]]>([
    [
      'an older snapshot',
      'medium',
      [snapshot([old], 'snapshot-0'), snapshot(others('NetworkInterfaces', elsewhere))],
    ],
    [
      'an older history',
      'medium',
      [{ configurationItems: [old] }, snapshot(others('NetworkInterfaces', elsewhere))],
    ],
    [
      'a newer history',
      'high',
      [
        { configurationItems: [{ ...old, ...at('2026-11-28T10:00:01.000Z') }] },
        snapshot(others('NetworkInterfaces', elsewhere)),
      ],
    ],
  ])('an interface that only %s has: %s', async (name, severity, contents) => {
    const [evaluated] = await runJson(write(name, contents));
    expect([evaluated.severity, evaluated.assumptions.exposure]).toEqual([severity, 'known']);
  });
});

describe('an item that is malformed is one line, and the exit code is 2', () => {
  const second = { ...JSON.parse(JSON.stringify(lists).replaceAll(/(vpc|acl|eni|sg|subnet)-1/g, '$1-2')) };
  const broken = (list: keyof typeof lists, element: object, change: object = {}) =>
    snapshot([...others(list, configItem(list, element, change)), ...configItems(second)]);
  const { Status: _, ...noStatus } = eni;
  const { Groups: __, ...noGroups } = eni;
  const { IpPermissions: ___, ...noRules } = group('sg-1');
  const parts = ['resourceType', 'resourceId', 'configuration.vpcId', 'configuration.groups.groupId'];

  it.each<[string, RegExp, unknown, string[]]>([
    [
      'an interface without a status',
      /: eni-1: Status is missing, expected a text$/,
      broken('NetworkInterfaces', noStatus),
      ['unknown', 'known'],
    ],
    [
      'an interface without groups',
      /: eni-1: Groups is missing, expected the whole configuration$/,
      broken('NetworkInterfaces', noGroups),
      ['unknown', 'known'],
    ],
    [
      'an interface without a VPC',
      /: eni-1: VpcId is missing, expected an id such as vpc-0123abcd$/,
      broken('NetworkInterfaces', { ...eni, VpcId: undefined }),
      ['unknown', 'unknown'],
    ],
    [
      'an interface with a broken configuration',
      /: eni-1: configuration is "\{", expected JSON$/,
      broken('NetworkInterfaces', eni, { configuration: '{' }),
      ['unknown', 'unknown'],
    ],
    [
      'an interface with a broken time',
      /: eni-1: configurationItemCaptureTime is "today", expected a time$/,
      broken('NetworkInterfaces', eni, at('today')),
      ['unknown', 'unknown'],
    ],
    [
      'a group without rules',
      /: sg-1: IpPermissions is missing, expected the whole configuration$/,
      broken('SecurityGroups', noRules),
      ['unknown', 'known'],
    ],
    [
      'a rule without a source',
      /: sg-1: IpPermissions\[0\] is \{"IpProtocol".+, expected IpRanges, Ipv6Ranges, /,
      broken('SecurityGroups', noRules, {
        configuration: { groupId: 'sg-1', vpcId: 'vpc-1', ipPermissions: [{ ipProtocol: 'tcp' }] },
      }),
      ['unknown', 'known'],
    ],
    [
      'a subnet',
      /: subnet-1: CidrBlock is "10", expected an IPv4 CIDR block$/,
      broken('Subnets', { ...lists.Subnets[0], CidrBlock: '10' }),
      ['known', 'known'],
    ],
    [
      'a VPC',
      /: vpc-1: CidrBlock is 10, expected /,
      broken('Vpcs', { ...vpc(), CidrBlock: 10 }),
      ['known', 'known'],
    ],
    [
      'a network ACL',
      /: acl-3 ingress rule 100: RuleAction is "block", expected allow or deny$/,
      snapshot([
        ...configItems(lists),
        ...configItems(second),
        configItem('NetworkAcls', acl('acl-3', { ...SSH, RuleAction: 'block' })),
      ]),
      ['known', 'known'],
    ],
    [
      'a network ACL with a broken time',
      /: acl-3: configurationItemCaptureTime is "1h", expected a time$/,
      snapshot([
        ...configItems(lists),
        ...configItems(second),
        configItem('NetworkAcls', acl('acl-3', SSH), at('1h')),
      ]),
      ['known', 'known'],
    ],
    [
      'parts that a query selects',
      /: eni-1: SubnetId is missing, expected the whole configuration \(and 1 more like it\)$/,
      [
        query(configItems({ NetworkInterfaces: [eni, { ...eni, NetworkInterfaceId: 'eni-9' }] }), ...parts),
        snapshot([...without('NetworkInterfaces'), ...configItems(second)]),
      ],
      ['unknown', 'known'],
    ],
  ])('%s', async (name, message, content, exposures) => {
    const { status, stdout, stderr } = await run([file(`${name}.json`, content), '--json']);
    expect([status, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)]);
    expect(stderr.split('\n')).toHaveLength(2);
    const { networkAcls }: { networkAcls: Evaluated[] } = JSON.parse(stdout);
    expect(networkAcls.map(({ assumptions }) => assumptions.exposure)).toEqual(exposures);
    expect(networkAcls.map(({ severity }) => severity)).toEqual(['high', 'high']);
  });
});
