import type { Decision, Denial } from './first-match.ts';
import type { Direction } from './network-acl-entry.ts';
import { isReceiver, type Service, toService } from './services.ts';
import { type CidrBlock, contains } from './space/cidr-block.ts';
import { intersect, isEmpty, type PortSet } from './space/port-set.ts';
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

/**
 * Judges the replies that go in a direction, kind by kind of the areas. For `egress`, requests meet the ingress entries
 * and replies the egress entries; for `ingress` the other way round.
 */
export function judgeReplies(
  { entries, transport, tree, kinds, kindOf }: Traffic,
  direction: Direction,
  settings: CoverageSettings,
): KindReplies[] {
  const isEgress = direction === 'egress';
  const requests = entries.filter(entry => entry.direction !== direction);
  const open = kinds.map(({ ingress, egress }) => permitsSome(isEgress ? egress : ingress));
  const sendsTo = (block: CidrBlock) =>
    tree.areas.some((area, index) => open[kindOf[index] ?? 0] && contains(block, area));
  const receivers = settings.inferReceivers
    ? requests.filter(entry => isReceiver(entry, transport, sendsTo))
    : [];
  return kinds.map(({ ingress, egress }) => {
    const replies = isEgress ? egress : ingress;
    const service = toService(isEgress ? ingress : egress, replies, transport, receivers);
    return { service, denied: service ? toDenied(replies, settings.ephemeralPorts) : [] };
  });
}

function permitsSome(decisions: readonly Decision[]): boolean {
  return decisions.some(({ action }) => action === 'allow');
}

function toDenied(decisions: readonly Decision[], required: PortSet): Denial[] {
  const denied: Denial[] = [];
  for (const { action, entry, ports, ruleNumber } of decisions) {
    if (action === 'allow') continue;
    const missing = intersect(ports, required);
    if (!isEmpty(missing)) denied.push({ ports: missing, action, entry, ruleNumber });
  }
  return denied;
}
