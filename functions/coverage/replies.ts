import { type AddressTree, toAddressTree } from './address-tree.ts';
import type { AddressFamily } from './cidr-block.ts';
import { type Decision, decide } from './first-match.ts';
import { byRuleNumber, isDefaultRule, type NetworkAclEntry, type Transport } from './network-acl-entry.ts';
import { intersect, isEmpty, type PortSet } from './port-set.ts';
import { isReceiver, type Service, toSendsTo, toService } from './services.ts';

/** What the operator may choose about coverage. */
export interface CoverageSettings {
  /** The ports that replies must reach: the required range. */
  readonly ephemeralPorts: PortSet;
  /** Whether allows that only let answers back in are told from services. */
  readonly inferReceivers: boolean;
}

/** The entries of one address family: those that the requests meet, and those that the replies meet. */
export interface Sides {
  readonly tree: AddressTree;
  /** By rule number, without the default rules. */
  readonly requests: readonly NetworkAclEntry[];
  /** By rule number, without the default rules. */
  readonly replies: readonly NetworkAclEntry[];
}

/** What the addresses of one area offer, and what becomes of the replies to them. */
export interface AreaReplies {
  readonly service: Service | undefined;
  /** What decides each port toward the area. */
  readonly decisions: readonly Decision[];
  /** The required replies that are denied, by what denies them; empty without a service. */
  readonly denied: readonly Decision[];
}

/**
 * The two sides of a direction. For `egress`, requests come in by the ingress entries and replies go out by the
 * egress entries; for `ingress` the other way round.
 */
export function toSides(
  entries: readonly NetworkAclEntry[],
  direction: 'egress' | 'ingress',
  family: AddressFamily,
): Sides {
  const ascending = entries
    .filter(entry => entry.cidrBlock.family === family && !isDefaultRule(entry))
    .sort(byRuleNumber);
  const blocks = ascending.map(({ cidrBlock }) => cidrBlock);
  return {
    tree: toAddressTree(family, blocks),
    requests: ascending.filter(({ egress }) => egress === (direction === 'ingress')),
    replies: ascending.filter(({ egress }) => egress === (direction === 'egress')),
  };
}

/** Judges the replies of one transport, area by area of the tree. */
export function judgeReplies(sides: Sides, transport: Transport, settings: CoverageSettings): AreaReplies[] {
  const { areas } = sides.tree;
  const decisions = areas.map(area => decide(sides.replies, area, transport));
  const receivers = settings.inferReceivers
    ? findReceivers(sides, decisions, transport)
    : new Set<NetworkAclEntry>();
  return areas.map((area, index) => {
    const toArea = decisions[index] ?? [];
    const service = toService(decide(sides.requests, area, transport), toArea, transport, receivers);
    return { service, decisions: toArea, denied: service ? toDenied(toArea, settings.ephemeralPorts) : [] };
  });
}

function findReceivers(sides: Sides, decisions: readonly Decision[][], transport: Transport) {
  const sendsTo = toSendsTo(sides.tree.areas, decisions);
  return new Set(sides.requests.filter(entry => isReceiver(entry, transport, sendsTo)));
}

function toDenied(decisions: readonly Decision[], required: PortSet): Decision[] {
  return decisions
    .filter(({ action }) => action === 'deny')
    .map(decision => ({ ...decision, ports: intersect(decision.ports, required) }))
    .filter(({ ports }) => !isEmpty(ports));
}
