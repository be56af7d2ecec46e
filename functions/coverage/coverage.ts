import type { AddressFamily } from './cidr-block.ts';
import { type ClientVerdict, judgeClients } from './clients.ts';
import { type Gap, toGaps } from './gaps.ts';
import { type NetworkAclEntry, TRANSPORTS, type Transport } from './network-acl-entry.ts';
import { type JudgedReplies, type Plan, type PlanSettings, planEntries } from './plan.ts';
import { toPortSet } from './port-set.ts';
import { type CoverageSettings, judgeReplies, toSides } from './replies.ts';
import { type Severity, toSeverity, worst } from './severity.ts';

/** Whether replies reach the clients that a network ACL lets in, and what would have to be added for that. */
export interface Coverage {
  /** Of egress: `gap` where some required reply is denied. */
  readonly status: 'covered' | 'gap';
  /** Of the egress gaps. */
  readonly severity: Severity;
  /** Egress first; a gap of ingress is shown, but neither counts for the verdicts nor is planned for. */
  readonly gaps: readonly Gap[];
  readonly clients: readonly ClientVerdict[];
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
  const judged = judgeDirection(entries, 'egress', settings);
  const areas = judged.flatMap(replies => replies.areas);
  const served = areas.filter(({ service }) => service !== undefined);
  const gaps = judged.flatMap(replies => replies.gaps);
  return {
    status: gaps.length === 0 ? 'covered' : 'gap',
    severity: worst(areas.map(toSeverity)),
    gaps: [...gaps, ...judgeDirection(entries, 'ingress', settings).flatMap(replies => replies.gaps)],
    clients: judgeClients(
      settings.ephemeralPorts,
      served.map(({ denied }) => toPortSet(denied.flatMap(({ ports }) => ports))),
    ),
    plan: planEntries(entries, judged, settings),
  };
}

function judgeDirection(
  entries: readonly NetworkAclEntry[],
  direction: Gap['direction'],
  settings: CoverageSettings,
): JudgedReplies[] {
  return FAMILIES.flatMap(family => {
    const sides = toSides(entries, direction, family);
    return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
      const areas = judgeReplies(sides, transport, settings);
      return { family, transport, sides, areas, gaps: toGaps(direction, transport, sides.tree, areas) };
    });
  });
}
