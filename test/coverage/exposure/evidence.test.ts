import { describe, expect, it } from 'vitest';
import { type Coverage, evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { strongest } from '../../../functions/coverage/evidence.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import { toGapLines, toPlanLines } from '../../fixtures/coverage-text.ts';
import { egress, ingress, networkAcl, OFFLINE, SETTINGS } from '../../fixtures/network-acls.ts';
import { accepting, BLOCKS, interfaceSet, SUBNET, surroundings } from '../../fixtures/surroundings.ts';

const TWO_SUBNETS = { subnetIds: [SUBNET, 'subnet-app'] };

/** Judged with nothing let out, for a network ACL of two subnets, so that none is its own. */
function judge(around: Surroundings, lines: readonly string[], out: readonly string[] = []): Coverage {
  const entries = [...ingress(...lines), ...egress(...out)];
  return evaluateCoverage(networkAcl(entries, TWO_SUBNETS), around, SETTINGS);
}

const lines = (around: Surroundings, ...inbound: readonly string[]) => toGapLines(judge(around, inbound));
const HTTPS = '100 allow tcp 443 0.0.0.0/0';
const EVERYWHERE = 'tcp 1024-65535 0.0.0.0/0 by default for 100';

describe('a named port', () => {
  it.each([
    ['a specific rule accepts', accepting('tcp 443 0.0.0.0/0'), 'accepted, high'],
    ['a wide rule accepts', accepting('all 0.0.0.0/0'), 'accepted, high'],
    ['a rule for all tcp accepts', accepting('tcp 0.0.0.0/0'), 'accepted, high'],
    ['a rule of another port accepts', accepting('tcp 444 0.0.0.0/0'), 'unaccepted, low'],
    [
      'a rule of another protocol accepts',
      accepting('udp 443 0.0.0.0/0', 'icmp 0.0.0.0/0'),
      'unaccepted, low',
    ],
    ['nothing accepts', accepting(), 'unaccepted, low'],
    [
      'only a function is behind',
      surroundings({ interfaces: [interfaceSet({ kind: 'lambda' })], groups: { 'sg-1': ['all 0.0.0.0/0'] } }),
      'unaccepted, low',
    ],
    [
      'an interface of no known kind has no group',
      surroundings({ interfaces: [interfaceSet({ groupIds: [] })] }),
      'unaccepted, low',
    ],
    [
      'a load balancer without groups is behind',
      surroundings({ interfaces: [interfaceSet({ kind: 'load-balancer', groupIds: [] })] }),
      'unaccepted, low',
    ],
    [
      'a Network Load Balancer without groups is behind',
      surroundings({ interfaces: [interfaceSet({ kind: 'network-load-balancer', groupIds: [] })] }),
      'named, high',
    ],
    [
      'a Gateway Load Balancer endpoint is behind',
      surroundings({ interfaces: [interfaceSet({ kind: 'gateway-load-balancer-endpoint', groupIds: [] })] }),
      'named, high',
    ],
    [
      'a Network Load Balancer has groups that accept it',
      surroundings({
        interfaces: [interfaceSet({ kind: 'network-load-balancer' })],
        groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] },
      }),
      'accepted, high',
    ],
    [
      'a Network Load Balancer has groups that do not',
      surroundings({ interfaces: [interfaceSet({ kind: 'network-load-balancer' })] }),
      'unaccepted, low',
    ],
    ['nothing is behind', surroundings({ interfaces: [] }), 'named, medium'],
    ['a group of an interface is not known', surroundings({ groups: {} }), 'accepted, high'],
  ])('that %s', (_, around, expected) => {
    expect(lines(around, HTTPS)).toEqual([`${EVERYWHERE}: ${expected}`]);
  });

  it.each(['nat-gateway', 'transit-gateway'] as const)(
    'is callable from the VPC where a %s is behind',
    kind => {
      const around = surroundings({ interfaces: [interfaceSet({ kind, groupIds: [] })] });
      expect(lines(around, HTTPS)).toContain('tcp 1024-65535 10.0.0.0/16 by default for 100: named, high');
      expect(lines(around, '100 allow tcp 443 10.1.0.0/16')).toEqual([
        'tcp 1024-65535 10.1.0.0/16 by default for 100: unaccepted, low',
      ]);
    },
  );

  it('is as accepted as the blocks of the rule say', () => {
    expect(lines(accepting('tcp 443 198.51.100.0/24'), '100 allow tcp 443 198.51.0.0/16')).toContain(
      'tcp 1024-65535 198.51.100.0/24 by default for 100: accepted, high',
    );
  });

  it('is not listed beside an accepted one where nothing accepts it', () => {
    expect(lines(accepting('tcp 443 0.0.0.0/0'), HTTPS, '110 allow tcp 22 0.0.0.0/0')).toEqual([
      `${EVERYWHERE}: accepted, high`,
    ]);
    expect(lines(accepting(), HTTPS, '110 allow tcp 22 0.0.0.0/0')).toEqual([
      'tcp 1024-65535 0.0.0.0/0 by default for 100,110: unaccepted, low',
    ]);
  });
});

describe('a port that a broad entry admits', () => {
  it.each([
    ['a specific rule accepts', accepting('tcp 443 0.0.0.0/0'), 'accepted, high'],
    ['only a wide rule accepts', accepting('all 0.0.0.0/0'), 'broad, medium'],
    ['nothing accepts', accepting(), 'unaccepted, low'],
    [
      'a Network Load Balancer is behind',
      surroundings({ interfaces: [interfaceSet({ kind: 'network-load-balancer', groupIds: [] })] }),
      'broad, medium',
    ],
    ['nothing is behind', surroundings({ interfaces: [] }), 'unaccepted, low'],
  ])('and that %s', (_, around, expected) => {
    expect(lines(around, '100 allow tcp 0.0.0.0/0')).toEqual([`${EVERYWHERE}: ${expected}`]);
  });
});

describe('a port that only a receiver admits', () => {
  const RECEIVER = '100 allow tcp 1024-65535 0.0.0.0/0';

  it.each([
    ['a specific rule accepts', ['tcp 8080 0.0.0.0/0'], [`${EVERYWHERE}: accepted, high`]],
    ['a wide rule accepts', ['all 0.0.0.0/0'], []],
    ['a rule for all ports above 1023 accepts', ['tcp 1024-65535 0.0.0.0/0'], []],
    ['a rule for the ports of Linux accepts', ['tcp 32768-60999 0.0.0.0/0'], []],
    ['a rule for the ports of Windows accepts', ['tcp 49152-65535 0.0.0.0/0'], []],
    ['a rule for less accepts', ['tcp 32769-60999 0.0.0.0/0'], [`${EVERYWHERE}: accepted, high`]],
    ['a rule from 1023 to 60999 accepts, also from a block', ['tcp 1023-60999 198.51.100.0/24'], []],
    [
      'a rule from 1024 to 60999 accepts from a block',
      ['tcp 1024-60999 198.51.100.0/24'],
      ['tcp 1024-65535 198.51.100.0/24 by default for 100: accepted, high'],
    ],
    ['nothing accepts', [], []],
  ])('and that %s', (_, rules, expected) => {
    expect(lines(accepting(...rules), RECEIVER)).toEqual(expected);
  });

  it('is reported, planned for, and never written', () => {
    const coverage = judge(accepting('tcp 8080 0.0.0.0/0'), [RECEIVER]);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['security-groups-only']);
  });
});

it('the strongest of no evidence is that nothing is accepted', () => {
  expect(strongest([])).toBe('unaccepted');
  expect(strongest(['broad', 'named'])).toBe('named');
});

describe('what accepts a service', () => {
  const GROUPS = { 'sg-all': ['all 0.0.0.0/0'], 'sg-https': ['tcp 443 0.0.0.0/0'] };
  const around = surroundings({
    interfaces: [
      interfaceSet({ groupIds: ['sg-all'], owners: [{ type: 'instance', name: 'bastion' }] }),
      interfaceSet({ groupIds: ['sg-https'], owners: [{ type: 'instance', name: 'web' }] }),
    ],
    groups: GROUPS,
  });
  const named = (entry: string) =>
    judge(around, [entry]).gaps.map(({ acceptedBy, behind }) => [acceptedBy, behind.map(({ name }) => name)]);

  it('is every group where an entry states it', () => {
    expect(named(HTTPS)).toEqual([
      [
        ['sg-all', 'sg-https'],
        ['bastion', 'web'],
      ],
    ]);
    expect(named('100 allow tcp 0.0.0.0/0')).toEqual([
      [
        ['sg-all', 'sg-https'],
        ['bastion', 'web'],
      ],
    ]);
  });

  it('is also a group that accepts everything, where it is the only one', () => {
    const [gap] = judge(accepting('all 0.0.0.0/0'), [HTTPS]).gaps;
    expect(gap?.acceptedBy).toEqual(['sg-1']);
  });

  it('is at the ports of specific rules alone where no entry states it', () => {
    const apps = surroundings({
      interfaces: [interfaceSet({ groupIds: ['sg-app', 'sg-high', 'sg-udp'] })],
      groups: {
        'sg-app': ['tcp 8080 0.0.0.0/0'],
        'sg-high': ['tcp 9000-65535 0.0.0.0/0'],
        'sg-udp': ['udp 8080 0.0.0.0/0'],
      },
    });
    const { gaps } = judge(apps, ['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(gaps.map(({ acceptedBy }) => acceptedBy)).toEqual([['sg-app']]);
  });
});

describe('a port that an entry names is written for', () => {
  const restraints = (around: Surroundings) => {
    const { writable, restraints: found } = judge(around, [HTTPS]);
    return [writable.length, found];
  };

  it('where one of two acceptances is known for certain', () => {
    const groups = { 'sg-1': ['tcp 443 0.0.0.0/0', 'tcp 443 pl-unread'] };
    expect(restraints(surroundings({ groups }))).toEqual([1, []]);
  });

  it('where a Network Load Balancer without groups passes it on', () => {
    const interfaces = [interfaceSet({ kind: 'network-load-balancer', groupIds: [] })];
    expect(restraints(surroundings({ interfaces }))).toEqual([1, []]);
  });
});

describe('DNS over TCP', () => {
  it('goes to a port of the client, unlike DNS between servers over UDP', () => {
    const dns = '100 allow tcp 53 0.0.0.0/0';
    const judged = judge(OFFLINE, [dns], [dns]);
    expect(toGapLines(judged)).toEqual([`${EVERYWHERE}: named, high`]);
    expect(judged.assumptions.samePort).toEqual([]);
  });
});

describe('UDP', () => {
  const OUT = [
    '100 allow udp 53 0.0.0.0/0',
    '110 allow udp 123 0.0.0.0/0',
    '120 allow udp 67 0.0.0.0/0',
    '130 allow udp 500 0.0.0.0/0',
  ];
  const udp = (rules: readonly string[], ...inbound: readonly string[]) =>
    toGapLines(judge(accepting(...rules), inbound, OUT)).map(line => line.replace(/.* by default for /, ''));

  it.each([53, 123])('of port %d is a service where a specific rule accepts it', port => {
    const entry = `100 allow udp ${port} 198.51.100.0/24`;
    expect(udp([`udp ${port} 0.0.0.0/0`], entry).at(0)).toBe('100: accepted, high');
    expect(udp(['all 0.0.0.0/0'], entry)).toEqual([]);
    expect(udp(['udp 54 0.0.0.0/0', 'tcp 53 0.0.0.0/0'], entry)).toEqual([]);
  });

  it('of other ports that both ends use is none even then', () => {
    expect(udp(['udp 67 0.0.0.0/0'], '100 allow udp 67 0.0.0.0/0')).toEqual([]);
    expect(udp(['udp 514 0.0.0.0/0'], '100 allow udp 514 0.0.0.0/0')).toEqual([]);
  });

  it('of all protocols is a service only where a specific rule accepts it', () => {
    const around = (rule: string) => lines(accepting(rule), '100 allow all 198.51.100.0/24');
    expect(around('udp 1194 0.0.0.0/0').filter(line => line.startsWith('udp'))).toEqual([
      'udp 1024-65535 198.51.100.0/24 by default for 100: accepted, high',
    ]);
    expect(around('all 0.0.0.0/0').filter(line => line.startsWith('udp'))).toEqual([]);
  });

  it('of IPsec is none toward a peer that a rule names', () => {
    expect(udp(['udp 500 203.0.113.0/24'], '100 allow udp 500 203.0.112.0/22')).not.toContain(
      '100: accepted, high',
    );
    expect(udp(['udp 500 203.0.112.0/23'], '100 allow udp 500 203.0.112.0/22')).toContain(
      '100: accepted, high',
    );
    const other = accepting('udp 501 203.0.113.0/24', 'udp 500 0.0.0.0/0');
    expect(toGapLines(judge(other, ['100 allow udp 500 203.0.112.0/22'], OUT))).toEqual([
      'udp 1024-65535 203.0.112.0/22 by default for 100: accepted, high',
    ]);
  });

  it('of port 53 is never written where replies to it are permitted', () => {
    const coverage = judge(accepting('udp 53 0.0.0.0/0'), ['100 allow udp 53 198.51.100.0/24'], OUT);
    expect(toPlanLines(coverage)).toEqual(['140 allow udp 1024-65535 198.51.100.0/24']);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['security-groups-only']);
    const unanswered = judge(accepting('udp 53 0.0.0.0/0'), ['100 allow udp 53 198.51.100.0/24']);
    expect(unanswered.writable).toHaveLength(1);
  });
});

describe('IPv6', () => {
  const IPV6 = '100 allow tcp 443 ::/0';
  const around = (hasIpv6: boolean, rule: string) =>
    surroundings({ interfaces: [interfaceSet({ hasIpv6 })], groups: { 'sg-1': [rule] } });

  it('counts only for interfaces with an IPv6 address', () => {
    expect(lines(around(true, 'tcp 443 ::/0'), IPV6)).toEqual([
      'tcp 1024-65535 ::/0 by default for 100: accepted, high',
    ]);
    expect(lines(around(false, 'tcp 443 ::/0'), IPV6)).toEqual([
      'tcp 1024-65535 ::/0 by default for 100: unaccepted, low',
    ]);
  });

  it('is not accepted by IPv4 rules, nor the other way round', () => {
    expect(lines(around(true, 'tcp 443 0.0.0.0/0'), IPV6)[0]).toContain('unaccepted');
    expect(lines(around(true, 'tcp 443 ::/0'), HTTPS)[0]).toContain('unaccepted');
  });
});

describe('IPv6 toward interfaces without groups', () => {
  it.each([
    ['gateway-load-balancer-endpoint', false, 'named, high'],
    ['network-load-balancer', true, 'named, high'],
    ['network-load-balancer', false, 'unaccepted, low'],
  ] as const)('a %s that has an IPv6 address: %s', (kind, hasIpv6, expected) => {
    const around = surroundings({ interfaces: [interfaceSet({ kind, hasIpv6, groupIds: [] })] });
    expect(lines(around, '100 allow tcp 443 ::/0')).toEqual([
      `tcp 1024-65535 ::/0 by default for 100: ${expected}`,
    ]);
  });
});

describe('references to groups', () => {
  const accepted = (draft: Parameters<typeof surroundings>[0], entry = '100 allow tcp 8080 10.0.0.0/16') =>
    lines(surroundings(draft), entry).filter(line => line.endsWith('accepted, high'));
  const rule = { 'sg-1': ['tcp 8080 sg-app'] };
  const VPC_WIDE = ['tcp 1024-65535 10.0.0.0/16 by default for 100: accepted, high'];

  it('accept from the other subnets in which interfaces carry the group', () => {
    expect(accepted({ groups: rule, carriers: { 'sg-app': [SUBNET, 'subnet-app', 'subnet-web'] } })).toEqual([
      'tcp 1024-65535 10.0.11.0/24 by default for 100: accepted, high',
      'tcp 1024-65535 10.0.12.0/24 by default for 100: accepted, high',
    ]);
  });

  it('accept from each other in two subnets of the network ACL', () => {
    const interfaces = [interfaceSet(), interfaceSet({ subnetId: 'subnet-app' })];
    expect(
      accepted({
        interfaces,
        groups: { 'sg-1': ['tcp 8080 sg-1'] },
        carriers: { 'sg-1': [SUBNET, 'subnet-app'] },
      }),
    ).toEqual([
      'tcp 1024-65535 10.0.1.0/24 by default for 100: accepted, high',
      'tcp 1024-65535 10.0.11.0/24 by default for 100: accepted, high',
    ]);
  });

  it('accept from nowhere where only their own subnet carries it', () => {
    expect(accepted({ groups: rule, carriers: { 'sg-app': [SUBNET] } })).toEqual([]);
  });

  it('accept from the VPC, unresolved, where nothing carries it', () => {
    expect(accepted({ groups: rule, carriers: { 'sg-app': [] } })).toEqual(VPC_WIDE);
    expect(accepted({ groups: rule })).toEqual(VPC_WIDE);
    expect(accepted({ groups: rule }, '100 allow tcp 1024-65535 10.0.0.0/16')).toEqual([]);
  });

  it('accept from the VPC, unresolved, where the blocks of a subnet are not known', () => {
    const draft = { groups: rule, carriers: { 'sg-app': ['subnet-app', 'subnet-new'] } };
    expect(accepted(draft)).toEqual(VPC_WIDE);
    expect(accepted(draft, '100 allow tcp 1024-65535 10.0.0.0/16')).toEqual([
      'tcp 1024-65535 10.0.11.0/24 by default for 100: accepted, high',
    ]);
  });

  it('accept from everywhere, unresolved, where nothing is known of the VPC', () => {
    expect(accepted({ groups: rule, vpcBlocks: [] }, '100 allow tcp 8080 198.51.100.0/24')).toHaveLength(1);
    expect(
      accepted({ groups: rule, vpcBlocks: ['10.0.0.0/16'] }, '100 allow tcp 8080 198.51.100.0/24'),
    ).toEqual([]);
  });

  it.each([
    ['of a peer', 'tcp 8080 sg-x vpc-peer active', true],
    ['of another VPC without a peering connection', 'tcp 8080 sg-x vpc-peer', true],
    ['of a peer that is gone', 'tcp 8080 sg-x vpc-peer deleted', false],
    ['of the VPC that is named', 'tcp 8080 sg-x vpc-0f1e2d3c', false],
    ['of the VPC over a peering connection', 'tcp 8080 sg-x vpc-0f1e2d3c active', true],
  ])('%s accept from everywhere, unresolved: %s', (_, text, isAccepted) => {
    const groups = { 'sg-1': [text] };
    const carriers = { 'sg-x': ['subnet-app'] };
    expect(accepted({ groups, carriers }, '100 allow tcp 8080 198.51.100.0/24')).toHaveLength(
      isAccepted ? 1 : 0,
    );
    expect(accepted({ groups, carriers }, '100 allow tcp 1024-65535 198.51.100.0/24')).toEqual([]);
  });

  it('that are unresolved are never written for', () => {
    const coverage = judge(surroundings({ groups: rule }), ['100 allow tcp 8080 10.0.0.0/16']);
    expect(toPlanLines(coverage)).toHaveLength(1);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['exposure-unread']);
  });
});

describe('prefix lists', () => {
  const around = (prefixLists: Readonly<Record<string, readonly string[]>>) =>
    surroundings({ groups: { 'sg-1': ['tcp 443 pl-1'] }, prefixLists });

  it('accept from their blocks', () => {
    expect(
      lines(around({ 'pl-1': ['198.51.100.0/24', '2001:db8:5::/48'] }), '100 allow tcp 443 198.51.100.0/23'),
    ).toEqual([
      'tcp 1024-65535 198.51.100.0/24 by default for 100: accepted, high',
      'tcp 1024-65535 198.51.101.0/24 by default for 100: unaccepted, low',
    ]);
  });

  it('that cannot be read accept from everywhere, and nothing is written for them', () => {
    const coverage = judge(around({}), [HTTPS]);
    expect(toGapLines(coverage)).toEqual([`${EVERYWHERE}: accepted, high`]);
    expect(coverage.restraints).toEqual(['exposure-unread']);
    expect(coverage.writable).toEqual([]);
  });
});

describe('"everywhere" on both sides', () => {
  const around = (changed: Partial<Parameters<typeof surroundings>[0]> = {}, isPublic = false) =>
    surroundings({
      interfaces: [interfaceSet({ isPublic })],
      groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] },
      ...changed,
    });
  const isAccepted = (draft: ReturnType<typeof around>, entry = HTTPS) =>
    lines(draft, entry).some(
      line => line.startsWith('tcp 1024-65535 128.0.0.0/1') || line.startsWith(EVERYWHERE),
    ) && lines(draft, entry).every(line => line.endsWith('accepted, high') && !line.includes('unaccepted'));

  it('means the VPC where nothing public leads to the interfaces', () => {
    const found = lines(around(), HTTPS);
    expect(found).toContain('tcp 1024-65535 10.0.0.0/16 by default for 100: accepted, high');
    expect(found).toContain('tcp 1024-65535 128.0.0.0/1 by default for 100: unaccepted, low');
  });

  it('means everywhere where something does', () => {
    expect(isAccepted(around({}, true))).toBe(true);
    expect(isAccepted(around({ hasInternetFacingNlb: true }))).toBe(true);
    expect(isAccepted(around({ interfaces: [interfaceSet(), interfaceSet({ isPublic: false })] }))).toBe(
      true,
    );
    expect(isAccepted(around({ vpcBlocks: [] }))).toBe(true);
    expect(isAccepted(around())).toBe(false);
  });

  it('over IPv6 means nothing over IPv4', () => {
    const prefixLists = { 'pl-1': ['::/0'] };
    for (const rule of ['tcp 443 ::/0', 'tcp 443 pl-1']) {
      expect(lines(around({ groups: { 'sg-1': [rule] }, prefixLists }), HTTPS)).toEqual([
        `${EVERYWHERE}: unaccepted, low`,
      ]);
    }
  });

  it('on one side alone means what it says', () => {
    expect(lines(around(), '100 allow tcp 443 198.51.100.0/24')).toEqual([
      'tcp 1024-65535 198.51.100.0/24 by default for 100: accepted, high',
    ]);
    const narrow = around({ groups: { 'sg-1': ['tcp 443 198.51.100.0/24'] } });
    expect(lines(narrow, HTTPS)).toContain(
      'tcp 1024-65535 198.51.100.0/24 by default for 100: accepted, high',
    );
  });
});

describe('the own subnet', () => {
  const own = (lines: readonly string[], changed = {}, blocks = BLOCKS) =>
    toGapLines(
      evaluateCoverage(
        networkAcl(ingress(...lines), changed),
        surroundings({ blocks, groups: { 'sg-1': ['all 0.0.0.0/0'] } }),
        SETTINGS,
      ),
    );

  it('is left out where it is the only one and its blocks are known', () => {
    expect(own(['100 allow tcp 443 10.0.1.0/24'])).toEqual([]);
    expect(own(['100 allow tcp 443 10.0.0.0/23'])).toEqual([
      'tcp 1024-65535 10.0.0.0/24 by default for 100: accepted, high',
    ]);
    expect(own(['100 allow tcp 443 2001:db8:0:1::/64'])).toEqual([]);
  });

  it('is not where there are two, or where its blocks are not known', () => {
    expect(own(['100 allow tcp 443 10.0.1.0/24'], TWO_SUBNETS)).toHaveLength(1);
    expect(own(['100 allow tcp 443 10.0.1.0/24'], {}, {})).toHaveLength(1);
    expect(own(['100 allow tcp 443 10.0.1.0/24'], { subnetIds: [] })).toHaveLength(1);
  });

  it('is left out of ingress coverage, too', () => {
    const judged = evaluateCoverage(
      networkAcl(egress('100 allow tcp 443 10.0.1.0/24')),
      surroundings(),
      SETTINGS,
    );
    expect(judged.ingressSeverity).toBe('none');
  });
});

describe('who is hit', () => {
  it('is named with every gap: the interfaces, and the groups that accept', () => {
    const around = surroundings({
      interfaces: [
        interfaceSet({ groupIds: ['sg-2', 'sg-1'], owners: [{ type: 'instance', name: 'web-1' }] }),
        interfaceSet({
          groupIds: ['sg-1'],
          owners: [
            { type: 'instance', name: 'web-2' },
            { type: 'instance', name: 'web-1' },
          ],
        }),
        interfaceSet({ groupIds: ['sg-3'], owners: [{ type: 'database', name: 'orders' }] }),
      ],
      groups: {
        'sg-1': ['tcp 443 0.0.0.0/0'],
        'sg-2': ['tcp 443 0.0.0.0/0'],
        'sg-3': ['tcp 5432 0.0.0.0/0'],
      },
    });
    const [gap] = judge(around, [HTTPS]).gaps;
    expect(gap?.acceptedBy).toEqual(['sg-1', 'sg-2']);
    expect(gap?.behind.map(({ name }) => name)).toEqual(['web-1', 'web-2']);
  });

  it('are interfaces whose group accepts from another group, too', () => {
    const around = surroundings({
      groups: { 'sg-1': ['tcp 8080 sg-app'] },
      carriers: { 'sg-app': ['subnet-app'] },
    });
    const [gap] = judge(around, ['100 allow tcp 8080 10.0.11.0/24']).gaps;
    expect(gap?.behind.map(({ name }) => name)).toEqual(['web-1']);
  });

  it('are interfaces without groups, too', () => {
    const owners = [{ type: 'load balancer', name: 'net/edge' }] as const;
    const around = surroundings({
      interfaces: [interfaceSet({ kind: 'network-load-balancer', groupIds: [], owners })],
    });
    const [gap] = judge(around, [HTTPS]).gaps;
    expect([gap?.acceptedBy, gap?.behind]).toEqual([[], owners]);
  });

  it('is united over the areas of a gap', () => {
    const around = surroundings({
      interfaces: [
        interfaceSet(),
        interfaceSet({ groupIds: ['sg-2'], owners: [{ type: 'instance', name: 'web-2' }] }),
      ],
      groups: { 'sg-1': ['tcp 443 198.51.100.0/25'], 'sg-2': ['tcp 443 198.51.100.128/25'] },
    });
    const [gap, ...others] = judge(around, ['100 allow tcp 443 198.51.100.0/24']).gaps;
    expect(others).toEqual([]);
    expect([gap?.acceptedBy, gap?.behind.map(({ name }) => name)]).toEqual([
      ['sg-1', 'sg-2'],
      ['web-1', 'web-2'],
    ]);
  });
});
