import { type Acceptance, acceptedPorts, toSpecificPorts } from './exposure/acceptance.ts';
import type { Transport } from './network-acl-entry.ts';
import type { Admission } from './requests.ts';
import type { CidrBlock } from './space/cidr-block.ts';
import {
  hasSome,
  intersect,
  NO_PORTS,
  overlaps,
  type PortRange,
  type PortSet,
  subtract,
  toPortSet,
  unite,
} from './space/port-set.ts';

/** UDP ports that both ends use: DHCP 67 and 68, NetBIOS 137 and 138, the gossip of Docker Swarm 7946. */
const ALWAYS_SAME: PortSet = toPortSet([67, 68, 137, 138, 7946].map(toRange));

/** UDP ports that both ends use when servers ask servers: DNS 53, NTP 123. */
const SAME_AMONG_SERVERS: PortSet = toPortSet([53, 123].map(toRange));

/** UDP ports that both ends use unless the client is behind NAT: IKE 500, IPsec NAT traversal 4500. */
const SAME_AMONG_PEERS: PortSet = toPortSet([500, 4500].map(toRange));

const SAME_BUT_AMONG_PEERS = unite(ALWAYS_SAME, SAME_AMONG_SERVERS);

/** All UDP ports that both ends may use. */
const SAME_PORTS = unite(SAME_BUT_AMONG_PEERS, SAME_AMONG_PEERS);

/** From these prefix lengths on, a block is a peer's own: clients behind NAT come from wider ones. */
const PEER_PREFIX_LENGTH = { ipv4: 24, ipv6: 48 } as const;

/** Ports that both ends use at an area, so that no reply to a client's own port is due. */
export interface SamePorts {
  readonly ports: PortSet;
  /** Without a look at what security groups accept. */
  readonly byEntriesAlone: PortSet;
}

const NONE: SamePorts = { ports: NO_PORTS, byEntriesAlone: NO_PORTS };

/** @param permitted - of the given ports, those to which the reply entries let packets out to the area */
export function toSamePorts(
  transport: Transport,
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
  permitted: (ports: PortSet) => PortSet,
): SamePorts {
  if (transport === 'tcp') return NONE;
  // Stryker disable next-line all: saves time, as no entry admits such a port
  if (!admissions.some(({ ports }) => overlaps(ports, SAME_PORTS))) return NONE;
  const peers = SAME_AMONG_PEERS.filter(port => isAmongPeers(port, admissions, acceptances));
  const byEntriesAlone = permitted(unite(SAME_BUT_AMONG_PEERS, peers));
  const specific = intersect(toSpecificPorts(acceptances, transport), SAME_AMONG_SERVERS);
  return { ports: subtract(byEntriesAlone, specific), byEntriesAlone };
}

function isAmongPeers(
  port: PortRange,
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
): boolean {
  const admitted = admissions.some(({ entry, ports }) => isPeer(entry.cidrBlock) && overlaps(ports, [port]));
  return admitted || acceptances.some(one => isPeer(one.cidrBlock) && accepts(one, port));
}

function isPeer({ family, prefixLength }: CidrBlock): boolean {
  return prefixLength >= PEER_PREFIX_LENGTH[family];
}

function accepts(acceptance: Acceptance, port: PortRange): boolean {
  // Stryker disable next-line ConditionalExpression: interfaces without groups name no ports
  const accepted = acceptance.by === 'rule' ? acceptedPorts(acceptance, 'udp') : undefined;
  return accepted !== undefined && hasSome([port], accepted);
}

function toRange(port: number): PortRange {
  return { from: port, to: port };
}
