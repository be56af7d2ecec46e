import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAddressTree } from '../../../functions/coverage/space/address-tree.ts';
import { type CidrBlock, contains, toCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { type PortSet, toPortSet } from '../../../functions/coverage/space/port-set.ts';
import { type Rectangle, toRectangles } from '../../../functions/coverage/space/rectangles.ts';
import { ingress } from '../../fixtures/network-acls.ts';

/** All named blocks are the universe or inside 10.0.0.0/29, so that eight addresses and one outside stand for all. */
const FIRST = 10n << 24n;
const INSIDE = Array.from({ length: 8 }, (_, index) => toCidrBlock('ipv4', FIRST + BigInt(index), 32));
const OUTSIDE = toCidrBlock('ipv4', 0n, 32);
const PORTS = Array.from({ length: 10 }, (_, port) => port);

const anyBlock = fc
  .tuple(fc.nat(7), fc.constantFrom(0, 29, 30, 31, 32))
  .map(([host, length]) =>
    length === 0 ? '0.0.0.0/0' : `10.0.0.${(host >> (32 - length)) << (32 - length)}/${length}`,
  );
const anyTree = fc
  .uniqueArray(anyBlock, { maxLength: 7 })
  .map(blocks =>
    toAddressTree('ipv4', ingress(...blocks.map((block, index) => `${index + 1} allow tcp ${block}`))),
  );
const anyPorts = fc
  .array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 2 })
  .map(pairs => toPortSet(pairs.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))));

const has = (ports: PortSet, port: number) => ports.some(({ from, to }) => from <= port && port <= to);

/** Addresses that stand for all of the block. */
function probesIn(block: CidrBlock): CidrBlock[] {
  const inside = INSIDE.filter(probe => contains(block, probe));
  return contains(toCidrBlock('ipv4', FIRST, 29), block) ? inside : [...inside, OUTSIDE];
}

/** The area of an address: that of the smallest block around it. */
function areaAt(areas: readonly CidrBlock[], address: CidrBlock): number {
  const around = areas.flatMap((block, area) => (contains(block, address) ? [{ block, area }] : []));
  return around.sort((a, b) => b.block.prefixLength - a.block.prefixLength)[0]?.area ?? -1;
}

function holds(check: (rectangles: readonly Rectangle[], chosenAt: (probe: CidrBlock) => Chosen) => void) {
  const anyChosen = fc.array(anyPorts, { minLength: 20, maxLength: 20 });
  const property = fc.property(anyTree, anyChosen, (tree, chosen) => {
    check(toRectangles(tree, chosen), probe => {
      const area = areaAt(tree.areas, probe);
      return { area, ports: chosen[area] ?? [] };
    });
  });
  fc.assert(property, { numRuns: 500 });
}

interface Chosen {
  readonly area: number;
  readonly ports: PortSet;
}

describe('rectangles', () => {
  it('are exactly what is chosen, and disjoint', () =>
    holds((rectangles, chosenAt) => {
      for (const probe of [...INSIDE, OUTSIDE]) {
        const around = rectangles.filter(({ block }) => contains(block, probe));
        const counts = PORTS.map(port => around.filter(({ ports }) => has([ports], port)).length);
        expect(counts).toEqual(PORTS.map(port => Number(has(chosenAt(probe).ports, port))));
      }
    }));

  it('have the largest blocks and ranges that there are', () =>
    holds((rectangles, chosenAt) => {
      for (const { block, ports } of rectangles) {
        const goesOn = rectangles.some(other => other.block === block && other.ports.from === ports.to + 1);
        expect(goesOn).toBe(false);
        if (block.prefixLength === 0) continue;
        const around = probesIn(toCidrBlock('ipv4', block.first, block.prefixLength - 1)).map(chosenAt);
        const isWhole = (port: number) => around.every(chosen => has(chosen.ports, port));
        expect(PORTS.filter(port => has([ports], port) && isWhole(port))).toEqual([]);
      }
    }));

  it('know the areas that they hold in part or whole', () =>
    holds((rectangles, chosenAt) => {
      for (const { block, areas } of rectangles) {
        const held = new Set(probesIn(block).map(probe => chosenAt(probe).area));
        expect([...areas].sort()).toEqual([...held].sort());
      }
    }));

  it('come by first port, then by address', () =>
    holds(rectangles => {
      const keys = rectangles.map(({ block, ports }) => (BigInt(ports.from) << 32n) + block.first);
      expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    }));
});
