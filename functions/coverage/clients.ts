import {
  holds,
  intersect,
  overlap,
  type PortRange,
  type PortSet,
  parsePortRanges,
} from './space/port-set.ts';

/** A kind of client, by the range from which it takes its ephemeral ports. */
export type Client = 'linux' | 'windows' | 'windows-legacy' | 'nat-elb-lambda';

/**
 * The ephemeral port range of each kind of client, both ends inclusive.
 * Source: "Ephemeral ports" in AWS's guide to network ACLs. The Linux kernel's own default ends at 60999
 * (net.ipv4.ip_local_port_range); 49152-65535 is also the dynamic range of RFC 6335.
 */
export const CLIENT_PORTS = {
  linux: { from: 32_768, to: 61_000 },
  windows: { from: 49_152, to: 65_535 },
  'windows-legacy': { from: 1_025, to: 5_000 },
  'nat-elb-lambda': { from: 1_024, to: 65_535 },
} as const satisfies Record<Client, PortRange>;

/** The ports that replies must reach unless the operator names others. */
export const DEFAULT_EPHEMERAL_PORTS: PortSet = parsePortRanges('1024-65535');

/** What becomes of the required replies to one kind of client. */
export interface ClientVerdict {
  readonly client: Client;
  readonly ports: PortRange;
  /** `allowed` where none of them is denied, `blocked` where all are, `partial` between. */
  readonly replies: 'allowed' | 'partial' | 'blocked';
}

/**
 * What each kind of client gets of the required replies.
 *
 * @param required - the ports that replies must reach, at every area with a service
 * @param deniedByKind - for each kind of areas with a service, the ports that are denied
 */
export function judgeClients(required: PortSet, deniedByKind: readonly PortSet[]): ClientVerdict[] {
  return (Object.keys(CLIENT_PORTS) as Client[]).map(client => {
    const ports = CLIENT_PORTS[client];
    const wanted = intersect(required, [ports]);
    const denied = deniedByKind.filter(kind => overlap(kind, wanted));
    const blocked = denied.length === deniedByKind.length && denied.every(kind => holds(kind, wanted));
    return { client, ports, replies: denied.length === 0 ? 'allowed' : blocked ? 'blocked' : 'partial' };
  });
}
