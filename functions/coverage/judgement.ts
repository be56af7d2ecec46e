import type { Direction, NetworkAclEntry, Transport } from './network-acl-entry.ts';
import { findReceivers } from './receivers.ts';
import { type Replies, toReplies } from './replies.ts';
import { toAdmissions } from './requests.ts';
import { type Service, type ServiceFacts, toService } from './services.ts';
import type { Severity } from './severity.ts';
import { contains, intersect, isEmpty, type PortSet, toPortSet } from './space/port-set.ts';
import type { Area, AreaKind, Traffic } from './traffic.ts';
import { toUnanswered } from './unanswered.ts';

/** The replies of one family and transport that go in one direction, judged area by area. */
export interface Judgement {
  readonly traffic: Traffic;
  readonly direction: Direction;
  readonly facts: ServiceFacts;
  /** The areas with a service. */
  readonly served: readonly ServedArea[];
  /** The UDP request entries that offer no service somewhere, because no reply to a client's own port is due. */
  readonly unanswered: ReadonlySet<NetworkAclEntry>;
}

/** An area with a service, and what becomes of the required replies to it. */
export interface ServedArea {
  readonly area: Area;
  readonly service: Service;
  readonly replies: Replies;
  readonly severity: Severity;
}

/** What is judged once for all areas of a kind. */
export interface ServedKind {
  readonly service: Service;
  /** The required ones. */
  readonly replies: Replies;
}

/** How bad it is that replies of a kind are denied at an area. */
export type Weigh = (area: Area, served: ServedKind, transport: Transport) => Severity;

/**
 * Judges the replies that go in a direction. For `egress`, requests meet the ingress entries and replies the egress
 * entries; for `ingress` the other way round, and security groups say nothing: they let all answers in.
 */
export function judgeReplies(
  traffic: Traffic,
  direction: Direction,
  exposure: ServiceFacts['exposure'],
  required: PortSet,
  weigh: Weigh,
): Judgement {
  const requestsGo = toOpposite(direction);
  const requests = traffic.entries.filter(entry => entry.direction === requestsGo);
  const { transport } = traffic;
  const facts = { transport, receivers: findReceivers(requests, transport), exposure };
  const kinds = new Map<AreaKind, ServedKind | undefined>();
  const unanswered = new Set<NetworkAclEntry>();
  const served: ServedArea[] = [];
  for (const area of traffic.areas) {
    if (!kinds.has(area.kind))
      kinds.set(area.kind, judgeKind(area.kind, direction, facts, required, unanswered));
    const kind = kinds.get(area.kind);
    if (kind) served.push({ area, ...kind, severity: weigh(area, kind, transport) });
  }
  return { traffic, direction, facts, served, unanswered };
}

export function toOpposite(direction: Direction): Direction {
  return direction === 'egress' ? 'ingress' : 'egress';
}

/** Undefined where there is no service. */
function judgeKind(
  kind: AreaKind,
  direction: Direction,
  facts: ServiceFacts,
  required: PortSet,
  found: Set<NetworkAclEntry>,
): ServedKind | undefined {
  const admissions = toAdmissions(kind.matches[toOpposite(direction)]);
  if (kind.isOwnSubnet || admissions.length === 0) return undefined;
  const acceptances = direction === 'egress' ? kind.acceptances : [];
  const replies = toReplies(kind.matches[direction]);
  const unanswered = toUnanswered(facts.transport, admissions, acceptances, replies.permitted);
  if (facts.transport === 'udp') {
    for (const { entry, ports } of admissions) if (contains(unanswered.ports, ports)) found.add(entry);
  }
  const service = toService(admissions, acceptances, unanswered, facts);
  return service && { service, replies: keepRequired(replies, required) };
}

function keepRequired({ permitted, deniedByDefault, decisions }: Replies, required: PortSet): Replies {
  return {
    permitted: intersect(permitted, required),
    deniedByDefault: intersect(deniedByDefault, required),
    decisions: decisions.flatMap(({ ports, ruleNumber }) => {
      const wanted = intersect(ports, required);
      return isEmpty(wanted) ? [] : [{ ports: wanted, ruleNumber }];
    }),
  };
}

/** Everything that is denied, by whatever denies it. */
export function toDenied({ deniedByDefault, decisions }: Replies): PortSet {
  return toPortSet([...deniedByDefault, ...decisions.flatMap(({ ports }) => ports)]);
}
