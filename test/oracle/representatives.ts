import { type Block, type Family, LAST_ADDRESS } from './address.ts';
import { type Case, LAST_PORT, type Range } from './entry.ts';

/**
 * The points that stand for all points.
 *
 * Whatever the oracle asks about an address (which entries match there, is it served, is a reply denied there and by
 * whom, does a reported rectangle hold it) depends on the address only through tests "does block B hold it", for
 * blocks B that are written down somewhere: in an entry, in a gap, in a plan. Walking up the addresses, the answer
 * to such a test changes at the first address of B and at the one behind its last, nowhere else. So every question
 * has one answer from each of these bounds up to the next, and the bound itself may answer for all of them. Ports
 * alike, with every port range that is written down: in entries, required ranges, clients, gaps and plans.
 *
 *     10.0.0.0/8       |---------------|
 *     10.128.0.0/9             |-------|
 *                  *   *       *       *        * = representative
 */
export interface Representatives {
  readonly addresses: Readonly<Record<Family, readonly bigint[]>>;
  readonly ports: readonly number[];
}

/** Ports that the definition itself names. */
export const SYMMETRIC_UDP = [67, 68, 123, 137, 138, 500, 4500];
export const LINUX: Range = { from: 32_768, to: 61_000 };
export const LINUX_KERNEL: Range = { from: 32_768, to: 60_999 };
export const WINDOWS: Range = { from: 49_152, to: 65_535 };
export const WINDOWS_LEGACY: Range = { from: 1_025, to: 5_000 };
export const NAT_ELB_LAMBDA: Range = { from: 1_024, to: 65_535 };

const NAMED_RANGES = [LINUX, LINUX_KERNEL, WINDOWS, WINDOWS_LEGACY, NAT_ELB_LAMBDA];

/** What else is written down about a case: a report of it, a plan for it. */
export interface Written {
  readonly blocks: readonly Block[];
  readonly ranges: readonly Range[];
}

const NOTHING_ELSE: Written = { blocks: [], ranges: [] };
const NAMED_PORTS = toPorts([...NAMED_RANGES, ...SYMMETRIC_UDP.map(port => ({ from: port, to: port }))], [0]);

export function toRepresentatives({ entries, settings }: Case, also = NOTHING_ELSE): Representatives {
  const blocks = [...entries.map(entry => entry.block), ...also.blocks];
  const ranges = [...settings.required, ...entries.flatMap(({ ports }) => ports ?? []), ...also.ranges];
  return {
    addresses: { ipv4: toAddresses('ipv4', blocks, [0n]), ipv6: toAddresses('ipv6', blocks, [0n]) },
    ports: toPorts(ranges, NAMED_PORTS),
  };
}

/** The bounds of the blocks and the further addresses, ascending. */
export function toAddresses(family: Family, blocks: readonly Block[], further: readonly bigint[]): bigint[] {
  const bounds = blocks
    .filter(block => block.family === family)
    .flatMap(({ first, last }) => [first, last + 1n])
    .filter(bound => bound <= LAST_ADDRESS[family]);
  return [...new Set([...further, ...bounds])].sort((a, b) => (a < b ? -1 : 1));
}

/** The bounds of the ranges and the further ports, ascending. */
export function toPorts(ranges: readonly Range[], further: readonly number[]): number[] {
  const bounds = ranges.flatMap(({ from, to }) => [from, to + 1]).filter(bound => bound <= LAST_PORT);
  return [...new Set([...further, ...bounds])].sort((a, b) => a - b);
}

/** The index of the representative that stands for the point: the last that is not above it. */
export function representing<T extends bigint | number>(representatives: readonly T[], point: T): number {
  return representatives.findLastIndex(representative => representative <= point);
}
