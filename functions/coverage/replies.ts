import { type CidrBlock, contains } from './cidr-block.ts';
import type { Decision, Denial } from './first-match.ts';
import type { NetworkAclEntry } from './network-acl-entry.ts';
import { intersect, isEmpty, type PortSet } from './port-set.ts';
import { isReceiver, type Service, toService } from './services.ts';
import type { Traffic } from './traffic.ts';

/** What the operator may choose about coverage. */
export interface CoverageSettings {
  /** The ports that replies must reach: the required range. */
  readonly ephemeralPorts: PortSet;
  /** Whether allows that only let answers back in are told from services. */
  readonly inferReceivers: boolean;
}

/** What the areas of one kind offer, and what becomes of the replies to them. */
export interface KindReplies {
  readonly service: Service | undefined;
  /** The required replies that are denied, by what denies them; empty without a service. */
  readonly denied: readonly Denial[];
}

/** The direction in which requests go to which replies go in the other. */
const REQUESTS = { egress: 'ingress', ingress: 'egress' } as const;

/**
 * Judges the replies that go in a direction, kind by kind of the areas. For `egress`, requests meet the ingress entries
 * and replies the egress entries; for `ingress` the other way round.
 */
export function judgeReplies(
  traffic: Traffic,
  direction: 'egress' | 'ingress',
  settings: CoverageSettings,
): KindReplies[] {
  const receivers = settings.inferReceivers ? findReceivers(traffic, direction) : [];
  return traffic.kinds.map(kind => {
    const replies = kind[direction].decisions;
    const service = toService(kind[REQUESTS[direction]].decisions, replies, traffic.transport, receivers);
    return { service, denied: service ? toDenied(replies, settings.ephemeralPorts) : [] };
  });
}

function findReceivers(
  { entries, transport, tree, kinds, kindOf }: Traffic,
  direction: 'egress' | 'ingress',
): NetworkAclEntry[] {
  const open = kinds.map(kind => kind[direction].decisions.some(({ action }) => action === 'allow'));
  const sendsTo = (block: CidrBlock) =>
    tree.areas.some((area, index) => open[kindOf[index] ?? 0] && contains(block, area));
  const isRequest = ({ egress }: NetworkAclEntry) => egress === (direction === 'ingress');
  return entries.filter(entry => isRequest(entry) && isReceiver(entry, transport, sendsTo));
}

function toDenied(decisions: readonly Decision[], required: PortSet): Denial[] {
  return decisions
    .filter(decision => decision.action === 'deny')
    .map(decision => ({ ...decision, ports: intersect(decision.ports, required) }))
    .filter(({ ports }) => !isEmpty(ports));
}
