import { type Block, type Family, LAST_ADDRESS, parseBlock } from './address.ts';
import type { Case } from './case.ts';
import { CLIENTS, FIRST_EPHEMERAL, LINUX_KERNEL } from './clients.ts';
import { isFor, LAST_PORT, type Range, type Transport, UDP } from './entry.ts';
import {
  ALWAYS_SAME_PORT,
  ONE_WAY_UDP,
  SAME_PORT_UNLESS_ACCEPTED,
  SAME_PORT_WITH_PEERS,
} from './services.ts';

/**
 * The points that stand for all points.
 *
 * Whatever the oracle asks about an address (which entries match there, is it accepted, is it private, is a reply
 * denied there and by whom, does a reported rectangle hold it) depends on the address only through tests "does block B
 * hold it", for blocks B that are written down somewhere: in an entry, a rule, the definition, a gap, a plan. Walking up
 * the addresses, the answer to such a test changes at the first address of B and at the one behind its last, nowhere
 * else. So every question has one answer from each of these bounds up to the next, and the bound itself may answer for
 * all of them. Ports alike, with every port range that is written down.
 *
 *     10.0.0.0/8       |---------------|
 *     10.128.0.0/9             |-------|
 *                  *   *       *       *        * = representative
 */
export const PRIVATE_BLOCKS: readonly Block[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].map(parseBlock);

const UDP_PORTS = [...ALWAYS_SAME_PORT, ...SAME_PORT_UNLESS_ACCEPTED, ...SAME_PORT_WITH_PEERS];
const CLIENT_RANGES: readonly Range[] = [...Object.values(CLIENTS), LINUX_KERNEL];
const NAMED_TCP = toPorts([...CLIENT_RANGES, { from: 0, to: 0 }], [0, FIRST_EPHEMERAL]);
const NAMED_UDP = toPorts(
  [...CLIENT_RANGES, ...ONE_WAY_UDP, ...[0, ...UDP_PORTS].map(port => ({ from: port, to: port }))],
  [0, FIRST_EPHEMERAL],
);

/** Representative ports, each with the number of ports that it stands for, ascending. */
export type Ports = ReadonlyMap<number, number>;

/** @param also - further ranges that are written down: of a report, a plan, a rule */
export function toRepresentativePorts(
  { entries, settings }: Pick<Case, 'entries' | 'settings'>,
  transport: Transport,
  also: readonly Range[],
): Ports {
  const ranges = entries.flatMap(entry => (isFor(entry, transport) ? (entry.ports ?? []) : []));
  const named = transport === UDP ? NAMED_UDP : NAMED_TCP;
  const ports = toPorts([...settings.required, ...ranges, ...also], named);
  return new Map(ports.map((port, index) => [port, (ports[index + 1] ?? LAST_PORT + 1) - port]));
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
