import { countPorts, intersect, type PortRange, type PortSet, parsePortRanges } from './space/port-set.ts';

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

/** The ports that replies must reach, as a whole and of each kind of client. */
export interface RequiredPorts {
  readonly ports: PortSet;
  readonly byClient: Readonly<Record<Client, ClientPorts>>;
}

interface ClientPorts {
  readonly ports: PortSet;
  readonly count: number;
}

export function toRequiredPorts(ports: PortSet): RequiredPorts {
  const of = (client: Client): ClientPorts => {
    const wanted = intersect(ports, [CLIENT_PORTS[client]]);
    return { ports: wanted, count: countPorts(wanted) };
  };
  return {
    ports,
    byClient: {
      'nat-elb-lambda': of('nat-elb-lambda'),
      linux: of('linux'),
      windows: of('windows'),
      'windows-legacy': of('windows-legacy'),
    },
  };
}

/** Denied required ports of a client by its required ports, 0-1; 0 where none is required. */
export function toDeniedShare(client: Client, denied: PortSet, { byClient }: RequiredPorts): number {
  const { ports, count } = byClient[client];
  return count === 0 ? 0 : countPorts(intersect(denied, ports)) / count;
}

/** @param denied - at each area with a service, the required ports that are denied, by whatever denies them */
export function judgeClients(denied: readonly PortSet[], required: RequiredPorts): ClientVerdict[] {
  return CLIENTS.map(client => {
    const ports = CLIENT_PORTS[client];
    const isRequired = required.byClient[client].count > 0;
    if (!isRequired) return { client, ports, replies: undefined, deniedShare: undefined };
    const deniedShare = Math.max(0, ...denied.map(atArea => toDeniedShare(client, atArea, required)));
    return { client, ports, replies: toVerdict(deniedShare), deniedShare };
  });
}

function toVerdict(deniedShare: number): ClientVerdict['replies'] {
  if (deniedShare < PARTIAL_SHARE) return 'allowed';
  return deniedShare < BLOCKED_SHARE ? 'partial' : 'blocked';
}
