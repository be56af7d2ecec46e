import { describe, expect, it } from 'vitest';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';
import { egress, ingress } from '../../fixtures/network-acls.ts';
import { left, placed, plan, SSH } from '../../fixtures/planned.ts';

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
