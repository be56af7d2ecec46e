import { describe, expect, it } from 'vitest';
import { toGapLines } from '../fixtures/coverage-text.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

/** What the entries of a network ACL come to, with outbound tcp 443 alone. */
function verdict(...lines: readonly string[]) {
  return evaluate([...ingress(...lines), ...egress('100 allow tcp 443 0.0.0.0/0')]);
}

const answers = (...lines: readonly string[]) =>
  verdict(...lines).assumptions.answers.map(({ ruleNumber }) => ruleNumber);

describe('receivers', () => {
  it.each([
    ['8080', 'gap'],
    ['8000-9000', 'gap'],
    ['30000-32767', 'gap'],
    ['1023-65535', 'gap'],
    ['1025-5000', 'gap'],
    ['32768-60998', 'gap'],
    ['32769-60999', 'gap'],
    ['32768-60999', 'covered'],
    ['49152-65535', 'covered'],
    ['49153-65535', 'gap'],
    ['1024-65535', 'covered'],
  ])('inbound tcp %s: %s', (ports, status) => {
    expect(verdict(`100 allow tcp ${ports} 0.0.0.0/0`).status).toBe(status);
  });

  it('need no outbound rule to their addresses: they offer nothing', () => {
    const entries = ingress('100 allow tcp 1024-65535 10.0.0.0/8');
    expect(evaluate([...entries, ...egress('100 allow tcp 443 192.168.0.0/16')]).status).toBe('covered');
  });

  it.each([
    ['overlap', ['100 allow tcp 1024-40000 0.0.0.0/0', '110 allow tcp 30000-65535 0.0.0.0/0'], [100, 110]],
    ['touch', ['100 allow tcp 1024-40000 0.0.0.0/0', '110 allow tcp 40001-65535 0.0.0.0/0'], [100, 110]],
    ['leave 1 port', ['100 allow tcp 1024-3388 0.0.0.0/0', '110 allow tcp 3390-65535 0.0.0.0/0'], [100, 110]],
    [
      'leave 2 ports',
      ['100 allow tcp 1024-3388 0.0.0.0/0', '110 allow tcp 3391-65535 0.0.0.0/0'],
      [100, 110],
    ],
    ['leave 3 ports', ['100 allow tcp 1024-3388 0.0.0.0/0', '110 allow tcp 3392-65535 0.0.0.0/0'], [110]],
    [
      'contain the range only together',
      ['100 allow tcp 49152-55000 0.0.0.0/0', '110 allow tcp 55001-65535 0.0.0.0/0'],
      [100, 110],
    ],
    ['contain no range', ['100 allow tcp 1024-2000 0.0.0.0/0', '110 allow tcp 2001-3000 0.0.0.0/0'], []],
    [
      'are for different blocks',
      ['100 allow tcp 1024-40000 0.0.0.0/0', '110 allow tcp 40001-50000 10.0.0.0/8'],
      [],
    ],
    [
      'come in the other order',
      ['100 allow tcp 40001-65535 0.0.0.0/0', '110 allow tcp 1024-40000 0.0.0.0/0'],
      [100, 110],
    ],
    [
      'are three',
      [
        '100 allow tcp 50000-65535 0.0.0.0/0',
        '110 allow tcp 1024-3388 0.0.0.0/0',
        '120 allow tcp 3390-49999 0.0.0.0/0',
      ],
      [100, 110, 120],
    ],
    [
      'are of two blocks in turn',
      [
        '100 allow tcp 1024-40000 10.0.0.0/8',
        '110 allow tcp 1024-40000 11.0.0.0/8',
        '120 allow tcp 40001-65535 10.0.0.0/8',
        '130 allow tcp 40001-65535 11.0.0.0/8',
      ],
      [100, 110, 120, 130],
    ],
    [
      'are of different protocols',
      ['100 allow tcp 1024-40000 0.0.0.0/0', '110 allow udp 40001-65535 0.0.0.0/0'],
      [110],
    ],
    ['are denies', ['100 deny tcp 1024-40000 0.0.0.0/0', '110 allow tcp 40001-48000 0.0.0.0/0'], []],
    [
      'are inside a deny behind them',
      [
        '100 allow tcp 1024-3000 0.0.0.0/0',
        '110 allow tcp 3001-65535 0.0.0.0/0',
        '120 deny tcp 1024-4000 0.0.0.0/0',
      ],
      [100, 110],
    ],
    ['go on as a deny', ['100 allow tcp 1024-40000 0.0.0.0/0', '110 deny tcp 40001-65535 0.0.0.0/0'], []],
    ['start below 1024', ['100 allow tcp 1023-40000 0.0.0.0/0', '110 allow tcp 40001-48000 0.0.0.0/0'], []],
    ['have no ports', ['100 allow tcp 0.0.0.0/0', '110 allow all 0.0.0.0/0'], []],
    [
      'leave out exactly the NodePorts',
      [
        '100 allow tcp 1024-29999 0.0.0.0/0',
        '110 allow tcp 30000-32767 0.0.0.0/0',
        '120 allow tcp 32768-65535 0.0.0.0/0',
      ],
      [120],
    ],
    [
      'nearly have the NodePorts',
      [
        '100 allow tcp 1024-29999 0.0.0.0/0',
        '110 allow tcp 30000-32766 0.0.0.0/0',
        '120 allow tcp 32768-65535 0.0.0.0/0',
      ],
      [100, 110, 120],
    ],
    [
      'start with the NodePorts',
      [
        '100 allow tcp 1024-29999 0.0.0.0/0',
        '110 allow tcp 30000-32768 0.0.0.0/0',
        '120 allow tcp 32769-65535 0.0.0.0/0',
      ],
      [100, 110, 120],
    ],
  ])('form a chain, or not, where they %s', (_, lines, expected) => {
    expect(answers(...lines)).toEqual(expected);
  });

  it.each([
    ['3306', '1024-65535', [110]],
    ['1024-65535', '1024-65535', [100, 110]],
    ['49152-65535', '1024-65535', [100, 110]],
    ['1024-40000', '1024-65535', [110]],
    ['40000-65535', '1024-65535', [100, 110]],
    ['49153-65535', '1024-65535', [110]],
  ])('%s inside %s', (inner, outer, expected) => {
    expect(answers(`100 allow tcp ${inner} 0.0.0.0/0`, `110 allow tcp ${outer} 0.0.0.0/0`)).toEqual(expected);
  });

  it('of another block contain no named entry', () => {
    expect(answers('100 allow tcp 1024-40000 10.0.0.0/8', '110 allow tcp 1024-65535 0.0.0.0/0')).toEqual([
      110,
    ]);
    expect(
      answers(
        '100 allow tcp 30000-33000 10.0.0.0/8',
        '110 allow tcp 33001-65535 10.0.0.0/8',
        '120 allow tcp 1024-65535 0.0.0.0/0',
      ),
    ).toEqual([100, 110, 120]);
  });
});

describe('evidence of the network ACL', () => {
  const first = (...lines: readonly string[]) =>
    verdict(...lines).gaps.find(({ direction }) => direction === 'egress');

  it.each([
    ['named', ['100 allow tcp 22 0.0.0.0/0'], 'named', [100]],
    ['broad: all protocols', ['100 allow all 0.0.0.0/0'], 'broad', [100]],
    ['broad: all of tcp', ['100 allow tcp 0.0.0.0/0'], 'broad', [100]],
    ['broad: from below 1024 to 60999', ['100 allow tcp 1023-60999 0.0.0.0/0'], 'broad', [100]],
    ['named: from below 1024 to 60998', ['100 allow tcp 1-60998 0.0.0.0/0'], 'named', [100]],
    [
      'named behind a receiver',
      ['100 allow tcp 1024-65535 0.0.0.0/0', '200 allow tcp 3306 0.0.0.0/0'],
      'named',
      [200],
    ],
    [
      'named before a receiver',
      ['90 allow tcp 3306 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0'],
      'named',
      [90],
    ],
    [
      'named behind a broad entry',
      ['100 allow all 0.0.0.0/0', '200 allow tcp 3306 0.0.0.0/0'],
      'named',
      [100, 200],
    ],
    [
      'named before a broad entry',
      ['90 allow tcp 3306 0.0.0.0/0', '100 allow all 0.0.0.0/0'],
      'named',
      [90, 100],
    ],
    [
      'broad behind a receiver',
      ['100 allow tcp 1024-65535 0.0.0.0/0', '200 allow all 0.0.0.0/0'],
      'broad',
      [200],
    ],
    [
      'broad: named only behind a deny',
      ['100 allow all 0.0.0.0/0', '150 deny tcp 3306 0.0.0.0/0', '200 allow tcp 3306 0.0.0.0/0'],
      'broad',
      [100],
    ],
    [
      'broad: named only behind a deny of everything',
      ['100 allow all 0.0.0.0/0', '150 deny all 0.0.0.0/0', '200 allow tcp 3306 0.0.0.0/0'],
      'broad',
      [100],
    ],
    [
      'broad: named ports denied in part',
      ['100 allow all 0.0.0.0/0', '150 deny tcp 3306 0.0.0.0/0', '200 allow tcp 3306-3307 0.0.0.0/0'],
      'named',
      [100, 200],
    ],
  ])('%s', (_, lines, evidence, admittedBy) => {
    expect(first(...lines)).toMatchObject({ evidence, admittedBy });
  });

  it('is none where only a receiver admits the port', () => {
    const lines = [
      '100 allow tcp 1024-65535 0.0.0.0/0',
      '150 deny tcp 3306 0.0.0.0/0',
      '200 allow tcp 3306 0.0.0.0/0',
    ];
    expect(verdict(...lines).status).toBe('covered');
  });

  it('is none for what is not admitted', () => {
    expect(verdict('100 deny tcp 22 0.0.0.0/0', '110 allow tcp 22 0.0.0.0/0').status).toBe('covered');
    expect(verdict('100 deny tcp 20-25 0.0.0.0/0', '110 allow tcp 22-26 0.0.0.0/0').status).toBe('gap');
  });

  it('never names a UDP service by "all protocols"', () => {
    const lines = toGapLines(verdict('100 allow all 0.0.0.0/0'));
    expect(lines.filter(line => line.startsWith('udp'))).toEqual([]);
    expect(toGapLines(verdict('100 allow udp 0-65535 0.0.0.0/0'))).toEqual([
      'udp 1024-65535 0.0.0.0/0 by default for 100: broad, medium',
    ]);
    expect(toGapLines(verdict('100 allow all 0.0.0.0/0', '110 allow udp 0-65535 0.0.0.0/0'))).toContain(
      'udp 1024-65535 0.0.0.0/0 by default for 110: broad, medium',
    );
  });

  it('counts port 0 for nothing, alone or not', () => {
    expect(verdict('100 allow tcp 0 0.0.0.0/0', '110 allow udp 0 0.0.0.0/0').status).toBe('covered');
    expect(verdict('100 allow tcp 0-1 0.0.0.0/0').status).toBe('gap');
  });
});

describe('UDP that expects no reply', () => {
  it.each([162, 514, 2055, 4739, 4789, 6081, 6343, 8125, 8472, '33434-33534'])('is port %s', port => {
    const coverage = verdict(`100 allow udp ${port} 0.0.0.0/0`);
    expect(coverage.status).toBe('covered');
    expect(coverage.assumptions.oneWay).toEqual([{ direction: 'ingress', ruleNumber: 100 }]);
  });

  it.each([161, 163, 513, 515, 4788, 4790, 33433, 33535, '514-515'])('is not port %s', port => {
    const coverage = verdict(`100 allow udp ${port} 0.0.0.0/0`);
    expect(coverage.severity).toBe('high');
    expect(coverage.assumptions.oneWay).toEqual([]);
  });

  it('is not tcp', () => expect(verdict('100 allow tcp 514 0.0.0.0/0').severity).toBe('high'));
});

describe('UDP on the same port at both ends', () => {
  const both = (port: number | string, block: string, out = `100 allow udp ${port} ${block}`) =>
    evaluate([...ingress(`100 allow udp ${port} ${block}`), ...egress(out)]);

  it.each([67, 68, 137, 138, 7946, 53, 123])('is port %d, if replies to it are permitted', port => {
    const coverage = both(port, '0.0.0.0/0');
    expect(coverage.status).toBe('covered');
    expect(coverage.assumptions.samePort).toEqual([
      { direction: 'ingress', ruleNumber: 100 },
      { direction: 'egress', ruleNumber: 100 },
    ]);
    expect(both(port, '0.0.0.0/0', `100 allow tcp ${port} 0.0.0.0/0`).severity).toBe('high');
    expect(toGapLines(both(port, '0.0.0.0/0', `100 allow udp ${port} 0.0.0.0/1`))).toEqual([
      'udp 1024-65535 128.0.0.0/1 by default for 100: named, high',
    ]);
  });

  it.each([66, 69, 52, 54, 122, 124, 136, 139, 7945, 7947, 499, 501, 4499, 4501])('is not port %d', port => {
    expect(both(port, '203.0.113.0/24').status).toBe('gap');
  });

  it.each([500, 4500])('is port %d toward the blocks of peers', port => {
    expect(both(port, '203.0.113.0/24').status).toBe('covered');
    expect(both(port, '203.0.113.7/32').status).toBe('covered');
    expect(both(port, '203.0.112.0/23').status).toBe('gap');
    expect(both(port, '2001:db8:1::/48').status).toBe('covered');
    expect(both(port, '2001:db8::/47').status).toBe('gap');
  });

  it('toward a peer counts where any entry names the peer', () => {
    const everywhere = ingress('100 allow udp 500 0.0.0.0/0');
    const peer = ingress('110 allow udp 500 203.0.113.7/32');
    const out = egress('100 allow udp 500 0.0.0.0/0');
    expect(toGapLines(evaluate([...everywhere, ...out]))).toHaveLength(1);
    // All but one address take 32 blocks.
    expect(toGapLines(evaluate([...everywhere, ...peer, ...out]))).toHaveLength(32);
    const other = ingress('110 allow udp 501 203.0.113.7/32');
    expect(toGapLines(evaluate([...everywhere, ...other, ...out]))).toHaveLength(1);
    const unequal = ingress('100 allow udp 500 0.0.0.0/0', '110 allow udp 4500 203.0.113.7/32');
    expect(toGapLines(evaluate([...unequal, ...out]))).toHaveLength(1);
  });

  it('leaves the other ports of an entry a service', () => {
    expect(toGapLines(both('53-54', '0.0.0.0/0'))).toHaveLength(1);
    expect(both('53-54', '0.0.0.0/0').assumptions.samePort).toEqual([]);
  });
});
