import type { AddressTree } from './address-tree.ts';
import type { Decision, Denial } from './first-match.ts';
import type { NetworkAclEntry, Transport } from './network-acl-entry.ts';
import { intersect, isEmpty, type PortSet } from './port-set.ts';
import { isReceiver, type Service, toSendsTo, toService } from './services.ts';
import type { Side } from './sides.ts';

/** What the operator may choose about coverage. */
export interface CoverageSettings {
  /** The ports that replies must reach: the required range. */
  readonly ephemeralPorts: PortSet;
  /** Whether allows that only let answers back in are told from services. */
  readonly inferReceivers: boolean;
}

/** What the addresses of one area offer, and what becomes of the replies to them. */
export interface AreaReplies {
  readonly service: Service | undefined;
  /** The required replies that are denied, by what denies them; empty without a service. */
  readonly denied: readonly Denial[];
}

/**
 * Judges the replies of one transport, area by area of the tree. For `egress`, requests meet the ingress entries and
 * replies the egress entries; for `ingress` the other way round.
 */
export function judgeReplies(
  tree: AddressTree,
  requests: Side,
  replies: Side,
  transport: Transport,
  settings: CoverageSettings,
): AreaReplies[] {
  const decisions = replies.decisions(transport);
  const receivers = settings.inferReceivers ? findReceivers(tree, requests, decisions, transport) : [];
  return requests.decisions(transport).map((fromArea, area) => {
    const toArea = decisions[area] ?? [];
    const service = toService(fromArea, toArea, transport, receivers);
    return { service, denied: service ? toDenied(toArea, settings.ephemeralPorts) : [] };
  });
}

function findReceivers(
  { areas }: AddressTree,
  { entries }: Side,
  decisions: readonly (readonly Decision[])[],
  transport: Transport,
): NetworkAclEntry[] {
  const sendsTo = toSendsTo(areas, decisions);
  return entries.filter(entry => isReceiver(entry, transport, sendsTo));
}

function toDenied(decisions: readonly Decision[], required: PortSet): Denial[] {
  return decisions
    .filter(decision => decision.action === 'deny')
    .map(decision => ({ ...decision, ports: intersect(decision.ports, required) }))
    .filter(({ ports }) => !isEmpty(ports));
}
