import { memoise } from './memoise.ts';
import type { Direction, NetworkAclEntry, Transport } from './network-acl-entry.ts';
import { findReceivers } from './receivers.ts';
import { isSomeDenied, type Replies, toPermitted, toReplies } from './replies.ts';
import { type Admission, toAdmissions } from './requests.ts';
import { isServed, type Service, type ServiceFacts, toService } from './services.ts';
import type { Severity } from './severity.ts';
import { contains, type PortSet } from './space/port-set.ts';
import type { Area, AreaKind, Traffic } from './traffic.ts';
import { type SamePorts, toSamePorts } from './unanswered.ts';

/** The replies of one family and transport that go in one direction, judged area by area. */
export interface Judgement {
  readonly traffic: Traffic;
  readonly direction: Direction;
  readonly facts: ServiceFacts;
  /** Whether some area has a service. */
  readonly isServed: boolean;
  /** The areas with a service to which some required reply is denied. */
  readonly denied: readonly DeniedArea[];
  /** The UDP request entries that offer no service somewhere, because no reply to a client's own port is due. */
  readonly unanswered: ReadonlySet<NetworkAclEntry>;
}

/** Replies of a service of which some required ones are denied. */
export interface DeniedReplies {
  readonly service: Service;
  /** What becomes of the required ones. */
  readonly replies: Replies;
}

export interface DeniedArea extends DeniedReplies {
  readonly area: Area;
  readonly severity: Severity;
}

/** How bad it is that replies are denied at an area. */
export type Weigh = (area: Area, denied: DeniedReplies, transport: Transport) => Severity;

/** What a judgement looks at, beside the traffic. */
export interface Viewpoint {
  readonly direction: Direction;
  readonly exposure: ServiceFacts['exposure'];
  /** The ports that replies must reach. */
  readonly required: PortSet;
  readonly weigh: Weigh;
}

/**
 * Judges the replies that go in a direction. For `egress`, requests meet the ingress entries and replies the egress
 * entries; for `ingress` the other way round, and security groups say nothing: they let all answers in.
 */
export function judgeReplies(traffic: Traffic, viewpoint: Viewpoint): Judgement {
  const { transport } = traffic;
  const { direction, exposure, weigh } = viewpoint;
  const requests = traffic.entries.filter(entry => entry.direction !== direction);
  const facts = { transport, receivers: findReceivers(requests, transport), exposure };
  const unanswered = new Set<NetworkAclEntry>();
  const judgeKind = createKindJudge(facts, viewpoint, unanswered);
  const denied: DeniedArea[] = [];
  let isAnyServed = false;
  for (const area of traffic.areas) {
    const judged = judgeKind(area.kind);
    isAnyServed ||= judged.isServed();
    if (judged.denied) {
      const { service, replies } = judged.denied;
      denied.push({ area, service, replies, severity: weigh(area, judged.denied, transport) });
    }
  }
  return { traffic, direction, facts, isServed: isAnyServed, denied, unanswered };
}

interface JudgedKind {
  /** Asked until one kind is: most kinds are served, and finding that out takes as long as all the rest. */
  readonly isServed: () => boolean;
  readonly denied?: DeniedReplies;
}

// Stryker disable next-line ArrowFunction: undefined is as false
const NOT_SERVED: JudgedKind = { isServed: () => false };

/** Judges each kind of areas once, and what applies to several kinds once for all of them. */
function createKindJudge(
  facts: ServiceFacts,
  { direction, required }: Viewpoint,
  unansweredEntries: Set<NetworkAclEntry>,
): (kind: AreaKind) => JudgedKind {
  const requestsGo = direction === 'egress' ? 'ingress' : 'egress';
  const admit = memoise((matches: AreaKind['ingress']) => toAdmissions(matches, facts.transport));
  const reply = memoise((matches: AreaKind['egress']) => toReplies(matches, required));
  return memoise(kind => {
    const admissions = admit(kind[requestsGo]);
    // Stryker disable next-line ConditionalExpression: saves time, since nothing is served where nothing is admitted
    if (kind.isOwnSubnet || admissions.length === 0) return NOT_SERVED;
    const acceptances = direction === 'egress' ? kind.acceptances : [];
    const permitted = (ports: PortSet) => toPermitted(kind[direction], ports);
    const same = toSamePorts(facts.transport, admissions, acceptances, permitted);
    if (facts.transport === 'udp') addUnanswered(admissions, same, unansweredEntries);
    const replies = reply(kind[direction]);
    // Stryker disable next-line ConditionalExpression,BlockStatement: saves time, since nothing denied makes no gap
    if (!isSomeDenied(replies)) {
      return { isServed: () => isServed(admissions, acceptances, same, facts) };
    }
    const service = toService(admissions, acceptances, same, facts);
    return service ? { isServed: () => true, denied: { service, replies } } : NOT_SERVED;
  });
}

function addUnanswered(
  admissions: readonly Admission[],
  same: SamePorts,
  entries: Set<NetworkAclEntry>,
): void {
  for (const { entry, answerable } of admissions) {
    if (contains(same.ports, answerable)) entries.add(entry);
  }
}
