import { FAMILIES, type Family } from './address.ts';
import { type Case, type Direction, inRange, TRANSPORTS, type Transport } from './entry.ts';
import { type Decision, decidePort, matchesAt } from './first-match.ts';
import type { Representatives } from './representatives.ts';
import { admitting, type Sides, toReceivers, toSides } from './services.ts';

/** The replies of one transport to one representative address. */
export interface Replies {
  readonly direction: Direction;
  readonly family: Family;
  readonly transport: Transport;
  readonly address: bigint;
  /** The request entries that make replies to the address required; none: none is required. */
  readonly admittedBy: readonly number[];
  /** What becomes of a reply to each representative port, required or not. */
  readonly decisions: ReadonlyMap<number, Decision>;
  /** The representative ports that are required. */
  readonly required: readonly number[];
}

export function judgeReplies(it: Case, points: Representatives, direction: Direction): Replies[] {
  const sides = toSides(it.entries, direction);
  return TRANSPORTS.flatMap(transport => {
    const receivers = toReceivers(sides, transport, it.settings, points);
    return FAMILIES.flatMap(family =>
      points.addresses[family].map(address => {
        const met = meeting(sides, family, transport, address);
        const admittedBy = admitting(met, transport, receivers, points);
        const required = admittedBy.length > 0 ? requiredPorts(it, points) : [];
        const decisions = new Map(points.ports.map(port => [port, decidePort(met.replies, transport, port)]));
        return { direction, family, transport, address, admittedBy, decisions, required };
      }),
    );
  });
}

function requiredPorts({ settings }: Case, { ports }: Representatives): number[] {
  return ports.filter(port => settings.required.some(range => inRange(range, port)));
}

function meeting(sides: Sides, family: Family, transport: Transport, address: bigint): Sides {
  return {
    requests: sides.requests.filter(entry => matchesAt(entry, family, transport, address)),
    replies: sides.replies.filter(entry => matchesAt(entry, family, transport, address)),
  };
}

/** What denies the reply to the port, where it is required and denied. */
export function denialOf({ required, decisions }: Replies, port: number) {
  const decision = decisions.get(port);
  return decision?.action === 'deny' && required.includes(port) ? decision : undefined;
}

export function isMissing(replies: Replies, port: number): boolean {
  return denialOf(replies, port)?.kind === 'default';
}
