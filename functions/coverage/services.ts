import { CLIENT_PORTS } from './clients.ts';
import type { Decision } from './first-match.ts';
import { type NetworkAclEntry, TRANSPORTS, type Transport } from './network-acl-entry.ts';
import type { CidrBlock } from './space/cidr-block.ts';
import { holds, overlap, type PortRange, type PortSet, toPortSet } from './space/port-set.ts';

/** Where receivers begin: the well-known ports end below. */
const FIRST_EPHEMERAL_PORT = 1_024;

/** An allow that holds none of these whole is not meant for answers. The Linux kernel's own range ends at 60999. */
const ANSWER_PORTS: readonly PortRange[] = [
  { from: 32_768, to: 60_999 },
  CLIENT_PORTS.windows,
  CLIENT_PORTS['windows-legacy'],
];

/**
 * UDP ports that both ends of a conversation use: DHCP 67 and 68, NTP 123, NetBIOS 137 and 138, IKE 500, and
 * IPsec NAT traversal 4500 (IANA's service names and port numbers).
 */
const SYMMETRIC_UDP_PORTS = toPortSet(
  [67, 68, 123, 137, 138, 500, 4500].map(port => ({ from: port, to: port })),
);

/** Whether an address offers some port of the transport, and by which entries. */
export interface Service {
  /** The rule numbers of the request entries that admit clients, ascending: the order in which they decide. */
  readonly admittedBy: readonly number[];
}

/**
 * Whether the request entry only lets answers to the subnet's own connections back in, and so offers nothing.
 *
 * @param sendsTo - whether the reply entries permit the transport to some address of the block, on any port
 */
export function isReceiver(
  entry: NetworkAclEntry,
  transport: Transport,
  sendsTo: (block: CidrBlock) => boolean,
): boolean {
  return (
    entry.action === 'allow' &&
    entry.protocol === TRANSPORTS[transport] &&
    entry.portRange !== undefined &&
    entry.portRange.from >= FIRST_EPHEMERAL_PORT &&
    holdsAnswerPorts(entry.portRange) &&
    sendsTo(entry.cidrBlock)
  );
}

function holdsAnswerPorts({ from, to }: PortRange): boolean {
  return ANSWER_PORTS.some(answers => from <= answers.from && answers.to <= to);
}

/** The service that areas of a kind offer; undefined where they offer none. */
export function toService(
  requests: readonly Decision[],
  replies: readonly Decision[],
  transport: Transport,
  receivers: readonly NetworkAclEntry[],
): Service | undefined {
  const admittedBy: number[] = [];
  for (const { action, entry, ports } of requests) {
    if (action === 'deny' || receivers.includes(entry)) continue;
    if (transport === 'udp' && isAnsweredInKind(ports, replies)) continue;
    admittedBy.push(entry.ruleNumber);
  }
  return admittedBy.length === 0 ? undefined : { admittedBy };
}

/** Whether all of the UDP ports are ones that both ends use, and replies to the same ports are permitted. */
function isAnsweredInKind(ports: PortSet, replies: readonly Decision[]): boolean {
  const isDenied = replies.some(reply => reply.action === 'deny' && overlap(reply.ports, ports));
  return holds(SYMMETRIC_UDP_PORTS, ports) && !isDenied;
}
