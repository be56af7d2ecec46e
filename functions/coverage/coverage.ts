import { type ClientVerdict, judgeClients } from './clients.ts';
import { type Gap, toGaps } from './gaps.ts';
import type { NetworkAclEntry } from './network-acl-entry.ts';
import { type JudgedReplies, type Plan, type PlanSettings, planEntries } from './plan/plan.ts';
import { type CoverageSettings, judgeReplies, type KindReplies } from './replies.ts';
import { type Severity, toSeverity, worst } from './severity.ts';
import { toPortSet } from './space/port-set.ts';
import { type Traffic, toTraffic } from './traffic.ts';

/** Whether replies reach the clients that a network ACL lets in, and what would have to be added for that. */
export interface Coverage {
  /** Of egress: `gap` where some required reply is denied. */
  readonly status: 'covered' | 'gap';
  /** Of the egress gaps. */
  readonly severity: Severity;
  /** Egress first; a gap of ingress is shown, but neither counts for the verdicts nor is planned for. */
  readonly gaps: readonly Gap[];
  readonly clients: readonly ClientVerdict[];
  /** In which directions and protocols some address has a service, so that replies are required at all. */
  readonly served: readonly Pick<Gap, 'direction' | 'protocol'>[];
  readonly plan: Plan;
}

/**
 * Judges the entries of one network ACL, exactly: for every address and port of both families, not for samples.
 *
 * @param entries - of both directions, in any order, with or without the default rules; rule numbers are unique
 *   within a direction
 */
export function evaluateCoverage(
  entries: readonly NetworkAclEntry[],
  settings: CoverageSettings & PlanSettings,
): Coverage {
  // IPv4 before IPv6.
  const families = [...new Set(entries.map(({ cidrBlock }) => cidrBlock.family))].sort();
  const traffic = families.flatMap(family => toTraffic(entries, family));
  const judged = traffic.map(one => judge(one, 'egress', settings));
  const mirrored = traffic.map(one => judge(one, 'ingress', settings));
  const kinds = judged.flatMap(({ replies }) => replies);
  const gaps = judged.flatMap(replies => replies.gaps);
  return {
    status: gaps.length === 0 ? 'covered' : 'gap',
    severity: worst(kinds.map(toSeverity)),
    gaps: [...gaps, ...mirrored.flatMap(replies => replies.gaps)],
    clients: judgeClients(
      settings.ephemeralPorts,
      kinds.filter(isServed).map(({ denied }) => toPortSet(denied.flatMap(({ ports }) => ports))),
    ),
    served: [...toServed('egress', judged), ...toServed('ingress', mirrored)],
    plan: planEntries(entries, judged, settings),
  };
}

function isServed({ service }: KindReplies): boolean {
  return service !== undefined;
}

function toServed(direction: Gap['direction'], judged: readonly JudgedReplies[]): Coverage['served'] {
  const served = judged.filter(({ replies }) => replies.some(isServed));
  const protocols = new Set(served.map(({ traffic }) => traffic.transport));
  return [...protocols].map(protocol => ({ direction, protocol }));
}

function judge(traffic: Traffic, direction: Gap['direction'], settings: CoverageSettings): JudgedReplies {
  const replies = judgeReplies(traffic, direction, settings);
  return { traffic, replies, gaps: toGaps(direction, traffic, replies) };
}
