import { type Acceptance, acceptedPorts } from './exposure/acceptance.ts';
import type { Transport } from './network-acl-entry.ts';
import type { Admission } from './requests.ts';
import type { CidrBlock } from './space/cidr-block.ts';
import {
  intersect,
  overlaps,
  type PortRange,
  type PortSet,
  subtract,
  toPortSet,
  unite,
} from './space/port-set.ts';

/** No service, whatever lets it in. */
const PORT_ZERO: PortSet = [{ from: 0, to: 0 }];

/**
 * UDP ports that expect no reply (IANA's service names and port numbers; statsd has none of its own): SNMP traps 162,
 * syslog 514, NetFlow 2055, IPFIX 4739, sFlow 6343, statsd 8125, traceroute 33434-33534; and tunnels, whose source port
 * is a hash: VXLAN 4789, GENEVE 6081, VXLAN on Linux 8472.
 */
export const ONE_WAY_PORTS: PortSet = toPortSet([
  ...[162, 514, 2055, 4739, 4789, 6081, 6343, 8125, 8472].map(toRange),
  { from: 33_434, to: 33_534 },
]);

const NEVER_ANSWERED_UDP = unite(PORT_ZERO, ONE_WAY_PORTS);

/** The ports that are no service whatever else is permitted or accepted. */
export function toNeverAnswered(transport: Transport): PortSet {
  return transport === 'tcp' ? PORT_ZERO : NEVER_ANSWERED_UDP;
}

/** UDP ports that both ends use: DHCP 67 and 68, NetBIOS 137 and 138, the gossip of Docker Swarm 7946. */
const ALWAYS_SAME: PortSet = toPortSet([67, 68, 137, 138, 7946].map(toRange));

/** UDP ports that both ends use when servers ask servers: DNS 53, NTP 123. */
const SAME_AMONG_SERVERS: PortSet = toPortSet([53, 123].map(toRange));

/** UDP ports that both ends use unless the client is behind NAT: IKE 500, IPsec NAT traversal 4500. */
const SAME_AMONG_PEERS: PortSet = toPortSet([500, 4500].map(toRange));

/** All UDP ports that both ends may use. */
const SAME_PORTS: PortSet = toPortSet([...ALWAYS_SAME, ...SAME_AMONG_SERVERS, ...SAME_AMONG_PEERS]);

/** From these prefix lengths on, a block is a peer's own: clients behind NAT come from wider ones. */
const PEER_PREFIX_LENGTH = { ipv4: 24, ipv6: 48 } as const;

/** Ports at an area that are no service, because no reply to a client's own port is due. */
export interface UnansweredPorts {
  readonly ports: PortSet;
  /** Without a look at what security groups accept. */
  readonly byEntriesAlone: PortSet;
}

const UNANSWERED_TCP: UnansweredPorts = { ports: PORT_ZERO, byEntriesAlone: PORT_ZERO };
const NEVER_ANSWERED: UnansweredPorts = { ports: NEVER_ANSWERED_UDP, byEntriesAlone: NEVER_ANSWERED_UDP };

/** @param permitted - of the given ports, those to which the reply entries let packets out to the area */
export function toUnanswered(
  transport: Transport,
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
  permitted: (ports: PortSet) => PortSet,
): UnansweredPorts {
  if (transport === 'tcp') return UNANSWERED_TCP;
  if (!admissions.some(({ ports }) => overlaps(ports, SAME_PORTS))) return NEVER_ANSWERED;
  const peers = SAME_AMONG_PEERS.filter(port => isAmongPeers(port, admissions, acceptances));
  const same = permitted(toPortSet([...ALWAYS_SAME, ...SAME_AMONG_SERVERS, ...peers]));
  const byEntriesAlone = unite(NEVER_ANSWERED_UDP, same);
  const specific = toSpecificPorts(acceptances);
  return { ports: subtract(byEntriesAlone, intersect(specific, SAME_AMONG_SERVERS)), byEntriesAlone };
}

function isAmongPeers(
  port: PortRange,
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
): boolean {
  const admitted = admissions.some(({ entry, ports }) => isPeer(entry.cidrBlock) && overlaps(ports, [port]));
  return admitted || acceptances.some(one => isPeer(one.cidrBlock) && overlaps(toAcceptedPorts(one), [port]));
}

function isPeer({ family, prefixLength }: CidrBlock): boolean {
  return prefixLength >= PEER_PREFIX_LENGTH[family];
}

/** The UDP ports that rules which mean one service accept. */
function toSpecificPorts(acceptances: readonly Acceptance[]): PortSet {
  return toPortSet(acceptances.flatMap(one => (one.by === 'rule' && one.isWide ? [] : toAcceptedPorts(one))));
}

function toAcceptedPorts(acceptance: Acceptance): PortSet {
  const ports = acceptance.by === 'rule' ? acceptedPorts(acceptance, 'udp') : undefined;
  return ports === undefined ? [] : [ports];
}

function toRange(port: number): PortRange {
  return { from: port, to: port };
}
