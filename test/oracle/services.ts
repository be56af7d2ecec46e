import { holdsAddress } from './address.ts';
import { type Direction, type Entry, type Range, type Settings, type Transport, UDP } from './entry.ts';
import { decidePort, inOrder, matchesAt } from './first-match.ts';
import {
  LINUX_KERNEL,
  type Representatives,
  SYMMETRIC_UDP,
  WINDOWS,
  WINDOWS_LEGACY,
} from './representatives.ts';

/** The entries that requests meet and those that their replies meet, each in order. */
export interface Sides {
  readonly requests: readonly Entry[];
  readonly replies: readonly Entry[];
}

export function toSides(entries: readonly Entry[], direction: Direction): Sides {
  const repliesLeave = direction === 'egress';
  return { requests: inOrder(entries, !repliesLeave), replies: inOrder(entries, repliesLeave) };
}

/** The rule numbers of the request entries that only let answers back in (section 4). */
export function toReceivers(
  { requests, replies }: Sides,
  transport: Transport,
  settings: Settings,
  points: Representatives,
): number[] {
  if (!settings.inferReceivers) return [];
  return requests
    .filter(entry => entry.action === 'allow' && entry.protocol === transport && isClientRange(entry.ports))
    .filter(entry => sendsTo(entry, replies, transport, points))
    .map(entry => entry.ruleNumber);
}

function isClientRange(ports: Range | undefined): boolean {
  if (ports === undefined || ports.from < 1024) return false;
  const contains = ({ from, to }: Range) => ports.from <= from && to <= ports.to;
  return [LINUX_KERNEL, WINDOWS, WINDOWS_LEGACY].some(contains);
}

/** Whether the reply entries permit the transport to some address of the entry's block, on some port. */
function sendsTo(
  { block }: Entry,
  replies: readonly Entry[],
  transport: Transport,
  points: Representatives,
): boolean {
  return points.addresses[block.family]
    .filter(address => holdsAddress(block, address))
    .some(address => {
      const met = replies.filter(entry => matchesAt(entry, block.family, transport, address));
      return points.ports.some(port => decidePort(met, transport, port).action === 'allow');
    });
}

/**
 * The rule numbers of the request entries that give an address its service (section 5), ascending; an address
 * without any has no service.
 *
 * @param met - the request entries and reply entries that match at the address
 */
export function admitting(
  met: Sides,
  transport: Transport,
  receivers: readonly number[],
  points: Representatives,
): number[] {
  const admitted = new Set<number>();
  for (const port of points.ports) {
    const request = decidePort(met.requests, transport, port);
    if (request.action !== 'allow' || receivers.includes(request.ruleNumber)) continue;
    if (!isSymmetric(met.replies, transport, port)) admitted.add(request.ruleNumber);
  }
  return [...admitted].sort((a, b) => a - b);
}

/** Both ends use the port, and replies to it get out: no service that needs an ephemeral port. */
function isSymmetric(replies: readonly Entry[], transport: Transport, port: number): boolean {
  return (
    transport === UDP &&
    SYMMETRIC_UDP.includes(port) &&
    decidePort(replies, transport, port).action === 'allow'
  );
}
