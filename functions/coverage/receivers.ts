import { type NetworkAclEntry, TRANSPORTS, type Transport } from './network-acl-entry.ts';
import { containsEphemeralPorts, startsAboveServices } from './port-classes.ts';
import { type CidrBlock, isSameBlock } from './space/cidr-block.ts';
import { contains, type PortRange } from './space/port-set.ts';

/** The most ports that may be cut out between two entries of a chain: 2049, 3389 and 5901 are. */
const LARGEST_HOLE = 2;

/** The NodePorts of Kubernetes: an entry of exactly these ports is written for services. */
const NODE_PORTS: PortRange = { from: 30_000, to: 32_767 };

const NO_RECEIVERS: ReadonlySet<NetworkAclEntry> = new Set();

/** An entry that may only let answers in. */
interface Candidate {
  readonly entry: NetworkAclEntry;
  readonly ports: PortRange;
}

/**
 * The request entries that only let in the answers to the subnet's own requests, and so offer no service: chains of
 * allows for one CIDR block whose ports together contain the ephemeral ports of a usual client.
 *
 *     1024-3388 |--|
 *     3390-65535    |-------------------|     one chain: 3389 was cut out
 *     3306       |                            inside a larger member: a service
 */
export function findReceivers(
  requests: readonly NetworkAclEntry[],
  transport: Transport,
): ReadonlySet<NetworkAclEntry> {
  const candidates = requests
    .map(entry => toCandidate(entry, transport))
    .filter(candidate => candidate !== undefined);
  // Stryker disable next-line ConditionalExpression: saves time
  if (candidates.length === 0) return NO_RECEIVERS;
  const members = candidates.filter(candidate => !isNamedInside(candidate, candidates));
  members.sort((a, b) => a.ports.from - b.ports.from);
  const chains = members.reduce(addToChain, []).filter(({ ports }) => containsEphemeralPorts(ports));
  return new Set(chains.flatMap(({ entries }) => entries));
}

/** Undefined where the entry is not one that only lets answers in. */
function toCandidate(entry: NetworkAclEntry, transport: Transport): Candidate | undefined {
  const { action, protocol, portRange: ports } = entry;
  if (action === 'deny' || protocol !== TRANSPORTS[transport] || ports === undefined) return undefined;
  return startsAboveServices(ports) && !isSame(ports, NODE_PORTS) ? { entry, ports } : undefined;
}

/** Whether an operator named the ports for a service, inside a range of answers. */
function isNamedInside({ entry, ports }: Candidate, candidates: readonly Candidate[]): boolean {
  if (containsEphemeralPorts(ports)) return false;
  return candidates.some(
    other =>
      isSameBlock(entry.cidrBlock, other.entry.cidrBlock) &&
      !isSame(ports, other.ports) &&
      contains([other.ports], [ports]),
  );
}

interface Chain {
  readonly cidrBlock: CidrBlock;
  readonly entries: readonly NetworkAclEntry[];
  /** From the first to the last port, holes closed. */
  readonly ports: PortRange;
}

/** @param candidate - starts at no lower port than those before it */
function addToChain(chains: readonly Chain[], { entry, ports }: Candidate): Chain[] {
  const { cidrBlock } = entry;
  const last = chains.findLast(chain => isSameBlock(chain.cidrBlock, cidrBlock));
  if (last === undefined || ports.from > last.ports.to + 1 + LARGEST_HOLE) {
    return [...chains, { cidrBlock, entries: [entry], ports }];
  }
  const longer = {
    cidrBlock,
    entries: [...last.entries, entry],
    ports: { from: last.ports.from, to: Math.max(last.ports.to, ports.to) },
  };
  return chains.map(chain => (chain === last ? longer : chain));
}

function isSame(a: PortRange, b: PortRange): boolean {
  return a.from === b.from && a.to === b.to;
}
