import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { toPlanLines, toUnplacedLines } from '../../fixtures/coverage-text.ts';
import { egress, evaluate, ingress, networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';
import { interfaceSet, SUBNET, surroundings } from '../../fixtures/surroundings.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

function plan(entries: readonly NetworkAclEntry[], settings = {}) {
  const coverage = evaluate(entries, settings);
  return { entries: toPlanLines(coverage), unplaced: toUnplacedLines(coverage) };
}

const placed = (...entries: string[]) => ({ entries, unplaced: [] });
const left = (...unplaced: string[]) => ({ entries: [], unplaced });

describe('placing', () => {
  it.each<[string, string[], string]>([
    ['starts at 100 in an empty list', [], '100'],
    ['goes to the next multiple of ten', ['7 allow tcp 443 0.0.0.0/0'], '10'],
    ['goes to the next multiple of ten from one', ['110 allow tcp 443 0.0.0.0/0'], '120'],
    ['goes behind the highest entry', ['100 allow tcp 443 0.0.0.0/0', '203 allow udp 53 0.0.0.0/0'], '210'],
    ['counts entries of the other family', ['100 allow tcp 443 ::/0'], '110'],
    [
      'goes before a default rule that is written out',
      ['100 allow tcp 443 0.0.0.0/0', '200 deny all 0.0.0.0/0'],
      '110',
    ],
    [
      'goes before the first of two',
      ['100 allow tcp 443 0.0.0.0/0', '200 deny tcp 0.0.0.0/0', '300 deny all 0.0.0.0/0'],
      '110',
    ],
    [
      'counts no entry behind the default rule',
      ['100 allow tcp 443 0.0.0.0/0', '200 deny all 0.0.0.0/0', '300 deny tcp 22 10.0.0.0/8'],
      '110',
    ],
    [
      'takes the last multiple of ten that fits',
      ['101 allow tcp 443 0.0.0.0/0', '111 deny all 0.0.0.0/0'],
      '110',
    ],
    [
      'takes the highest free number where that does not fit',
      ['101 allow tcp 443 0.0.0.0/0', '110 deny all 0.0.0.0/0'],
      '109',
    ],
    [
      'goes before allows where there is no number behind them',
      ['100 allow tcp 443 0.0.0.0/0', '101 deny all 0.0.0.0/0'],
      '99',
    ],
    ['uses the numbers before a default rule that is alone', ['50 deny all 0.0.0.0/0'], '49'],
    ['uses the very first number', ['2 deny all 0.0.0.0/0'], '1'],
    [
      'is not kept back by a default rule of another protocol',
      ['110 deny udp 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
      '130',
    ],
    ['is not kept back by a default rule of the other family', ['100 deny all ::/0'], '110'],
    ['goes before allows that it overlaps', ['5 allow tcp 2000-3000 0.0.0.0/0', '6 deny all 0.0.0.0/0'], '4'],
    [
      'goes before denies that it does not overlap',
      ['4 deny tcp 443 0.0.0.0/0', '5 deny icmp 10.0.0.0/8', '6 deny all 0.0.0.0/0'],
      '3',
    ],
    [
      'goes before denies that decide nothing',
      ['4 deny tcp 2000 0.0.0.0/0', '6 deny tcp 2000 10.0.0.0/8', '7 deny all 0.0.0.0/0'],
      '5',
    ],
    [
      'goes behind a deny that it overlaps',
      ['300 deny tcp 5432 10.0.0.0/8', '400 deny all 0.0.0.0/0'],
      '310',
    ],
    [
      'goes between a deny that it overlaps and the default rule',
      ['300 deny tcp 5432 10.0.0.0/8', '302 deny all 0.0.0.0/0'],
      '301',
    ],
    ['ends at 32766', ['32766 allow tcp 443 0.0.0.0/0'], '32765'],
    ['reaches 32760', ['32750 allow tcp 443 0.0.0.0/0'], '32760'],
  ])('%s', (_, entries, ruleNumber) => {
    expect(plan([...SSH, ...egress(...entries)])).toEqual(
      placed(`${ruleNumber} allow tcp 1024-65535 0.0.0.0/0`),
    );
  });

  it('says so where no number is free between such a deny and the default rule', () => {
    expect(
      plan([...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0')]).unplaced,
    ).toContain('tcp 1024-5431 0.0.0.0/0: rule-numbers 300,301');
    expect(plan([...SSH, ...egress('1 deny all 0.0.0.0/0')])).toEqual(
      left('tcp 1024-65535 0.0.0.0/0: rule-numbers 1'),
    );
    const last = egress('32766 deny tcp 5432 10.0.0.0/8');
    expect(plan([...SSH, ...last]).unplaced[0]).toMatch(/: rule-numbers 32766$/);
  });

  it('has fewer ports where only such entries are clear of a deny without room behind it', () => {
    const two = ingress('100 allow tcp 22 100.64.0.0/16', '120 allow tcp 22 0.0.1.0/24');
    expect(plan([...two, ...egress('32765 deny tcp 138-1025 0.0.0.0/16')])).toEqual(
      placed('32764 allow tcp 1026-65535 0.0.1.0/24', '32766 allow tcp 1024-65535 100.64.0.0/16'),
    );
    expect(plan([...two, ...egress('32764 deny tcp 138-1025 0.0.0.0/16')])).toEqual(
      placed('32765 allow tcp 1024-65535 0.0.1.0/24', '32766 allow tcp 1024-65535 100.64.0.0/16'),
    );
  });

  it('places all of a protocol or nothing', () => {
    // Three numbers are free; tcp needs two for each of the two ranges, since its blocks have none in common.
    const entries = [
      ...ingress(
        '100 allow tcp 22 10.0.0.0/8',
        '110 allow tcp 22 172.16.0.0/12',
        '120 allow udp 1194 10.0.0.0/8',
      ),
      ...egress('4 deny all 0.0.0.0/0'),
    ];
    const found = plan(entries, { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') });
    expect(found.entries).toEqual(['2 allow udp 1025-5000 10.0.0.0/8', '3 allow udp 32768-60999 10.0.0.0/8']);
    expect(found.unplaced).toEqual([
      'tcp 1025-5000 10.0.0.0/8: rule-numbers 4',
      'tcp 1025-5000 172.16.0.0/12: rule-numbers 4',
      'tcp 32768-60999 10.0.0.0/8: rule-numbers 4',
      'tcp 32768-60999 172.16.0.0/12: rule-numbers 4',
    ]);
  });

  it('skips numbers in use on its way down', () => {
    const entries = ['8 allow tcp 443 0.0.0.0/0', '9 allow tcp 80 0.0.0.0/0', '10 deny all 0.0.0.0/0'];
    const two = ingress('100 allow tcp 22 10.0.0.0/16', '110 allow tcp 22 10.2.0.0/16');
    expect(plan([...two, ...egress(...entries)])).toEqual(
      placed('6 allow tcp 1024-65535 10.0.0.0/16', '7 allow tcp 1024-65535 10.2.0.0/16'),
    );
  });
});

describe('a deny of everything in front of allows', () => {
  const closed = (...lines: string[]) => plan([...SSH, ...egress(...lines)]);

  it.each<[string, string[], string]>([
    ['for all protocols', ['50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'], '50,100'],
    [
      'that lets out something of another protocol',
      ['50 deny all 0.0.0.0/0', '100 allow icmp 0.0.0.0/0'],
      '50,100',
    ],
    ['of the protocol', ['50 deny tcp 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'], '50,100'],
    [
      'behind other denies of everything',
      ['40 deny tcp 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow udp 53 0.0.0.0/0'],
      '50,100',
    ],
    [
      'behind allows',
      ['10 allow tcp 443 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow tcp 443-444 0.0.0.0/0'],
      '50,100',
    ],
    [
      'names the first of them',
      [
        '50 deny all 0.0.0.0/0',
        '100 deny tcp 80 0.0.0.0/0',
        '110 allow tcp 80 0.0.0.0/0',
        '120 allow tcp 443 0.0.0.0/0',
      ],
      '50,120',
    ],
  ])('%s: nothing is planned', (_, lines, ruleNumbers) => {
    expect(closed(...lines)).toEqual(left(`tcp 1024-65535 0.0.0.0/0: decision ${ruleNumbers}`));
  });

  it.each<[string, string[], string]>([
    ['of another protocol', ['50 deny udp 0.0.0.0/0', '100 allow udp 53 0.0.0.0/0'], '110'],
    ['of the other family', ['50 deny all ::/0', '100 allow tcp 443 ::/0'], '110'],
    [
      'where each allow has an effect before it',
      ['10 allow tcp 443 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow tcp 443 10.0.0.0/8'],
      '20',
    ],
    [
      'where a narrower deny decides first',
      ['10 deny tcp 443 0.0.0.0/0', '50 deny all 0.0.0.0/0', '100 allow tcp 443 10.0.0.0/8'],
      '20',
    ],
    [
      'where a narrower deny decides behind it',
      ['50 deny all 0.0.0.0/0', '60 deny tcp 443 0.0.0.0/0', '100 allow tcp 443 10.0.0.0/8'],
      '49',
    ],
    [
      'of the protocol before allows of another',
      ['50 deny tcp 0.0.0.0/0', '100 allow udp 53 0.0.0.0/0'],
      '49',
    ],
  ])('%s: is no such deny', (_, lines, ruleNumber) => {
    expect(closed(...lines)).toEqual(placed(`${ruleNumber} allow tcp 1024-65535 0.0.0.0/0`));
  });

  it('is found where it stops one protocol of an allow for all', () => {
    const found = closed('50 deny tcp 0.0.0.0/0', '100 allow all 10.0.0.0/8');
    expect(found.entries).toEqual([]);
    expect(found.unplaced).toContain('tcp 1024-65535 128.0.0.0/1: decision 50,100');
  });

  it('is found before a deny of everything of another protocol, and behind', () => {
    const lines = ['100 deny all 0.0.0.0/0', '101 deny udp 0.0.0.0/0', '102 allow udp 53 0.0.0.0/0'];
    expect(closed(...lines)).toEqual(left('tcp 1024-65535 0.0.0.0/0: decision 100,102'));
    const decided = ['100 deny udp 0.0.0.0/0', '101 deny all 0.0.0.0/0', '102 allow udp 53 0.0.0.0/0'];
    expect(closed(...decided)).toEqual(left('tcp 1024-65535 0.0.0.0/0: decision 101,102'));
    const icmp = ['100 deny icmp 0.0.0.0/0', '101 deny all 0.0.0.0/0', '102 allow icmp 0.0.0.0/0'];
    expect(closed(...icmp)).toEqual(left('tcp 1024-65535 0.0.0.0/0: decision 101,102'));
  });

  it('is found where only half of an allow is cut off', () => {
    const lines = ['10 allow tcp 443 128.0.0.0/1', '50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'];
    expect(closed(...lines)).toEqual(left('tcp 1024-65535 0.0.0.0/0: decision 50,100'));
  });
});

describe('what is planned', () => {
  it('has one entry around ports that are open in between', () => {
    expect(plan([...SSH, ...egress('100 allow tcp 2000-3000 0.0.0.0/0')])).toEqual(
      placed('110 allow tcp 1024-65535 0.0.0.0/0'),
    );
  });

  it('has the smallest range of ports', () => {
    expect(
      plan([...SSH, ...egress('100 allow tcp 1024-9999 0.0.0.0/0', '110 allow tcp 60001-65535 0.0.0.0/0')]),
    ).toEqual(placed('120 allow tcp 10000-60000 0.0.0.0/0'));
  });

  it('has entries of its own for each range that the operator requires', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    expect(plan(SSH, settings)).toEqual(
      placed('100 allow tcp 1025-5000 0.0.0.0/0', '110 allow tcp 32768-60999 0.0.0.0/0'),
    );
    const half = [...SSH, ...egress('100 allow tcp 1024-5000 0.0.0.0/0')];
    expect(plan(half, settings)).toEqual(placed('110 allow tcp 32768-60999 0.0.0.0/0'));
  });

  it('is for tcp, then udp, then IPv6', () => {
    const entries = ingress(
      '100 allow tcp 22 ::/0',
      '110 allow udp 1194 0.0.0.0/0',
      '120 allow tcp 22 0.0.0.0/0',
    );
    expect(plan(entries)).toEqual(
      placed(
        '100 allow tcp 1024-65535 0.0.0.0/0',
        '110 allow udp 1024-65535 0.0.0.0/0',
        '120 allow tcp 1024-65535 ::/0',
      ),
    );
  });

  it('is exact, with blocks united over what is open already', () => {
    const entries = [
      ...ingress(
        '100 allow tcp 22 10.0.0.0/24',
        '110 allow tcp 22 10.0.1.0/24',
        '120 allow tcp 22 10.0.2.0/24',
      ),
      ...egress('100 allow tcp 1024-65535 10.0.3.0/24'),
    ];
    expect(plan(entries)).toEqual(placed('110 allow tcp 1024-65535 10.0.0.0/22'));
  });

  it('is exact, with the smallest blocks that do', () => {
    const entries = [
      ...ingress('100 allow tcp 22 10.0.5.0/24'),
      ...egress('100 allow tcp 1024-65535 128.0.0.0/1', '110 allow tcp 1024-65535 64.0.0.0/2'),
    ];
    expect(plan(entries)).toEqual(placed('120 allow tcp 1024-65535 10.0.5.0/24'));
  });

  it('does not open what is between two blocks', () => {
    const entries = ingress('100 allow tcp 22 10.0.0.0/8', '110 allow tcp 22 12.0.0.0/8');
    expect(plan(entries)).toEqual(
      placed('100 allow tcp 1024-65535 10.0.0.0/8', '110 allow tcp 1024-65535 12.0.0.0/8'),
    );
  });

  it('goes by rule number, not by the order of the list', () => {
    const entries = [...SSH, ...egress('500 deny all 0.0.0.0/0', '400 deny tcp 0.0.0.0/0')];
    expect(plan(entries)).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('has only those blocks for a required range where some of it is missing', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const entries = [
      ...ingress('100 allow tcp 22 198.51.100.0/24', '110 allow tcp 22 203.0.113.0/24'),
      ...egress('10 allow tcp 32768-60999 198.51.100.0/24', '20 allow tcp 1025-5000 203.0.113.0/24'),
    ];
    expect(plan(entries, settings).entries).toEqual([
      '30 allow tcp 1025-5000 198.51.100.0/24',
      '40 allow tcp 32768-60999 203.0.113.0/24',
    ]);
  });

  it('covers denies that stay in force', () => {
    const entries = [...SSH, ...egress('90 deny all 203.0.113.0/24')];
    expect(plan(entries)).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
  });

  it('is exact around a hole in what is let in, up to four entries', () => {
    const around = (length: number) =>
      ingress(`90 deny tcp 22 10.0.0.0/${length}`, '100 allow tcp 22 10.0.0.0/8');
    expect(plan(around(10)).entries).toEqual([
      '100 allow tcp 1024-65535 10.64.0.0/10',
      '110 allow tcp 1024-65535 10.128.0.0/9',
    ]);
    expect(plan(around(12)).entries).toHaveLength(4);
    expect(plan(around(13)).entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/8']);
  });

  it('counts four entries over all required ranges', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const around = (length: number) =>
      ingress(`90 deny tcp 22 10.0.0.0/${length}`, '100 allow tcp 22 10.0.0.0/8');
    expect(plan(around(10), settings).entries).toHaveLength(4);
    expect(plan(around(11), settings).entries).toEqual([
      '100 allow tcp 1025-5000 10.0.0.0/8',
      '110 allow tcp 32768-60999 10.0.0.0/8',
    ]);
  });

  it('does not open what is closed to unwanted areas inside', () => {
    const entries = [
      ...ingress('100 allow tcp 443 10.0.0.0/8', '110 allow tcp 443 11.0.0.0/8'),
      ...egress('100 allow tcp 32768-65535 10.0.0.0/8'),
    ];
    // To 10.0.0.0/8 only few ports are denied, which is of low severity.
    expect(plan(entries)).toEqual(placed('110 allow tcp 1024-65535 11.0.0.0/8'));
  });

  it('uses the narrowest blocks that admit, else, and of blocks in one another the wider', () => {
    const holes = [1, 3, 5, 7, 9].map((third, index) => `${index + 1} deny tcp 10.0.${third}.0/24`);
    const entries = ingress(
      ...holes,
      '100 allow tcp 22 0.0.0.0/0',
      '110 allow tcp 80 10.0.0.0/16',
      '120 allow tcp 80 10.0.0.0/20',
      '130 allow tcp 80 11.0.0.0/8',
    );
    expect(plan(entries).entries).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    const narrow = ingress(
      ...holes,
      '110 allow tcp 80 10.0.0.0/20',
      '120 allow tcp 443 10.0.0.0/22',
      '130 allow tcp 443 10.9.0.0/16',
    );
    expect(plan(narrow).entries).toEqual([
      '100 allow tcp 1024-65535 10.0.0.0/20',
      '110 allow tcp 1024-65535 10.9.0.0/16',
    ]);
  });
});

describe('where exact blocks are too many, what is planned', () => {
  const HOLES = [1, 3, 5, 7, 9].map((third, index) => `${index + 1} deny tcp 22 10.0.${third}.0/24`);

  it('has no entries for a required range of which nothing is missing', () => {
    const settings = { ephemeralPorts: parsePortRanges('1025-5000,32768-60999') };
    const entries = [
      ...ingress(...HOLES, '100 allow tcp 22 10.0.0.0/16'),
      ...egress('100 allow tcp 1025-5000 0.0.0.0/0'),
    ];
    expect(plan(entries, settings).entries).toEqual(['110 allow tcp 32768-60999 10.0.0.0/16']);
  });

  it('has the narrower of two blocks that admit, whichever comes first', () => {
    const entries = [
      ...ingress(...HOLES, '100 allow tcp 22 10.0.0.0/20', '110 allow tcp 443 10.0.0.0/16'),
      ...egress(
        ...['10.0.16.0/20', '10.0.32.0/19', '10.0.64.0/18', '10.0.128.0/17'].map(
          (block, index) => `${index + 1} allow tcp 1024-65535 ${block}`,
        ),
        ...[1, 3, 5, 7, 9].map((third, index) => `${index + 11} deny all 10.0.${third}.0/24`),
      ),
    ];
    expect(plan(entries).entries).toEqual(['20 allow tcp 1024-65535 10.0.0.0/20']);
  });

  it('has the wider of blocks in one another, whichever is found first', () => {
    const entries = ingress(
      ...HOLES,
      '100 allow tcp 22 10.0.0.0/20',
      '110 allow tcp 22 10.0.0.0/21',
      '120 allow udp 514 10.0.8.0/21',
    );
    expect(plan(entries).entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
  });

  it('may cover gaps of broad evidence, which are then not left', () => {
    const entries = ingress(...HOLES, '100 allow tcp 22 10.0.0.0/20', '110 allow all 10.0.0.0/19');
    const found = plan(entries);
    expect(found.entries).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
    expect(found.unplaced).toEqual(['tcp 1024-65535 10.0.16.0/20: broad 110']);
  });

  const accepted = (rules: readonly string[], out: readonly string[]) =>
    evaluateCoverage(
      networkAcl([...ingress(...HOLES, '100 allow tcp 22 10.0.0.0/20'), ...egress(...out)], {
        subnetIds: [SUBNET, 'subnet-app'],
      }),
      surroundings({ groups: { 'sg-1': rules } }),
      SETTINGS,
    );

  it('is what security groups accept from the block, whatever they accept elsewhere', () => {
    const coverage = accepted(['tcp 22 10.0.0.0/20'], []);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 10.0.0.0/20']);
    expect(coverage.writable).toEqual(coverage.plan.entries);
  });

  it('is not written where it takes what is not known for certain', () => {
    const rules = ['tcp 22 10.0.0.0/21', 'tcp 22 10.0.8.0/22', 'tcp 22 sg-unread'];
    const coverage = accepted(rules, ['10 allow tcp 1024-65535 10.0.12.0/22']);
    expect(toPlanLines(coverage)).toEqual(['20 allow tcp 1024-65535 10.0.0.0/20']);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual([]);
  });
});

describe('what a plan leaves', () => {
  it('are gaps of broad evidence', () => {
    expect(plan(ingress('100 allow all 0.0.0.0/0'))).toEqual(left('tcp 1024-65535 0.0.0.0/0: broad 100'));
  });

  it('are no gaps of low severity, and none that operators decided', () => {
    const onePort = egress('100 allow tcp 1025-65535 0.0.0.0/0');
    expect(plan([...SSH, ...onePort])).toEqual(left());
    expect(plan([...ingress('100 allow all 0.0.0.0/0'), ...onePort])).toEqual(left());
    expect(plan([...SSH, ...egress('90 deny tcp 1024-65535 0.0.0.0/0')])).toEqual(left());
    expect(
      plan([...ingress('100 allow all 0.0.0.0/0'), ...egress('90 deny tcp 1024-65535 0.0.0.0/0')]),
    ).toEqual(left());
  });

  it('are both kinds at once', () => {
    const entries = ingress('100 allow tcp 22 10.0.0.0/8', '110 allow all 192.168.0.0/16');
    expect(plan(entries)).toEqual({
      entries: ['100 allow tcp 1024-65535 10.0.0.0/8'],
      unplaced: ['tcp 1024-65535 192.168.0.0/16: broad 110'],
    });
  });

  const offices = Array.from({ length: 5 }, (_, index) => `tcp 443 198.51.${2 * index}.0/24`);
  const judge = (entries: readonly NetworkAclEntry[], rules: readonly string[], changed = {}) => {
    const around = surroundings({ groups: { 'sg-1': rules }, ...changed });
    const coverage = evaluateCoverage(networkAcl(entries), around, SETTINGS);
    return { entries: toPlanLines(coverage), unplaced: toUnplacedLines(coverage) };
  };

  it('is what would take too many entries, with what the security groups accept and what lets clients in', () => {
    const found = judge(ingress('100 allow tcp 443 0.0.0.0/0'), offices);
    expect(found.entries).toEqual([]);
    expect(found.unplaced).toHaveLength(5);
    expect(found.unplaced[0]).toBe('tcp 1024-65535 198.51.0.0/24: too-many-entries 100');
    expect(judge(ingress('100 allow tcp 443 0.0.0.0/0'), offices.slice(1)).entries).toHaveLength(4);
  });

  it('is not what security groups accept as a whole', () => {
    const attackers = Array.from(
      { length: 5 },
      (_, index) => `${index + 1} deny all 203.0.113.${20 * index}/32`,
    );
    const entries = ingress(...attackers, '100 allow tcp 443 0.0.0.0/0');
    expect(judge(entries, ['tcp 443 0.0.0.0/0'])).toEqual(placed('100 allow tcp 1024-65535 0.0.0.0/0'));
    expect(judge(entries, ['tcp 443 0.0.0.0/1', 'tcp 443 128.0.0.0/1'])).toEqual(
      placed('100 allow tcp 1024-65535 0.0.0.0/0'),
    );
    expect(judge(entries, ['tcp 443 128.0.0.0/1']).unplaced[0]).toContain('too-many-entries 100');
    expect(judge(entries, ['udp 443 0.0.0.0/0', 'tcp 443 128.0.0.0/1']).unplaced[0]).toContain(
      'too-many-entries 100',
    );
    const another = [...entries, ...ingress('110 allow tcp 444 0.0.0.0/1')];
    expect(judge(another, ['tcp 444 0.0.0.0/1', 'tcp 443 128.0.0.0/1']).entries).toEqual([]);
  });

  it('is what is let in where nothing is behind', () => {
    const found = judge(ingress('100 allow tcp 443 0.0.0.0/0'), [], { interfaces: [] });
    expect(found.entries).toEqual([]);
    expect(new Set(found.unplaced.map(line => line.split(': ')[1]))).toEqual(new Set(['no-interfaces']));
    const half = [
      ...ingress('100 allow tcp 443 0.0.0.0/0'),
      ...egress('100 allow tcp 1025-65535 128.0.0.0/1'),
    ];
    // One port is denied to the other half: no gap that matters.
    const leftOfHalf = judge(half, [], { interfaces: [] }).unplaced;
    expect(leftOfHalf.length).toBeGreaterThan(0);
    expect(leftOfHalf.filter(line => !line.startsWith('tcp 1024-65535 '))).toEqual([]);
  });

  it('says of nothing behind that nothing is written', () => {
    const entries = ingress('100 allow tcp 443 0.0.0.0/0');
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ interfaces: [] }), SETTINGS);
    expect([coverage.writable, coverage.restraints]).toEqual([[], ['no-interfaces']]);
  });
});

describe('the quota', () => {
  const both = ingress(
    '90 allow tcp 22 10.0.0.0/8',
    '100 allow tcp 22 172.16.0.0/12',
    '110 allow tcp 22 ::/0',
    '120 allow all 192.168.0.0/16',
  );

  it('is kept by all of a family or none', () => {
    expect(plan(both, { ruleQuota: 2 }).entries).toHaveLength(3);
    expect(plan(both, { ruleQuota: 1 })).toEqual({
      entries: ['100 allow tcp 1024-65535 ::/0'],
      unplaced: [
        'tcp 1024-65535 10.0.0.0/8: quota',
        'tcp 1024-65535 172.16.0.0/12: quota',
        'tcp 1024-65535 192.168.0.0/16: broad 120',
      ],
    });
  });

  it('is no reason where nothing would be added', () => {
    const existing = egress('1 deny tcp 5432 10.0.0.0/8', '2 deny all 0.0.0.0/0', '10 deny udp 53 0.0.0.0/0');
    const found = plan([...SSH, ...existing], { ruleQuota: 2 });
    expect(found.entries).toEqual([]);
    expect(new Set(found.unplaced.map(line => line.split(': ')[1]))).toEqual(new Set(['rule-numbers 1,2']));
  });

  it('counts existing entries, without the default rules and the other family', () => {
    const existing = egress(
      '100 allow tcp 443 0.0.0.0/0',
      '110 allow tcp 443 ::/0',
      '32767 deny all 0.0.0.0/0',
    );
    expect(plan([...SSH, ...existing], { ruleQuota: 2 }).entries).toHaveLength(1);
    expect(plan([...SSH, ...existing], { ruleQuota: 1 })).toEqual(left('tcp 1024-65535 0.0.0.0/0: quota'));
  });
});

describe('what may be written of a plan', () => {
  const entries = [
    ...ingress('100 allow tcp 443 198.51.100.0/24', '110 allow tcp 1024-65535 203.0.113.0/24'),
  ];
  const groups = { 'sg-1': ['tcp 443 0.0.0.0/0', 'tcp 8080 0.0.0.0/0'] };

  it('is without the entries that only security groups ask for', () => {
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ groups }), SETTINGS);
    expect(toPlanLines(coverage)).toEqual([
      '100 allow tcp 1024-65535 198.51.100.0/24',
      '110 allow tcp 1024-65535 203.0.113.0/24',
    ]);
    expect(coverage.writable).toEqual(coverage.plan.entries.slice(0, 1));
    expect(coverage.restraints).toEqual(['security-groups-only']);
  });

  it('is a plan of its own, which does not unite both', () => {
    const united = ingress('100 allow tcp 443 203.0.112.0/24', '110 allow tcp 1024-65535 203.0.113.0/24');
    const coverage = evaluateCoverage(networkAcl(united), surroundings({ groups }), SETTINGS);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 203.0.112.0/23']);
    expect(coverage.writable.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 203.0.112.0/24']);
    expect(coverage.restraints).toEqual(['security-groups-only']);
  });

  it('is nothing where operators read that there is no plan', () => {
    const many = ingress('101 allow tcp 22 0.0.0.0/0', '102 allow tcp 0-65535 0.0.0.0/0');
    const rules = ['tcp 22 10.0.12.0/24', 'tcp 8080 198.51.100.0/24', 'tcp 8443 203.0.113.0/24'];
    const settings = { ...SETTINGS, ephemeralPorts: parsePortRanges('1025-5000,32768-65535') };
    const coverage = evaluateCoverage(
      networkAcl(many),
      surroundings({ groups: { 'sg-1': rules } }),
      settings,
    );
    expect(toUnplacedLines(coverage)).toContain('tcp 1025-5000 10.0.12.0/24: too-many-entries 101,102');
    expect(coverage.plan.entries).toEqual([]);
    expect(coverage.writable).toEqual([]);
    expect(coverage.restraints).toEqual(['security-groups-only']);
    // Nor is it beside a plan for another protocol or family.
    for (const [entry, rule] of [
      ['103 allow udp 1194 0.0.0.0/0', 'udp 1194 0.0.0.0/0'],
      ['103 allow tcp 443 ::/0', 'tcp 443 ::/0'],
    ] as const) {
      const beside = evaluateCoverage(
        networkAcl([...many, ...ingress(entry)]),
        surroundings({ interfaces: [interfaceSet({ hasIpv6: true })], groups: { 'sg-1': [...rules, rule] } }),
        settings,
      );
      expect(beside.plan.entries).toHaveLength(2);
      expect(beside.writable).toEqual(beside.plan.entries);
      expect(toUnplacedLines(beside)).toContain('tcp 1025-5000 10.0.12.0/24: too-many-entries 101,102');
    }
  });

  it('names two restraints in one order', () => {
    const two = { 'sg-1': ['tcp 443 sg-x vpc-peer active', 'tcp 8080 0.0.0.0/0'] };
    const coverage = evaluateCoverage(networkAcl(entries), surroundings({ groups: two }), SETTINGS);
    expect(coverage.restraints).toEqual(['security-groups-only', 'exposure-unread']);
    expect(coverage.writable).toEqual([]);
  });

  it('is what an entry and a security group say, beside what only a security group says', () => {
    const both = ingress('90 allow tcp 443 203.0.113.0/24', '110 allow tcp 1024-65535 203.0.113.0/24');
    const coverage = evaluateCoverage(networkAcl(both), surroundings({ groups }), SETTINGS);
    expect(coverage.writable).toHaveLength(1);
    const unaccepted = surroundings({ groups: { 'sg-1': ['tcp 8080 0.0.0.0/0'] } });
    expect(evaluateCoverage(networkAcl(both), unaccepted, SETTINGS).restraints).toEqual([
      'security-groups-only',
    ]);
  });

  it('goes by the blocks of entries that name the service, where exact blocks are too many', () => {
    const attackers = [3, 33, 63, 93, 123].map(
      (host, index) => `${index + 1} deny all 198.51.100.${host}/32`,
    );
    const both = [
      ...ingress(
        ...attackers,
        '100 allow tcp 443 198.51.100.0/24',
        '110 allow tcp 1024-65535 198.51.100.0/25',
        '120 allow tcp 443 203.0.113.0/24',
      ),
      ...egress('100 allow tcp 1024-65535 198.51.100.128/25'),
    ];
    const coverage = evaluateCoverage(networkAcl(both), surroundings({ groups }), SETTINGS);
    const other = '120 allow tcp 1024-65535 203.0.113.0/24';
    expect(toPlanLines(coverage)).toEqual(['110 allow tcp 1024-65535 198.51.100.0/25', other]);
    expect(coverage.writable.map(renderEntry)).toEqual(['110 allow tcp 1024-65535 198.51.100.0/24', other]);
    expect(coverage.restraints).toEqual([]);
  });

  it.each([
    ['not-allowed', false],
    ['no-time', false],
    ['shared-vpc', false],
    ['failed', false],
    ['turned-off', true],
    ['offline', true],
    ['not-needed', true],
  ] as const)('while exposure is unknown, because %s: %s', (reason, isWritable) => {
    const around = { vpcBlocks: [], subnetBlocks: new Map(), exposure: { kind: 'unknown', reason } as const };
    const coverage = evaluateCoverage(networkAcl(SSH), around, SETTINGS);
    expect(coverage.plan.entries).toHaveLength(1);
    expect(coverage.writable).toHaveLength(isWritable ? 1 : 0);
    expect(coverage.restraints).toEqual(isWritable ? [] : ['exposure-unread']);
    const broad = evaluateCoverage(networkAcl(ingress('100 allow all 0.0.0.0/0')), around, SETTINGS);
    expect(broad.restraints).toEqual([]);
  });

  it('may cover an own subnet inside', () => {
    const around = surroundings({
      groups: { 'sg-1': ['tcp 443 10.0.0.0/16'] },
      interfaces: [interfaceSet({ subnetId: SUBNET })],
    });
    const coverage = evaluateCoverage(networkAcl(ingress('100 allow tcp 443 10.0.0.0/16')), around, SETTINGS);
    expect(toPlanLines(coverage)).toEqual(['100 allow tcp 1024-65535 10.0.0.0/16']);
  });
});
