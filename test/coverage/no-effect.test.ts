import { describe, expect, it } from 'vitest';
import { findNoEffect } from '../../functions/coverage/no-effect.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

describe('an allow that a change created', () => {
  const find = (ruleNumber: number, ...lines: readonly string[]) =>
    findNoEffect([...egress(...lines), ...ingress('1 deny all 0.0.0.0/0')], {
      direction: 'egress',
      ruleNumber,
    });

  it.each<[string, number | undefined, string[]]>([
    ['behind a deny of everything', 90, ['90 deny all 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0']],
    ['behind a deny of its ports', 90, ['90 deny tcp 440-450 0.0.0.0/0', '120 allow tcp 443 10.0.0.0/8']],
    [
      'behind two denies that decide it together',
      80,
      ['80 deny tcp 443 0.0.0.0/1', '90 deny tcp 443 128.0.0.0/1', '120 allow tcp 443 0.0.0.0/0'],
    ],
    [
      'behind a deny that an allow precedes in part',
      90,
      ['80 allow tcp 443 10.0.0.0/8', '90 deny all 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
    ],
    [
      'behind a deny that decides nothing of it',
      90,
      [
        '70 allow tcp 443 10.0.0.0/8',
        '80 deny tcp 440-450 10.1.0.0/16',
        '90 deny tcp 443 0.0.0.0/0',
        '120 allow tcp 443 0.0.0.0/0',
      ],
    ],
    [
      'behind a deny that decides some ports of it',
      80,
      ['70 allow tcp 441-443 0.0.0.0/0', '80 deny tcp 443-444 0.0.0.0/0', '120 allow tcp 443-444 10.0.0.0/8'],
    ],
    [
      'of ICMP behind a deny of one type',
      80,
      ['80 deny icmp 10.0.0.0/8', '90 deny all 0.0.0.0/0', '120 allow icmp 0.0.0.0/0'],
    ],
    ['behind a deny, listed later', 90, ['120 allow tcp 443 0.0.0.0/0', '90 deny all 0.0.0.0/0']],
    ['in front of a deny', undefined, ['120 allow tcp 443 0.0.0.0/0', '130 deny all 0.0.0.0/0']],
    [
      'behind denies that are listed in another order',
      80,
      ['90 deny all 0.0.0.0/0', '80 deny tcp 443 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
    ],
    [
      'beside denies of the other family',
      undefined,
      [
        '50 deny tcp 443 2001:db8::/32',
        '90 deny tcp 443 10.0.0.0/9',
        '95 deny tcp 443 a00::/8',
        '120 allow tcp 443 10.0.0.0/8',
      ],
    ],
    ['behind a deny of the other family', undefined, ['90 deny all ::/0', '120 allow tcp 443 0.0.0.0/0']],
    [
      'beside a deny of other addresses, behind allows of a part',
      90,
      [
        '70 deny all 192.168.0.0/16',
        '80 allow tcp 443 10.0.0.0/9',
        '90 deny all 10.0.0.0/8',
        '120 allow tcp 443 10.0.0.0/8',
      ],
    ],
    [
      'beside a deny of other ports',
      90,
      ['70 deny tcp 80 0.0.0.0/0', '90 deny tcp 443 0.0.0.0/0', '120 allow tcp 443 10.0.0.0/8'],
    ],
    ['behind a deny of a part', undefined, ['90 deny tcp 443 10.0.0.0/8', '120 allow tcp 443 0.0.0.0/0']],
    [
      'that repeats an earlier allow',
      undefined,
      ['80 deny tcp 443 10.0.0.0/8', '90 allow tcp 443 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'],
    ],
    [
      'that earlier allows repeat together',
      undefined,
      ['80 allow tcp 443 0.0.0.0/1', '90 allow tcp 443 128.0.0.0/1', '120 allow tcp 443 0.0.0.0/0'],
    ],
    [
      'that earlier allows repeat together, behind a deny of a part',
      undefined,
      [
        '70 deny tcp 443 10.0.0.0/8',
        '80 allow tcp 443 0.0.0.0/1',
        '90 allow tcp 443 128.0.0.0/1',
        '120 allow tcp 443 0.0.0.0/0',
      ],
    ],
    [
      'of all protocols that earlier allows repeat together, behind a deny of tcp',
      undefined,
      [
        '70 deny tcp 0.0.0.0/0',
        '80 allow all 0.0.0.0/1',
        '90 allow all 128.0.0.0/1',
        '120 allow all 0.0.0.0/0',
      ],
    ],
    [
      'behind a deny of another protocol or block',
      undefined,
      [
        '80 deny udp 0.0.0.0/0',
        '85 deny all ::/0',
        '90 deny tcp 443 11.0.0.0/8',
        '120 allow tcp 443 10.0.0.0/8',
      ],
    ],
    [
      'that repeats an allow which takes no effect there either',
      80,
      ['80 deny tcp 443 10.0.0.0/8', '90 allow tcp 443 0.0.0.0/0', '120 allow tcp 443 10.1.0.0/16'],
    ],
    [
      'that repeats an allow, which takes no effect where another allow does',
      90,
      [
        '80 allow tcp 443 10.0.0.0/8',
        '90 deny all 0.0.0.0/0',
        '100 allow tcp 443 0.0.0.0/0',
        '120 allow tcp 443 0.0.0.0/0',
      ],
    ],
    ['of ICMP behind a deny of everything', 90, ['90 deny all 0.0.0.0/0', '120 allow icmp 0.0.0.0/0']],
    ['that is a deny', undefined, ['90 deny all 0.0.0.0/0', '120 deny tcp 443 0.0.0.0/0']],
    ['that is gone', undefined, ['90 deny all 0.0.0.0/0']],
  ])('%s: rule %s decides first', (_, denier, lines) => expect(find(120, ...lines)).toBe(denier));

  it('before a deny takes effect', () => {
    expect(find(90, '90 allow tcp 443 0.0.0.0/0', '120 deny all 0.0.0.0/0')).toBeUndefined();
  });

  it('is looked for in its own direction', () => {
    const entries = [
      ...ingress('120 allow tcp 443 0.0.0.0/0'),
      ...egress('90 deny all 0.0.0.0/0', '120 deny icmp 0.0.0.0/0'),
    ];
    expect(findNoEffect(entries, { direction: 'ingress', ruleNumber: 120 })).toBeUndefined();
    expect(findNoEffect(entries, { direction: 'egress', ruleNumber: 120 })).toBeUndefined();
  });

  it('is told from an allow of the other direction with its rule number', () => {
    const entries = [
      ...ingress('100 allow tcp 22 0.0.0.0/0'),
      ...egress('90 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'),
    ];
    expect(findNoEffect(entries, { direction: 'egress', ruleNumber: 100 })).toBe(90);
    expect(findNoEffect(entries, { direction: 'ingress', ruleNumber: 100 })).toBeUndefined();
  });
});
