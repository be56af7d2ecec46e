import { type Client, type RequiredPorts, toDeniedShare } from './clients.ts';
import { WORST_SEVERITY } from './evidence.ts';
import type { ClientInterface, InterfaceKind, Surroundings } from './exposure/exposure.ts';
import type { Weigh } from './judgement.ts';
import { memoise } from './memoise.ts';
import type { NetworkAcl } from './network-acl.ts';
import { PRIVATE_BLOCKS } from './private-addresses.ts';
import { atMost, HIGH_SHARE, MEDIUM_SHARE, toHits, toSeverity } from './severity.ts';
import { isAreaIn, isAreaInside } from './space/area.ts';
import { isEmpty, type PortSet } from './space/port-set.ts';

/** Interfaces that connect from all of 1024-65535. */
const WIDE_CLIENTS: readonly InterfaceKind[] = [
  'nat-gateway',
  'load-balancer',
  'network-load-balancer',
  'lambda',
];

/** How bad it is that replies from the subnets to their clients are denied. */
export function toEgressWeigh(
  networkAcl: Pick<NetworkAcl, 'subnetIds' | 'inUse'>,
  { vpcBlocks, exposure }: Surroundings,
  required: RequiredPorts,
): Weigh {
  const privateBlocks = [...PRIVATE_BLOCKS, ...vpcBlocks];
  const clients = exposure.kind === 'known' ? exposure.clients.filter(isOutside(networkAcl)) : [];
  // The same ports are denied at many areas.
  const findHits = memoise((denied: PortSet) => toHits(denied, required));
  const isDeserted = exposure.kind === 'known' && exposure.interfaces.length === 0;
  return ({ nodes }, { service, replies }) => {
    if (isEmpty(replies.deniedByDefault) || !networkAcl.inUse) return 'low';
    const severity = toSeverity(findHits(replies.deniedByDefault), {
      isPublic: () => !nodes.every(node => isAreaInside(node, privateBlocks)),
      hasWideClients: () => clients.some(({ address }) => nodes.some(node => isAreaIn(node, address))),
    });
    const capped = atMost(severity, WORST_SEVERITY[service.evidence]);
    return isDeserted ? atMost(capped, 'medium') : capped;
  };
}

/** Traffic of clients in the network ACL's only subnet to that subnet passes no network ACL. */
function isOutside({ subnetIds }: Pick<NetworkAcl, 'subnetIds'>): (client: ClientInterface) => boolean {
  return ({ subnetId }) => subnetIds.length > 1 || !subnetIds.includes(subnetId);
}

/** Whether an interface in the network ACL's subnets is known to connect from all of 1024-65535. */
export function hasWideClientsBehind({ exposure }: Surroundings): boolean {
  return exposure.kind === 'known' && exposure.interfaces.some(({ kind }) => WIDE_CLIENTS.includes(kind));
}

/**
 * How bad it is that the answers to the subnets' own requests are denied: `high` where operators should hear of it.
 *
 * @param isWide - whether interfaces behind the network ACL connect from all of 1024-65535
 */
export function toIngressWeigh(
  { inUse }: Pick<NetworkAcl, 'inUse'>,
  isWide: boolean,
  required: RequiredPorts,
): Weigh {
  return (_area, { service, replies }, transport) => {
    if (transport === 'udp' || service.evidence !== 'named' || !inUse) return 'low';
    const isHit = (client: Client, share: number) =>
      toDeniedShare(client, replies.deniedByDefault, required) >= share;
    const isHigh = isHit('linux', HIGH_SHARE) || isHit('windows', HIGH_SHARE);
    return isHigh || (isWide && isHit('nat-elb-lambda', MEDIUM_SHARE)) ? 'high' : 'low';
  };
}
