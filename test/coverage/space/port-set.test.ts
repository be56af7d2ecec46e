import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  countPorts,
  formatPorts,
  hull,
  intersect,
  overlaps,
  type PortSet,
  parsePortRanges,
  subtract,
  toPortSet,
  unite,
} from '../../../functions/coverage/space/port-set.ts';

/** Bounds near each other and near both ends, so that ranges touch, nest and overlap. */
const anyPort = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 65_525, max: 65_535 }));
const anyRange = fc.tuple(anyPort, anyPort).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const anyRanges = fc.array(anyRange, { maxLength: 6 });
const PROBES = [...Array(14).keys(), 30_000, ...Array.from({ length: 11 }, (_, i) => 65_525 + i)];

const has = (ports: PortSet, port: number) => ports.some(({ from, to }) => from <= port && port <= to);

describe('a port set', () => {
  it('is canonical: ascending, and neighbours never touch', () => {
    fc.assert(
      fc.property(anyRanges, ranges => {
        const ports = toPortSet(ranges);
        for (const [index, { from, to }] of ports.entries()) {
          expect(from).toBeLessThanOrEqual(to);
          const next = ports[index + 1];
          if (next) expect(next.from).toBeGreaterThan(to + 1);
        }
        for (const port of PROBES) expect(has(ports, port)).toBe(has(ranges, port));
      }),
    );
  });

  it('intersects, subtracts and unites port by port', () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, (a, b) => {
        const [left, right] = [toPortSet(a), toPortSet(b)];
        for (const port of PROBES) {
          expect(has(intersect(left, right), port)).toBe(has(a, port) && has(b, port));
          expect(has(subtract(left, right), port)).toBe(has(a, port) && !has(b, port));
          expect(has(unite(left, right), port)).toBe(has(a, port) || has(b, port));
        }
        expect(subtract(left, right)).toEqual(toPortSet(subtract(left, right)));
        expect(intersect(left, right)).toEqual(toPortSet(intersect(left, right)));
        expect(unite(left, right)).toEqual(toPortSet(unite(left, right)));
      }),
    );
  });

  it('knows whether it contains or overlaps another', () => {
    fc.assert(
      fc.property(anyRanges, anyRanges, (a, b) => {
        const [left, right] = [toPortSet(a), toPortSet(b)];
        expect(contains(left, right)).toBe(PROBES.every(port => !has(b, port) || has(a, port)));
        expect(overlaps(left, right)).toBe(PROBES.some(port => has(a, port) && has(b, port)));
      }),
    );
  });

  it('counts its ports', () => {
    expect(countPorts(parsePortRanges('5-7,10-20'))).toBe(14);
    expect(countPorts([])).toBe(0);
  });

  it('stays the same set where nothing is added or taken', () => {
    const ports = parsePortRanges('5-7,10-20');
    expect(unite(ports, parsePortRanges('12-13'))).toBe(ports);
    expect(subtract(ports, parsePortRanges('8-9'))).toBe(ports);
  });

  it('has a hull from its lowest to its highest port', () => {
    expect(hull(parsePortRanges('5-7,10-20'))).toEqual({ from: 5, to: 20 });
    expect(hull([])).toBeUndefined();
  });
});

describe('parsePortRanges', () => {
  it.each([
    ['1024-65535', '1024-65535'],
    ['0-0', '0'],
    ['32768-60999,1025-5000', '1025-5000,32768-60999'],
    ['1-2, 3-4', '1-4'],
  ])('%s -> %s', (text, canonical) => expect(formatPorts(parsePortRanges(text))).toBe(canonical));

  it.each(['', '1024', '65535-1024', '1-65536', '-1-5', '1-2,', 'a-b', '1.5-2', '1-2x', 'x1-2'])(
    'refuses "%s"',
    text => {
      expect(() => parsePortRanges(text)).toThrow(/is not a port range FROM-TO/);
    },
  );
});
