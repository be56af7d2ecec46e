import { expect, test } from 'vitest';
import { judge } from './judgement.ts';
import { needsExposure } from './needs-exposure.ts';
import { caseOf, egress, ingress } from './notation.ts';

const LISTS: readonly (readonly [ingress: readonly string[], egress: readonly string[], needed: boolean])[] =
  [
    [[], [], false],
    [['100 allow tcp 443 0.0.0.0/0'], ['100 allow all 0.0.0.0/0'], false],
    [['100 allow tcp 443 0.0.0.0/0'], ['100 allow tcp 1024-65535 0.0.0.0/0'], false],
    [['100 allow tcp 443 0.0.0.0/0'], ['100 allow tcp 1025-65535 0.0.0.0/0'], true],
    [['100 allow tcp 1024-65535 0.0.0.0/0'], ['100 allow tcp 443 0.0.0.0/0'], true],
    [['100 allow all 0.0.0.0/0'], ['100 allow tcp 0-65535 0.0.0.0/0'], true],
    [['100 allow udp 514 0.0.0.0/0'], [], false],
    [['100 allow udp 53 0.0.0.0/0'], ['100 allow udp 53 0.0.0.0/0'], true],
    [['100 allow tcp 0 0.0.0.0/0'], [], false],
    [['100 allow icmp 8/0 0.0.0.0/0'], [], false],
    [
      ['100 allow tcp 32768-61000 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'],
      true,
    ],
    [
      ['100 allow tcp 1500-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'],
      false,
    ],
  ];

test.each(LISTS)(
  'ingress %j, egress %j: what interfaces accept may matter: %s',
  (requests, replies, needed) => {
    const { ground, ingress: answers } = judge(caseOf([...ingress(...requests), ...egress(...replies)]));
    expect(needsExposure(ground, answers)).toBe(needed);
  },
);
