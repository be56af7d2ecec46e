import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import {
  type AddressNode,
  toAddressTree,
  toChildren,
} from '../../../functions/coverage/space/address-tree.ts';
import { type CidrBlock, contains, toCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { type PortSet, toPortSet } from '../../../functions/coverage/space/port-set.ts';
import { type Rectangle, toRectangles } from '../../../functions/coverage/space/rectangles.ts';
import { GENERATED_RUNS } from '../../fixtures/generated-runs.ts';
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

/** Nodes with an area, inner ones first. */
function listAreas(node: Node): Node[] {
  const inside = toChildren(node).flatMap(listAreas);
  return node.hasArea ? [...inside, node] : inside;
}

function checkAll(
  check: (
    rectangles: readonly Rectangle<Chosen>[],
    chosenAt: (probe: CidrBlock) => Chosen | undefined,
  ) => void,
) {
  const anyChosen = fc.array(anyPorts, { minLength: 20, maxLength: 20 });
  const property = fc.property(anyTree, anyChosen, (root, drawn) => {
    const areas = listAreas(root).map((node, index) => ({ node, ports: drawn[index] ?? [] }));
    const chosen = new Map(areas.filter(({ ports }) => ports.length > 0).map(one => [one.node, one]));
    check(toRectangles(root, chosen), probe => {
      const around = areas.filter(({ node }) => contains(node.block, probe));
      const [nearest] = around.sort((a, b) => b.node.block.prefixLength - a.node.block.prefixLength);
      return nearest && chosen.get(nearest.node);
    });
  });
  fc.assert(property, { numRuns: GENERATED_RUNS });
}

type Node = AddressNode<NetworkAclEntry>;

interface Chosen {
  readonly node: Node;
  readonly ports: PortSet;
}

describe('rectangles', () => {
  it('are exactly what is chosen, and disjoint', () =>
    checkAll((rectangles, chosenAt) => {
      for (const probe of [...INSIDE, OUTSIDE]) {
        const around = rectangles.filter(({ block }) => contains(block, probe));
        const counts = PORTS.map(port => around.filter(({ ports }) => has([ports], port)).length);
        expect(counts).toEqual(PORTS.map(port => Number(has(chosenAt(probe)?.ports ?? [], port))));
      }
    }));

  it('have the largest blocks and ranges that there are', () =>
    checkAll((rectangles, chosenAt) => {
      for (const { block, ports } of rectangles) {
        const goesOn = rectangles.some(other => other.block === block && other.ports.from === ports.to + 1);
        expect(goesOn).toBe(false);
        if (block.prefixLength === 0) continue;
        const around = probesIn(toCidrBlock('ipv4', block.first, block.prefixLength - 1)).map(chosenAt);
        const isWhole = (port: number) => around.every(chosen => has(chosen?.ports ?? [], port));
        expect(PORTS.filter(port => has([ports], port) && isWhole(port))).toEqual([]);
      }
    }));

  it('know what was chosen at the areas that they contain in part or whole', () =>
    checkAll((rectangles, chosenAt) => {
      for (const { block, chosen } of rectangles) {
        expect(new Set(chosen)).toEqual(new Set(probesIn(block).map(chosenAt)));
      }
    }));

  it('come by first port, then by address', () =>
    checkAll(rectangles => {
      const keys = rectangles.map(({ block, ports }) => (BigInt(ports.from) << 32n) + block.first);
      expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    }));
});
