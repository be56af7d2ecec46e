import type { AddressFamily } from './cidr-block.ts';
import { type ClientVerdict, judgeClients } from './clients.ts';
import { type Gap, toGaps } from './gaps.ts';
import { type NetworkAclEntry, TRANSPORTS, type Transport } from './network-acl-entry.ts';
import { type JudgedReplies, type Plan, type PlanSettings, planEntries } from './plan.ts';
import { toPortSet } from './port-set.ts';
import { type AreaReplies, type CoverageSettings, judgeReplies } from './replies.ts';
import { type Severity, toSeverity, worst } from './severity.ts';
import { type Sides, toSides } from './sides.ts';

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

const FAMILIES: readonly AddressFamily[] = ['ipv4', 'ipv6'];

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
  const families = FAMILIES.map(family => ({ family, ...toSides(entries, family) }));
  const judged = families.flatMap(sides => judgeDirection(sides, 'egress', settings));
  const mirrored = families.flatMap(sides => judgeDirection(sides, 'ingress', settings));
  const areas = judged.flatMap(replies => replies.areas);
  const gaps = judged.flatMap(replies => replies.gaps);
  return {
    status: gaps.length === 0 ? 'covered' : 'gap',
    severity: worst(areas.map(toSeverity)),
    gaps: [...gaps, ...mirrored.flatMap(replies => replies.gaps)],
    clients: judgeClients(
      settings.ephemeralPorts,
      areas.filter(isServed).map(({ denied }) => toPortSet(denied.flatMap(({ ports }) => ports))),
    ),
    served: [...toServed('egress', judged), ...toServed('ingress', mirrored)],
    plan: planEntries(entries, judged, settings),
  };
}

function isServed({ service }: AreaReplies): boolean {
  return service !== undefined;
}

function toServed(direction: Gap['direction'], judged: readonly JudgedReplies[]): Coverage['served'] {
  const protocols = judged.filter(({ areas }) => areas.some(isServed)).map(({ transport }) => transport);
  return [...new Set(protocols)].map(protocol => ({ direction, protocol }));
}

function judgeDirection(
  { family, tree, ingress, egress }: Sides & { readonly family: AddressFamily },
  direction: Gap['direction'],
  settings: CoverageSettings,
): JudgedReplies[] {
  const [requests, replies] = direction === 'egress' ? [ingress, egress] : [egress, ingress];
  return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
    const areas = judgeReplies(tree, requests, replies, transport, settings);
    return { family, transport, tree, replies, areas, gaps: toGaps(direction, transport, tree, areas) };
  });
}
