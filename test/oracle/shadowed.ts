import { FAMILIES, type Family } from './address.ts';
import type { Case } from './case.ts';
import { type Direction, type Entry, isDefaultRule, TRANSPORTS } from './entry.ts';
import { type Header, inOrder, matchesAt, matchesHeader, type Packet } from './first-match.ts';
import { toAddresses, toPorts } from './representatives.ts';

const ICMP_PROTOCOLS = [1, 58];
const LAST_OF_BYTE = 255;

/** Packets of one protocol to one address, which differ in their headers. */
export interface Flow extends Pick<Packet, 'family' | 'protocol' | 'address'> {
  readonly headers: readonly Header[];
}

/** The rule numbers of the entries of which every packet is decided by earlier entries (section 8), ascending. */
export function findShadowed(it: Pick<Case, 'entries'>, direction: Direction): number[] {
  const entries = inOrder(it.entries, direction === 'egress');
  const deciding = new Set<Entry | undefined>();
  for (const { family, protocol, address, headers } of toFlows(entries)) {
    const met = entries.filter(entry => matchesAt(entry, family, protocol, address));
    for (const header of headers) deciding.add(met.find(entry => matchesHeader(entry, header)));
  }
  return entries
    .filter(entry => !isDefaultRule(entry) && !deciding.has(entry))
    .map(entry => entry.ruleNumber);
}

/**
 * Packets that stand for all packets: of protocols, ICMP types and codes each one that some entry names, and one
 * that none names for all the others, which no entry can tell apart.
 */
export function toFlows(entries: readonly Entry[], families: readonly Family[] = FAMILIES): Flow[] {
  const protocols = withAnother([...TRANSPORTS, ...ICMP_PROTOCOLS, ...entries.map(entry => entry.protocol)]);
  const types = withAnother(entries.map(entry => entry.icmp?.type ?? 0));
  const codes = withAnother(entries.map(entry => entry.icmp?.code ?? 0));
  const ports = toPorts(
    entries.flatMap(entry => entry.ports ?? []),
    [0],
  );
  const toPort = ports.map(port => ({ port }));
  const ofIcmp = types.flatMap(type => codes.map(code => ({ icmp: { type, code } })));
  const headersOf = (protocol: number) =>
    TRANSPORTS.some(transport => transport === protocol)
      ? toPort
      : ICMP_PROTOCOLS.includes(protocol)
        ? ofIcmp
        : [{}];
  const blocks = entries.map(({ block }) => block);
  return families.flatMap(family =>
    toAddresses(family, blocks, [0n]).flatMap(address =>
      protocols.map(protocol => ({ family, protocol, address, headers: headersOf(protocol) })),
    ),
  );
}

/** The numbers without -1, and the highest number of a byte that is not among them, if there is one. */
function withAnother(numbers: readonly number[]): number[] {
  const named = new Set(numbers.filter(number => number >= 0));
  for (let other = LAST_OF_BYTE; other >= 0; other--) if (!named.has(other)) return [...named, other];
  return [...named];
}
