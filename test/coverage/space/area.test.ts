import { describe, expect, it } from 'vitest';
import { toAddressTree } from '../../../functions/coverage/space/address-tree.ts';
import { isAreaIn, isAreaInside, toBlocksBeside } from '../../../functions/coverage/space/area.ts';
import { formatCidrBlock, parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { ingress } from '../../fixtures/network-acls.ts';

/** The root of a tree that is cut along the blocks. */
const root = (...blocks: readonly string[]) =>
  toAddressTree('ipv4', ingress(...blocks.map((block, index) => `${index + 1} allow all ${block}`)));

describe('the area of a node', () => {
  const node = root('128.0.0.0/1', '10.0.0.0/8');

  it.each([
    ['0.0.0.0/0', true],
    ['0.0.0.0/5', true],
    ['11.0.0.0/8', true],
    ['10.0.0.0/7', true],
    ['8.0.0.0/5', true],
    ['10.0.0.0/8', false],
    ['10.1.0.0/16', false],
    ['128.0.0.0/1', false],
    ['200.0.0.0/8', false],
  ])('has an address of %s: %s', (block, expected) => {
    expect(isAreaIn(node, parseCidrBlock(block))).toBe(expected);
  });

  it('is nothing where the children leave nothing, and the block where there are none', () => {
    const filled = root('0.0.0.0/1', '128.0.0.0/1');
    expect(filled.hasArea).toBe(false);
    expect(isAreaIn(filled, parseCidrBlock('0.0.0.0/0'))).toBe(false);
    expect(isAreaIn(root(), parseCidrBlock('10.0.0.0/8'))).toBe(true);
    expect(isAreaIn(root(), parseCidrBlock('::/0'))).toBe(false);
  });

  it.each([
    [['0.0.0.0/1'], true],
    [['0.0.0.0/0'], true],
    [['0.0.0.0/2', '64.0.0.0/2'], true],
    [['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2'], true],
    [['0.0.0.0/5', '8.0.0.0/7', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2'], false],
    [['0.0.0.0/2'], false],
    [[], false],
  ])('is inside %j: %s', (blocks, expected) => {
    expect(isAreaInside(node, blocks.map(parseCidrBlock))).toBe(expected);
  });

  it('of a node without children is its block', () => {
    expect(isAreaInside(root(), [parseCidrBlock('0.0.0.0/1')])).toBe(false);
    expect(isAreaInside(root(), [parseCidrBlock('0.0.0.0/0')])).toBe(true);
  });
});

it('the blocks beside a child come in ascending order', () => {
  const [low, high] = root('0.0.0.0/4', '128.0.0.0/1').halves;
  expect(low && toBlocksBeside(low).map(formatCidrBlock)).toEqual(['16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2']);
  expect(high && toBlocksBeside(high)).toEqual([]);
  const [empty] = root('128.0.0.0/1').halves;
  expect(empty && toBlocksBeside(empty).map(formatCidrBlock)).toEqual(['0.0.0.0/1']);
});
