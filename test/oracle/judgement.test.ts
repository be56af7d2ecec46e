import { describe, expect, test } from 'vitest';
import { parseBlock } from './address.ts';
import { type Entry, type Range, TCP, UDP } from './entry.ts';
import { judge } from './judgement.ts';
import { egress, ingress } from './notation.ts';
import { denialOf } from './replies.ts';
import { toRepresentatives } from './representatives.ts';

interface Changed {
  readonly required?: readonly Range[];
  readonly inferReceivers?: boolean;
}

/** Asks about single replies, such as `egress tcp 1024 10.0.0.1`. */
function probing(entries: readonly Entry[], changed: Changed = {}) {
  const settings = {
    required: [{ from: 1024, to: 65_535 }],
    inferReceivers: true,
    ruleQuota: 20,
    ...changed,
  };
  const it = { entries, settings };
  const probe = (text: string) => {
    const [direction = '', protocol = '', port, address = ''] = text.split(' ');
    const block = parseBlock(`${address}/${address.includes(':') ? 128 : 32}`);
    const range = { from: Number(port), to: Number(port) };
    const judgement = judge(it, toRepresentatives(it, { blocks: [block], ranges: [range] }));
    const replies = (direction === 'egress' ? judgement.egress : judgement.ingress).find(
      ({ transport, family, address: to }) =>
        transport === (protocol === 'tcp' ? TCP : UDP) && family === block.family && to === block.first,
    );
    if (replies === undefined || !replies.required.includes(Number(port))) return 'not required';
    const denial = denialOf(replies, Number(port));
    const verdict =
      denial === undefined ? 'out' : denial.kind === 'entry' ? `deny ${denial.ruleNumber}` : 'missing';
    return `${verdict}, by ${replies.admittedBy}`;
  };
  return { probe, ...judge(it) };
}

const ALL_BLOCKED = {
  linux: 'blocked',
  windows: 'blocked',
  'windows-legacy': 'blocked',
  'nat-elb-lambda': 'blocked',
};
const ALL_ALLOWED = {
  linux: 'allowed',
  windows: 'allowed',
  'windows-legacy': 'allowed',
  'nat-elb-lambda': 'allowed',
};

test('the seed scenario: replies to every ephemeral port are missing', () => {
  const { status, severity, clients, probe } = probing(ingress('100 allow tcp 22 0.0.0.0/0'));
  expect({ status, severity, clients }).toEqual({ status: 'gap', severity: 'high', clients: ALL_BLOCKED });
  expect(probe('egress tcp 52341 198.51.100.9')).toBe('missing, by 100');
  expect(probe('egress tcp 1024 0.0.0.0')).toBe('missing, by 100');
  expect(probe('egress tcp 65535 255.255.255.255')).toBe('missing, by 100');
  expect(probe('egress tcp 1023 198.51.100.9')).toBe('not required');
  expect(probe('egress udp 52341 198.51.100.9')).toBe('not required');
  expect(probe('egress tcp 52341 ::1')).toBe('not required');
  expect(probe('ingress tcp 52341 198.51.100.9')).toBe('not required');
});

test('the seed scenario, fixed', () => {
  const entries = [...ingress('100 allow tcp 22 0.0.0.0/0'), ...egress('100 allow tcp 1024-65535 0.0.0.0/0')];
  const { status, severity, clients, probe } = probing(entries);
  expect({ status, severity, clients }).toEqual({
    status: 'covered',
    severity: 'none',
    clients: ALL_ALLOWED,
  });
  expect(probe('egress tcp 52341 198.51.100.9')).toBe('out, by 100');
  // The mirror image: the egress allow is a receiver, for ingress permits tcp to its block.
  expect(probe('ingress tcp 1024 198.51.100.9')).toBe('not required');
});

test('without entries nothing is required', () => {
  const { status, severity, clients } = probing([]);
  expect({ status, severity, clients }).toEqual({
    status: 'covered',
    severity: 'none',
    clients: ALL_ALLOWED,
  });
});

test('published table: five services, and egress as AWS shows it', () => {
  const { severity, clients, probe } = probing([
    ...ingress('100 allow tcp 80 0.0.0.0/0', '110 allow tcp 443 0.0.0.0/0', '120 allow tcp 22 0.0.0.0/0'),
    ...ingress('130 allow tcp 3389 0.0.0.0/0', '140 allow tcp 1024-65535 0.0.0.0/0', '150 allow tcp 80 ::/0'),
    ...egress(
      '100 allow tcp 80 0.0.0.0/0',
      '110 allow tcp 443 0.0.0.0/0',
      '120 allow tcp 1433 10.0.100.0/22',
    ),
    ...egress('130 allow tcp 22 10.0.100.0/22', '140 allow icmp 10.0.0.0/22', '150 allow tcp 90 ::/0'),
    ...egress('160 allow tcp 32768-65535 0.0.0.0/0'),
  ]);
  expect(severity).toBe('high');
  expect(clients).toEqual({
    linux: 'partial',
    windows: 'partial',
    'windows-legacy': 'partial',
    'nat-elb-lambda': 'partial',
  });
  expect(probe('egress tcp 1024 10.0.100.0')).toBe('missing, by 100,110,120,130');
  expect(probe('egress tcp 32767 10.0.100.0')).toBe('missing, by 100,110,120,130');
  expect(probe('egress tcp 32768 10.0.100.0')).toBe('out, by 100,110,120,130');
  expect(probe('egress tcp 1433 10.0.100.0')).toBe('out, by 100,110,120,130');
  expect(probe('egress tcp 1433 10.0.104.0')).toBe('missing, by 100,110,120,130');
  expect(probe('egress tcp 1024 ::')).toBe('missing, by 150');
  expect(probe('egress tcp 65535 ::')).toBe('missing, by 150');
});

test('published table: all open but for one denied block', () => {
  const { status, severity, clients, probe } = probing([
    ...ingress('100 allow all 0.0.0.0/0'),
    ...egress('90 deny all 203.0.113.0/24', '100 allow all 0.0.0.0/0'),
  ]);
  expect({ status, severity }).toEqual({ status: 'gap', severity: 'low' });
  expect(new Set(Object.values(clients))).toEqual(new Set(['partial']));
  expect(probe('egress udp 2000 203.0.113.255')).toBe('deny 90, by 100');
  expect(probe('egress tcp 2000 203.0.114.0')).toBe('out, by 100');
  // Nothing may be asked for from 203.0.113.0/24, so that no answers to it are required of ingress, either.
  expect(probe('ingress tcp 2000 203.0.113.0')).toBe('not required');
});

describe('receivers', () => {
  const IN = '100 allow tcp 1024-65535 10.0.0.0/8';
  const LISTS: readonly (readonly [why: string, request: string, reply: string, probed: string])[] = [
    ['replies leave to its block', IN, '100 allow tcp 443 0.0.0.0/0', 'not required'],
    [
      'they leave to one of its addresses, on one port',
      IN,
      '100 allow tcp 0 10.255.255.255/32',
      'not required',
    ],
    ['they leave with protocol -1', IN, '100 allow all 10.0.0.0/8', 'not required'],
    ['they leave elsewhere', IN, '100 allow tcp 11.0.0.0/8', 'missing, by 100'],
    ['only udp leaves', IN, '100 allow udp 10.0.0.0/8', 'missing, by 100'],
    [
      'a low port is in it',
      '100 allow tcp 1023-65535 10.0.0.0/8',
      '100 allow tcp 443 0.0.0.0/0',
      'missing, by 100',
    ],
    ['all ports are in it', '100 allow tcp 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'missing, by 100'],
    ['all protocols are in it', '100 allow all 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'missing, by 100'],
    ['Linux, whole', '100 allow tcp 32768-60999 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'not required'],
    [
      'Linux, less one',
      '100 allow tcp 32769-60999 10.0.0.0/8',
      '100 allow tcp 443 0.0.0.0/0',
      'missing, by 100',
    ],
    ['Windows, whole', '100 allow tcp 49152-65535 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'not required'],
    [
      'Windows, less one',
      '100 allow tcp 49152-65534 10.0.0.0/8',
      '100 allow tcp 443 0.0.0.0/0',
      'missing, by 100',
    ],
    ['legacy, whole', '100 allow tcp 1025-5000 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'not required'],
    [
      'legacy, less one',
      '100 allow tcp 1026-5000 10.0.0.0/8',
      '100 allow tcp 443 0.0.0.0/0',
      'missing, by 100',
    ],
    [
      'a node port range',
      '100 allow tcp 30000-32767 10.0.0.0/8',
      '100 allow tcp 443 0.0.0.0/0',
      'missing, by 100',
    ],
    ['one high port', '100 allow tcp 8080 10.0.0.0/8', '100 allow tcp 443 0.0.0.0/0', 'missing, by 100'],
  ];
  test.each(LISTS)('%s: %s, egress %s: %s', (_, request, reply, expected) => {
    expect(probing([...ingress(request), ...egress(reply)]).probe('egress tcp 2000 10.0.0.1')).toBe(expected);
  });

  test('a deny before the allow closes it for replies', () => {
    const list = [
      ...ingress(IN),
      ...egress('90 deny all 10.0.0.0/9', '95 deny tcp 10.0.0.0/8', '100 allow all 0.0.0.0/0'),
    ];
    expect(probing(list).probe('egress tcp 2000 10.200.0.1')).toBe('deny 95, by 100');
  });

  test('inference turned off: every allow is a service', () => {
    const list = [...ingress(IN), ...egress('100 allow tcp 443 0.0.0.0/0')];
    expect(probing(list, { inferReceivers: false }).probe('egress tcp 2000 10.0.0.1')).toBe(
      'missing, by 100',
    );
  });

  test('what a receiver hides from a later service is none', () => {
    const list = [...ingress(IN, '110 allow tcp 8080 10.0.0.0/8'), ...egress('100 allow tcp 443 0.0.0.0/0')];
    expect(probing(list).status).toBe('covered');
  });
});

describe('services', () => {
  test('a deny before the allow takes the address out', () => {
    const { probe } = probing(ingress('90 deny tcp 22 10.0.0.7/32', '100 allow tcp 22 10.0.0.0/8'));
    expect(probe('egress tcp 1024 10.0.0.7')).toBe('not required');
    expect(probe('egress tcp 1024 10.0.0.8')).toBe('missing, by 100');
  });

  test('port 0 alone is a service', () => {
    expect(probing(ingress('100 allow udp 0 ::/0')).probe('egress udp 1024 ::1')).toBe('missing, by 100');
  });

  test('an allow of all protocols is a service of both transports', () => {
    const { probe } = probing(ingress('100 allow all 80 ::/0'));
    expect(probe('egress tcp 1024 ::1')).toBe('missing, by 100');
    expect(probe('egress udp 1024 ::1')).toBe('missing, by 100');
  });

  test('only the entries that decide some port at the address admit', () => {
    const { probe } = probing(
      ingress('100 allow tcp 22 10.0.0.0/8', '110 allow tcp 22 0.0.0.0/0', '120 allow tcp 23 10.0.0.0/9'),
    );
    expect(probe('egress tcp 1024 10.0.0.1')).toBe('missing, by 100,120');
    expect(probe('egress tcp 1024 10.128.0.1')).toBe('missing, by 100');
    expect(probe('egress tcp 1024 11.0.0.1')).toBe('missing, by 110');
  });

  test.each([67, 68, 123, 137, 138, 500, 4500])('udp %i is none where replies to it leave', port => {
    const list = [
      ...ingress(`100 allow udp ${port} 0.0.0.0/0`),
      ...egress(`100 allow udp ${port} 10.0.0.0/8`),
    ];
    const { probe } = probing(list);
    expect(probe('egress udp 1024 10.0.0.1')).toBe('not required');
    expect(probe('egress udp 1024 11.0.0.1')).toBe('missing, by 100');
  });

  test('a symmetric port beside another: the other is still a service', () => {
    const list = [...ingress('100 allow udp 122-123 0.0.0.0/0'), ...egress('100 allow udp 123 0.0.0.0/0')];
    expect(probing(list).probe('egress udp 1024 10.0.0.1')).toBe('missing, by 100');
  });

  test('tcp knows no symmetric ports', () => {
    const list = [...ingress('100 allow tcp 123 0.0.0.0/0'), ...egress('100 allow tcp 123 0.0.0.0/0')];
    expect(probing(list).probe('egress tcp 1024 10.0.0.1')).toBe('missing, by 100');
  });
});

describe('denials and severity', () => {
  const IN = ingress('100 allow tcp 22 0.0.0.0/0');
  const LISTS: readonly (readonly [lines: readonly string[], severity: string, probed: string])[] = [
    [['100 deny all 0.0.0.0/0'], 'high', 'missing, by 100'],
    [['100 deny tcp 0-65535 0.0.0.0/0'], 'high', 'missing, by 100'],
    [['100 deny tcp 1-65535 0.0.0.0/0'], 'low', 'deny 100, by 100'],
    [['100 deny all 0.0.0.0/1', '110 deny all 128.0.0.0/1'], 'low', 'deny 100, by 100'],
    [['100 deny all 10.0.0.0/8'], 'high', 'deny 100, by 100'],
    [['100 deny all 10.0.0.0/8', '110 allow tcp 1024-65535 0.0.0.0/0'], 'low', 'deny 100, by 100'],
    [['100 allow tcp 32768-65535 0.0.0.0/0'], 'medium', 'missing, by 100'],
    [['100 allow tcp 32768 0.0.0.0/0', '110 allow tcp 65535 0.0.0.0/0'], 'medium', 'missing, by 100'],
    [['100 allow tcp 32768 0.0.0.0/0', '110 allow tcp 65535 0.0.0.0/1'], 'high', 'missing, by 100'],
    [['100 allow tcp 61000 0.0.0.0/0'], 'medium', 'missing, by 100'],
    [['100 allow tcp 61001-65535 0.0.0.0/0'], 'high', 'missing, by 100'],
    [['100 allow all 0.0.0.0/0', '110 deny all 10.0.0.0/8'], 'none', 'out, by 100'],
    [['32767 deny all 0.0.0.0/0'], 'high', 'missing, by 100'],
  ];
  test.each(LISTS)('egress %j: %s, %s', (lines, severity, probed) => {
    const judged = probing([...IN, ...egress(...lines)]);
    expect(judged.severity).toBe(severity);
    expect(judged.probe('egress tcp 2000 10.0.0.1')).toBe(probed);
  });

  test('severity is high only where one transport lacks the whole range at one address', () => {
    const list = [
      ...ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0'),
      ...egress('100 allow tcp 40000-65535 0.0.0.0/0', '110 allow udp 1024-50000 0.0.0.0/0'),
    ];
    expect(probing(list).severity).toBe('medium');
  });

  test('a required range that holds no client range whole is never high', () => {
    const required = [{ from: 32_768, to: 60_999 }];
    const { severity, clients } = probing(IN, { required });
    expect(severity).toBe('medium');
    expect(clients).toEqual({ ...ALL_BLOCKED, 'windows-legacy': 'allowed' });
  });

  test('two required ranges leave out what lies between', () => {
    const required = [
      { from: 1025, to: 5000 },
      { from: 32_768, to: 61_000 },
    ];
    const { severity, probe } = probing(IN, { required });
    expect(severity).toBe('high');
    expect(probe('egress tcp 5000 10.0.0.1')).toBe('missing, by 100');
    expect(probe('egress tcp 5001 10.0.0.1')).toBe('not required');
  });
});

test('ingress gaps count for neither status nor severity nor clients', () => {
  const { status, severity, clients, probe } = probing(egress('100 allow tcp 443 0.0.0.0/0'));
  expect({ status, severity, clients }).toEqual({
    status: 'covered',
    severity: 'none',
    clients: ALL_ALLOWED,
  });
  expect(probe('ingress tcp 1024 10.0.0.1')).toBe('missing, by 100');
});
