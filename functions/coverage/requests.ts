import { ALL_PROTOCOLS, type Match, type NetworkAclEntry, type Transport } from './network-acl-entry.ts';
import { toNeverAnswered } from './never-answered.ts';
import { isBroad } from './port-classes.ts';
import { isEmpty, NO_PORTS, type PortSet, subtract, unite } from './space/port-set.ts';

/** Ports to which a request entry lets clients in. */
export interface Admission {
  readonly entry: NetworkAclEntry;
  readonly ports: PortSet;
  /** Those of them that may be a service: some ports expect no reply. */
  readonly answerable: PortSet;
}

/**
 * What the allow entries admit, each by itself, so that the order of two allows never matters: an allow that another
 * one precedes still says what it is for. What an earlier deny denies is not admitted.
 *
 * @param matches - by rule number
 */
export function toAdmissions(matches: readonly Match[], transport: Transport): Admission[] {
  const never = toNeverAnswered(transport);
  let denied = NO_PORTS;
  const admissions: Admission[] = [];
  for (const { entry, ports } of matches) {
    if (entry.action === 'deny') denied = unite(denied, ports);
    else {
      const admitted = subtract(ports, denied);
      if (isEmpty(admitted)) continue;
      admissions.push({ entry, ports: admitted, answerable: subtract(admitted, never) });
    }
  }
  return admissions;
}

/** What a request entry says about the ports that it admits: they are services, they may be, or nothing. */
export type Statement = 'named' | 'broad' | 'none';

/** @param receivers - the entries that only let answers in */
export function toStatement(
  entry: NetworkAclEntry,
  transport: Transport,
  receivers: ReadonlySet<NetworkAclEntry>,
): Statement {
  if (receivers.has(entry)) return 'none';
  // No one means a UDP service by "all protocols".
  if (entry.protocol === ALL_PROTOCOLS) return transport === 'tcp' ? 'broad' : 'none';
  return entry.portRange === undefined || isBroad(entry.portRange) ? 'broad' : 'named';
}
