import { type Block, formatBlock, isAll } from './address.ts';
import { formatRange } from './notation.ts';
import type { Rectangle } from './report.ts';

/**
 * Pairs of rectangles that could be reported as one.
 *
 *     same ports, sibling blocks    same block, adjacent ports
 *     |--- a ---|--- b ---|         |--- a ---|
 *                                   |--- b ---|
 */
export function findUnmerged(gaps: readonly Rectangle[]): string[] {
  const known = new Set(gaps.map(gap => toKey(gap)));
  const sibling = (gap: Rectangle) => known.has(toKey(gap, siblingOf(gap.block)));
  const starts = new Set(gaps.map(gap => toKey(gap, gap.block, `${gap.ports.from}-`)));
  const next = (gap: Rectangle) => starts.has(toKey(gap, gap.block, `${gap.ports.to + 1}-`));
  return [
    ...gaps.filter(sibling).map(gap => `could be one with its sibling: ${formatRectangle(gap)}`),
    ...gaps.filter(next).map(gap => `could be one with the ports above: ${formatRectangle(gap)}`),
  ];
}

function toKey(gap: Rectangle, { family, first, last } = gap.block, range = formatRange(gap.ports)): string {
  const { direction, transport, deniedBy, evidence, severity } = gap;
  return `${direction} ${transport} ${deniedBy} ${evidence} ${severity} ${family} ${first} ${last} ${range}`;
}

/** The other half of the block's parent; of all addresses, which have no parent, nothing that exists. */
function siblingOf(block: Block): Block {
  const { family, first, last } = block;
  const size = last - first + 1n;
  return isAll(block)
    ? { family, first: -1n, last: -1n }
    : { family, first: first ^ size, last: last ^ size };
}

export function formatRectangle(gap: Rectangle): string {
  const { direction, transport, block, ports, deniedBy, evidence, severity } = gap;
  const denier = deniedBy ?? 'default';
  return `${direction} ${transport} ${formatRange(ports)} ${formatBlock(block)} denied by ${denier}, ${evidence} ${severity}`;
}
