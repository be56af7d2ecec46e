import { type Block, prefixLengthOf, sameBlock } from './address.ts';
import { FIRST_EPHEMERAL, LINUX_KERNEL, WINDOWS } from './clients.ts';
import {
  ALL_PROTOCOLS,
  containsRange,
  type Direction,
  type Entry,
  inRange,
  portsOf,
  type Range,
  sameRange,
  type Transport,
  UDP,
} from './entry.ts';
import { inOrder } from './first-match.ts';

/** The entries that requests meet and those that their replies meet, each in order. */
export interface Sides {
  readonly requests: readonly Entry[];
  readonly replies: readonly Entry[];
}

export function toSides(entries: readonly Entry[], direction: Direction): Sides {
  const repliesLeave = direction === 'egress';
  return { requests: inOrder(entries, !repliesLeave), replies: inOrder(entries, repliesLeave) };
}

const NODE_PORTS: Range = { from: 30_000, to: 32_767 };
const MOST_LEFT_OUT = 2;

/** The request entries that only let in answers to the subnet's own requests (section 4). */
export function toReceivers(requests: readonly Entry[], transport: Transport): Set<Entry> {
  const candidates = requests.filter(
    entry =>
      entry.action === 'allow' && entry.protocol === transport && portsOf(entry).from >= FIRST_EPHEMERAL,
  );
  const receivers = candidates.filter(entry => {
    const alike = candidates.filter(other => sameBlock(other.block, entry.block));
    const members = alike.filter(other => isMember(other, alike));
    return members.includes(entry) && holdsClientRange(chainOf(entry, members));
  });
  return new Set(receivers);
}

function isMember(entry: Entry, alike: readonly Entry[]): boolean {
  const ports = portsOf(entry);
  if (sameRange(ports, NODE_PORTS)) return false;
  const isInsideLarger = alike.map(portsOf).some(larger => isLargerMember(larger, ports));
  return holdsClientRange(ports) || !isInsideLarger;
}

/** Node ports are no member, so nothing is inside of them. */
function isLargerMember(larger: Range, ports: Range): boolean {
  return containsRange(larger, ports) && !sameRange(larger, ports) && !sameRange(larger, NODE_PORTS);
}

/** The union, with its holes closed, of the members that are connected with the entry. */
function chainOf(entry: Entry, members: readonly Entry[]): Range {
  let union = portsOf(entry);
  for (;;) {
    const connected = members.map(portsOf).filter(ports => isNear(union, ports));
    const wider = {
      from: Math.min(...connected.map(({ from }) => from)),
      to: Math.max(...connected.map(({ to }) => to)),
    };
    if (sameRange(wider, union)) return union;
    union = wider;
  }
}

/** Whether the ranges overlap, touch or leave a hole of at most 2 ports. */
function isNear(a: Range, b: Range): boolean {
  return a.from - b.to - 1 <= MOST_LEFT_OUT && b.from - a.to - 1 <= MOST_LEFT_OUT;
}

export function holdsClientRange(ports: Range): boolean {
  return containsRange(ports, LINUX_KERNEL) || containsRange(ports, WINDOWS);
}

/** Of a request entry or a rule of a security group: all protocols, or low ports and the Linux range. */
export function isForEverything(one: Pick<Entry, 'protocol' | 'ports'>): boolean {
  if (one.protocol === ALL_PROTOCOLS) return true;
  const ports = portsOf(one);
  return ports.from < FIRST_EPHEMERAL && containsRange(ports, LINUX_KERNEL);
}

/** A broad request entry (section 5); denies are never taken away. */
export function isBroad(entry: Entry): boolean {
  return entry.action === 'allow' && isForEverything(entry);
}

export const ONE_WAY_UDP: readonly Range[] = [
  ...[162, 514, 2055, 4739, 6343, 8125, 4789, 6081, 8472].map(port => ({ from: port, to: port })),
  { from: 33_434, to: 33_534 },
];

/** Port 0, and UDP ports that expect no reply. */
export function neverAnswers(transport: Transport, port: number): boolean {
  return port === 0 || (transport === UDP && ONE_WAY_UDP.some(range => inRange(range, port)));
}

export const ALWAYS_SAME_PORT = [67, 68, 137, 138, 7946];
export const SAME_PORT_UNLESS_ACCEPTED = [53, 123];
export const SAME_PORT_WITH_PEERS = [500, 4500];

const PEER_LENGTH = { ipv4: 24, ipv6: 48 };

/** Whether the block is so small that no clients behind NAT are in it. */
export function isOfPeers(block: Block): boolean {
  return prefixLengthOf(block) >= PEER_LENGTH[block.family];
}
