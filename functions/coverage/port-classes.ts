import { contains, type PortRange } from './space/port-set.ts';

/** The well-known ports end below. */
const FIRST_EPHEMERAL_PORT = 1_024;

/** What Linux and Windows take their ephemeral ports from. The Linux kernel's own range ends at 60999. */
const LINUX_PORTS: PortRange = { from: 32_768, to: 60_999 };
const WINDOWS_PORTS: PortRange = { from: 49_152, to: 65_535 };

/** Whether the range contains all that a usual client takes its ephemeral ports from. */
export function containsEphemeralPorts(ports: PortRange): boolean {
  return [LINUX_PORTS, WINDOWS_PORTS].some(client => contains([ports], [client]));
}

/** Whether the range begins where answers may begin. */
export function startsAboveServices({ from }: PortRange): boolean {
  return from >= FIRST_EPHEMERAL_PORT;
}

/** Whether the range lets in services and answers alike, so that it names none of them. */
export function isBroad(ports: PortRange): boolean {
  return !startsAboveServices(ports) && contains([ports], [LINUX_PORTS]);
}
