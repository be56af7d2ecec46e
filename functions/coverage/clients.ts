import {
  countPorts,
  intersect,
  isEmpty,
  type PortRange,
  type PortSet,
  parsePortRanges,
} from './space/port-set.ts';

/** The kinds of clients, by the range from which they take their ephemeral ports, widest first. */
export const CLIENTS = ['nat-elb-lambda', 'linux', 'windows', 'windows-legacy'] as const;
export type Client = (typeof CLIENTS)[number];

/**
 * The ephemeral port range of each kind of client, both ends inclusive.
 * Source: "Ephemeral ports" in AWS's guide to network ACLs. The Linux kernel's own default ends at 60999
 * (net.ipv4.ip_local_port_range); 49152-65535 is also the dynamic range of RFC 6335.
 */
export const CLIENT_PORTS: Readonly<Record<Client, PortRange>> = {
  'nat-elb-lambda': { from: 1_024, to: 65_535 },
  linux: { from: 32_768, to: 61_000 },
  windows: { from: 49_152, to: 65_535 },
  'windows-legacy': { from: 1_025, to: 5_000 },
};

/** The ports that replies must reach unless the operator names others. */
export const DEFAULT_EPHEMERAL_PORTS: PortSet = parsePortRanges('1024-65535');

/** Denied shares, 0-1, from which replies no longer count as allowed, and from which they count as blocked. */
const PARTIAL_SHARE = 0.01;
const BLOCKED_SHARE = 0.99;

/** What becomes of the required replies to one kind of client, at the address where most of them are denied. */
export interface ClientVerdict {
  readonly client: Client;
  readonly ports: PortRange;
  /** Undefined where no port of the client is required. */
  readonly replies: 'allowed' | 'partial' | 'blocked' | undefined;
  /** Denied required ports by required ports of the range, 0-1; undefined where none is required. */
  readonly deniedShare: number | undefined;
}

/** The denied share of a client's required ports, 0-1; undefined where none of its ports is required. */
export function toDeniedShare(client: Client, denied: PortSet, required: PortSet): number | undefined {
  const wanted = intersect(required, [CLIENT_PORTS[client]]);
  if (isEmpty(wanted)) return undefined;
  return countPorts(intersect(denied, wanted)) / countPorts(wanted);
}

/** @param denied - at each area with a service, the required ports that are denied, by whatever denies them */
export function judgeClients(denied: readonly PortSet[], required: PortSet): ClientVerdict[] {
  return CLIENTS.map(client => {
    const ports = CLIENT_PORTS[client];
    const shares = denied.flatMap(atArea => toDeniedShare(client, atArea, required) ?? []);
    const deniedShare = Math.max(0, ...shares);
    const isRequired = !isEmpty(intersect(required, [ports]));
    if (!isRequired) return { client, ports, replies: undefined, deniedShare: undefined };
    return { client, ports, replies: toVerdict(deniedShare), deniedShare };
  });
}

function toVerdict(deniedShare: number): ClientVerdict['replies'] {
  if (deniedShare < PARTIAL_SHARE) return 'allowed';
  return deniedShare < BLOCKED_SHARE ? 'partial' : 'blocked';
}
