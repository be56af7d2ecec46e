import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { isReportedArea } from '../../functions/review/reported-area.ts';
import { toReportedGaps } from '../../functions/review/reported-gaps.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

/** The gaps of a network ACL that lets SSH in from anywhere. */
const gapsOf = (egressLines: readonly string[], ingressLines: readonly string[] = []) =>
  evaluate([
    ...ingress(...ingressLines, '1000 allow tcp 22 0.0.0.0/0'),
    ...egress(...egressLines),
  ]).gaps.filter(({ direction }) => direction === 'egress');
const isNoNews = (now: readonly string[], before: readonly string[], denied: readonly string[] = []) =>
  isReportedArea(gapsOf(now, denied), toReportedGaps(gapsOf(before)));

describe('gaps are no news', () => {
  it.each<[string, readonly string[], readonly string[], (readonly string[])?]>([
    ['where they are the same', [], []],
    ['where ports were opened', ['100 allow tcp 40000-65535 0.0.0.0/0'], []],
    ['where addresses were opened', ['100 allow tcp 1024-65535 10.0.0.0/8'], []],
    ['where an operator denies some clients', [], [], ['10 deny all 203.0.113.7/32']],
    ['where an operator denies some replies', ['10 deny all 203.0.113.7/32'], []],
    [
      'where only what an operator denies is left',
      ['10 deny tcp 5000 10.0.0.0/8', '100 allow all 0.0.0.0/0'],
      [],
    ],
    [
      'where they were several that are one by now',
      ['100 allow tcp 1024-40000 0.0.0.0/0'],
      ['100 allow tcp 1024-40000 0.0.0.0/1', '110 allow tcp 1024-30000 128.0.0.0/1'],
    ],
  ])('%s', (_, now, before, denied) => expect(isNoNews(now, before, denied)).toBe(true));
});

describe('gaps are news', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['where other ports are closed', [], ['100 allow tcp 40000-65535 0.0.0.0/0']],
    ['where other addresses are closed', [], ['100 allow tcp 1024-65535 10.0.0.0/8']],
    ['where what an operator denied is missing', [], ['10 deny tcp 1024-65535 10.0.0.0/8']],
    ['where there were none', [], ['100 allow all 0.0.0.0/0']],
  ])('%s', (_, now, before) => expect(isNoNews(now, before)).toBe(false));

  it('where the alert had more gaps than a finding keeps', () => {
    const reported = toReportedGaps(gapsOf([]));
    expect(isReportedArea(gapsOf([]), { ...reported, omitted: 1 })).toBe(false);
  });
});

/** Rules whose areas begin and end at few places, so that looking at those is looking at all. */
const CIDRS = ['0.0.0.0/0', '10.0.0.0/8', '10.1.0.0/16', '128.0.0.0/1', '203.0.113.0/24'];
const PORTS = ['1024-65535', '1024-40000', '32768-65535', '49152-60999', '5000'];
const ADDRESSES = ['1.0.0.0', '10.0.0.0', '10.1.0.0', '128.0.0.0', '203.0.113.0', '204.0.0.0'];
const EDGES = [1_024, 4_999, 5_000, 5_001, 32_768, 40_000, 40_001, 49_152, 60_999, 61_000, 65_535];
const anyLines = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...CIDRS), fc.constantFrom(...PORTS)), { maxLength: 5 })
  .map(rules => rules.map(([cidr, ports], index) => `${100 + index} allow tcp ${ports} ${cidr}`));

function deniedPoints(lines: readonly string[]): Set<string> {
  const gaps = gapsOf(lines);
  const points = ADDRESSES.flatMap(address => EDGES.map(port => [address, port] as const));
  const denied = points.filter(([address, port]) =>
    gaps.some(
      ({ cidrBlock, ports }) =>
        contains(cidrBlock, parseCidrBlock(`${address}/32`)) && ports.from <= port && port <= ports.to,
    ),
  );
  return new Set(denied.map(String));
}

it('gaps are news exactly where replies are denied that were not before, whatever the rules', () => {
  fc.assert(
    fc.property(anyLines, anyLines, (now, before) => {
      const known = deniedPoints(before);
      expect(isNoNews(now, before)).toBe([...deniedPoints(now)].every(point => known.has(point)));
    }),
  );
});
