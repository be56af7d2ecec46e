import { type Family, holdsAddress, isAll } from './address.ts';
import { ALL_PROTOCOLS, type Entry, inRange, LAST_PORT, TCP, UDP } from './entry.ts';

/** What tells packets of one protocol to one address apart. */
export interface Header {
  /** Of tcp and udp. */
  readonly port?: number;
  readonly icmp?: { readonly type: number; readonly code: number };
}

/** What section 1 of the definition lets an entry look at, and the type and code of ICMP. */
export interface Packet extends Header {
  readonly family: Family;
  readonly protocol: number;
  readonly address: bigint;
}

export type Decision =
  | { readonly action: 'allow'; readonly ruleNumber: number }
  | { readonly action: 'deny'; readonly kind: 'entry'; readonly ruleNumber: number }
  | { readonly action: 'deny'; readonly kind: 'default' };

const DENIED: Decision = { action: 'deny', kind: 'default' };
const ANY = -1;

/** The entries of one direction in the order in which they are tried. */
export function inOrder(entries: readonly Entry[], egress: boolean): Entry[] {
  return entries.filter(entry => entry.egress === egress).toSorted((a, b) => a.ruleNumber - b.ruleNumber);
}

export function matches(entry: Entry, packet: Packet): boolean {
  return matchesAt(entry, packet.family, packet.protocol, packet.address) && matchesHeader(entry, packet);
}

/** Whether the entry matches some packet of the protocol at the address. */
export function matchesAt(entry: Entry, family: Family, protocol: number, address: bigint): boolean {
  return (
    entry.block.family === family &&
    (entry.protocol === ALL_PROTOCOLS || entry.protocol === protocol) &&
    holdsAddress(entry.block, address)
  );
}

/** Whether the entry, which is known to match some packet of the protocol at the address, matches this one. */
export function matchesHeader(entry: Entry, { port, icmp }: Header): boolean {
  return (port === undefined || matchesPort(entry, port)) && (icmp === undefined || matchesIcmp(entry, icmp));
}

/** Whether the entry, which is known to match at the packet's address, matches at its port. */
export function matchesPort({ protocol, ports }: Entry, port: number): boolean {
  const looksAtPorts = protocol === TCP || protocol === UDP;
  return !looksAtPorts || ports === undefined || inRange(ports, port);
}

function matchesIcmp(entry: Entry, icmp: NonNullable<Header['icmp']>): boolean {
  if (!looksAtIcmp(entry) || entry.icmp === undefined) return true;
  const { type, code } = entry.icmp;
  return (type === ANY || type === icmp.type) && (code === ANY || code === icmp.code);
}

/** By AWS's CreateNetworkAclEntry: with protocol 58 and an IPv4 block, type and code are ignored. */
export function looksAtIcmp({ protocol, block }: Entry): boolean {
  return protocol === 1 || (protocol === 58 && block.family === 'ipv6');
}

/** What becomes of the packet; `entries` are those of one direction, in order. */
export function decide(entries: readonly Entry[], packet: Packet): Decision {
  const met = entries.filter(entry => matchesAt(entry, packet.family, packet.protocol, packet.address));
  return decideHeader(met, packet);
}

/** As `decide`, where `met` are already the entries that match at the packet's address. */
export function decideHeader(met: readonly Entry[], header: Header): Decision {
  const first = met.find(entry => matchesHeader(entry, header));
  if (first === undefined) return DENIED;
  const { action, ruleNumber } = first;
  if (action === 'allow') return { action, ruleNumber };
  return isDenyOfEverything(first) && !isAllowedWithout(met, header)
    ? DENIED
    : { action, kind: 'entry', ruleNumber };
}

export function decidePort(met: readonly Entry[], port: number): Decision {
  return decideHeader(met, { port });
}

/** A deny of everything of its protocol and family (section 6, denier). */
export function isDenyOfEverything(entry: Entry): boolean {
  const { action, protocol, ports, icmp, block } = entry;
  if (action !== 'deny' || !isAll(block)) return false;
  if (looksAtIcmp(entry)) return icmp === undefined || (icmp.type === ANY && icmp.code === ANY);
  if (protocol !== TCP && protocol !== UDP) return true;
  return ports === undefined || (ports.from === 0 && ports.to === LAST_PORT);
}

/** Whether the packet would be allowed if no entry denied everything. */
function isAllowedWithout(met: readonly Entry[], header: Header): boolean {
  const next = met.find(entry => !isDenyOfEverything(entry) && matchesHeader(entry, header));
  return next?.action === 'allow';
}

/** What the shorter question of `decideHeader` says: whether the first match allows the port. */
export function permits(met: readonly Entry[], port: number): boolean {
  return met.find(entry => matchesPort(entry, port))?.action === 'allow';
}
