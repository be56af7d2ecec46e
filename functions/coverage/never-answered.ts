import type { Transport } from './network-acl-entry.ts';
import { type PortRange, type PortSet, toPortSet, unite } from './space/port-set.ts';

/** No service, whatever lets it in. */
const PORT_ZERO: PortSet = [{ from: 0, to: 0 }];

/**
 * UDP ports that expect no reply (IANA's service names and port numbers; statsd has none of its own): SNMP traps 162,
 * syslog 514, NetFlow 2055, IPFIX 4739, sFlow 6343, statsd 8125, traceroute 33434-33534; and tunnels, whose source port
 * is a hash: VXLAN 4789, GENEVE 6081, VXLAN on Linux 8472.
 */
const ONE_WAY_PORTS: PortSet = toPortSet([
  ...[162, 514, 2055, 4739, 4789, 6081, 6343, 8125, 8472].map(
    (port): PortRange => ({ from: port, to: port }),
  ),
  { from: 33_434, to: 33_534 },
]);

const NEVER_ANSWERED_UDP = unite(PORT_ZERO, ONE_WAY_PORTS);

/** The ports that are no service whatever else is permitted or accepted. */
export function toNeverAnswered(transport: Transport): PortSet {
  return transport === 'tcp' ? PORT_ZERO : NEVER_ANSWERED_UDP;
}
