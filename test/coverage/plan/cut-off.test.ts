import { expect, it } from 'vitest';
import { findCutOff } from '../../../functions/coverage/plan/cut-off.ts';
import { egress } from '../../fixtures/network-acls.ts';

const DENY = '50 deny all 0.0.0.0/0';

it.each<[string, readonly string[], number | undefined]>([
  ['nothing is behind it', [], undefined],
  ['an allow is behind it', ['60 allow udp 53 10.0.0.0/8'], 60],
  ['a deny is behind it', ['60 deny udp 53 10.0.0.0/8'], undefined],
  ['an allow is in front of it', ['40 allow udp 53 10.0.0.0/8'], undefined],
  [
    'an allow of everything in front already lets that out',
    ['40 allow tcp 0.0.0.0/0', '60 allow tcp 443 0.0.0.0/0'],
    undefined,
  ],
  [
    'an allow of a block in front already lets that out',
    ['40 allow udp 10.0.0.0/8', '60 allow udp 53 10.0.0.0/16'],
    undefined,
  ],
  [
    'a deny of a block in front denies that, too',
    ['40 deny tcp 10.0.0.0/8', '60 allow tcp 443 10.0.0.0/8'],
    undefined,
  ],
  [
    'a deny of a whole protocol in front denies that, too',
    ['40 deny tcp 0.0.0.0/0', '60 allow tcp 443 10.0.0.0/8'],
    60,
  ],
  ['the first of two allows is', ['60 allow tcp 22 10.0.0.0/8', '70 allow udp 53 0.0.0.0/0'], 60],
])('a deny of everything cuts off an allow where %s: %s', (_, lines, expected) => {
  const entries = egress(DENY, ...lines).sort((a, b) => a.ruleNumber - b.ruleNumber);
  expect(findCutOff(entries, 'udp')?.allow.ruleNumber).toBe(expected);
});
