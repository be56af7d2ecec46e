import { expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { egress, entry, formatCase, formatEntry, ingress } from './notation.ts';

test.each([
  '100 allow tcp 1024-65535 0.0.0.0/0',
  '100 allow tcp 0 0.0.0.0/0',
  '32766 deny all ::/0',
  '90 allow udp 10.0.0.0/8',
  '90 deny all 80 10.0.0.0/8',
  '80 allow icmp 8/0 0.0.0.0/0',
  '80 allow icmpv6 -1/-1 ::/0',
  '1 deny 50 10.0.0.0/8',
  '1 deny 0 10.0.0.0/8',
])('%s is read and written back', text => {
  expect(formatEntry(entry(true, text))).toBe(text);
});

test('each part of an entry is read', () => {
  expect(entry(false, '100 allow tcp 1024-65535 10.0.0.0/8')).toEqual({
    ruleNumber: 100,
    egress: false,
    action: 'allow',
    protocol: 6,
    block: parseBlock('10.0.0.0/8'),
    ports: { from: 1024, to: 65_535 },
  });
  expect(entry(true, '7 deny icmp 8/-1 ::/0')).toEqual({
    ruleNumber: 7,
    egress: true,
    action: 'deny',
    protocol: 1,
    block: parseBlock('::/0'),
    icmp: { type: 8, code: -1 },
  });
});

test('what is not an entry is refused', () => {
  expect(() => entry(true, '100 permit tcp 22 0.0.0.0/0')).toThrow('not an entry');
});

test('a case is written by rule number, ingress first', () => {
  const entries = [
    ...egress('200 allow all ::/0', '5 deny all ::/0'),
    ...ingress('100 allow tcp 22 0.0.0.0/0'),
  ];
  const settings = { required: [{ from: 1024, to: 65_535 }], inferReceivers: true, ruleQuota: 20 };
  expect(formatCase({ entries, settings })).toBe(
    [
      'required 1024-65535, receivers inferred, quota 20',
      'ingress',
      '  100 allow tcp 22 0.0.0.0/0',
      'egress',
      '  5 deny all ::/0',
      '  200 allow all ::/0',
    ].join('\n'),
  );
});
