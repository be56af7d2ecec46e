import { type Assumptions, toAssumptions } from './assumptions.ts';
import { type ClientVerdict, judgeClients, toRequiredPorts } from './clients.ts';
import type { Exposure, Surroundings } from './exposure/exposure.ts';
import { toTrafficOfFamilies } from './families.ts';
import { type Gap, toGaps } from './gaps.ts';
import { type Judgement, judgeReplies, type Weigh } from './judgement.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { Direction, NetworkAclEntry } from './network-acl-entry.ts';
import type { JudgedReplies, PlanSettings } from './plan/placing.ts';
import { type Plan, planEntries } from './plan/plan.ts';
import { CERTAIN } from './plan/scope.ts';
import { toWritable } from './plan/writable.ts';
import { toDenied } from './replies.ts';
import type { ServiceFacts } from './services.ts';
import { type Severity, worst } from './severity.ts';
import type { PortSet } from './space/port-set.ts';
import { hasWideClientsBehind, toEgressWeigh, toIngressWeigh } from './weight.ts';
import type { WriteRestraint } from './write-restraint.ts';

/** What the operator may choose about coverage. `ephemeralPorts` are the ports that replies must reach. */
export type CoverageSettings = PlanSettings;

/** What coverage looks at. */
export type JudgedNetworkAcl = Pick<NetworkAcl, 'entries' | 'subnetIds' | 'inUse'>;

/** Whether replies reach the clients that a network ACL lets in, and what would have to be added for that. */
export interface Coverage {
  /** Of egress: `gap` where some required reply is denied. */
  readonly status: 'covered' | 'gap';
  /** Of egress. */
  readonly severity: Severity;
  /** Of ingress: `high` where operators should hear of a gap, `low` for any other. */
  readonly ingressSeverity: 'none' | 'low' | 'high';
  /** Egress first. */
  readonly gaps: readonly Gap[];
  /** Of egress. */
  readonly clients: readonly ClientVerdict[];
  /** In which directions and protocols some address has a service, so that replies are required at all. */
  readonly served: readonly Pick<Gap, 'direction' | 'protocol'>[];
  /** What a person should add. */
  readonly plan: Plan;
  /** What the guard itself may create: the plan, without what only security groups say and what is in doubt. */
  readonly writable: readonly NetworkAclEntry[];
  /** Why the guard may create less than would close the gaps. */
  readonly restraints: readonly WriteRestraint[];
  readonly assumptions: Assumptions;
}

/**
 * Judges one network ACL, exactly: for every address and port of both families, not for samples.
 *
 * @param networkAcl - its entries in any order, with or without the default rules; rule numbers are unique within a direction
 */
export function evaluateCoverage(
  networkAcl: JudgedNetworkAcl,
  surroundings: Surroundings,
  settings: CoverageSettings,
): Coverage {
  const required = toRequiredPorts(settings.ephemeralPorts);
  const traffic = toTrafficOfFamilies(networkAcl, surroundings);
  const judge = (direction: Direction, exposure: ServiceFacts['exposure'], weigh: Weigh) => {
    const viewpoint = { direction, exposure, required: required.ports, weigh };
    return traffic.map(one => toJudged(judgeReplies(one, viewpoint)));
  };
  const exposure = toExposureKind(surroundings.exposure);
  const egress = judge('egress', exposure, toEgressWeigh(networkAcl, surroundings, required));
  const isWide = hasWideClientsBehind(surroundings);
  const ingress = judge('ingress', 'unknown', toIngressWeigh(networkAcl, isWide, required));
  const plan = planEntries(networkAcl.entries, egress, settings, CERTAIN);
  const writable = toWritable(networkAcl, egress, plan, surroundings.exposure, settings);
  const gaps = egress.flatMap(one => one.gaps);
  return {
    status: gaps.length === 0 ? 'covered' : 'gap',
    severity: worst(gaps.map(({ severity }) => severity)),
    ingressSeverity: toIngressSeverity(ingress),
    gaps: [...gaps, ...ingress.flatMap(one => one.gaps)],
    clients: judgeClients(toDeniedPorts(egress), required),
    served: [...egress, ...ingress].flatMap(toServed),
    plan,
    writable: writable.entries,
    restraints: writable.restraints,
    assumptions: toAssumptions(
      [...egress, ...ingress].map(one => one.judgement),
      surroundings.exposure,
    ),
  };
}

function toJudged(judgement: Judgement): JudgedReplies {
  return { judgement, gaps: toGaps(judgement) };
}

function toExposureKind(exposure: Exposure): ServiceFacts['exposure'] {
  if (exposure.kind === 'unknown') return 'unknown';
  return exposure.interfaces.length === 0 ? 'no-interfaces' : 'known';
}

function toIngressSeverity(ingress: readonly JudgedReplies[]): Coverage['ingressSeverity'] {
  const gaps = ingress.flatMap(one => one.gaps);
  if (gaps.length === 0) return 'none';
  return gaps.some(({ severity }) => severity === 'high') ? 'high' : 'low';
}

/** At each area with a service that someone may use, the required ports that are denied. */
function toDeniedPorts(egress: readonly JudgedReplies[]): PortSet[] {
  const denied = egress.flatMap(({ judgement }) => judgement.denied);
  const believed = denied.filter(({ service }) => service.evidence !== 'unaccepted');
  return [...new Set(believed.map(({ replies }) => replies))].map(toDenied);
}

function toServed({ judgement: { isServed, direction, traffic } }: JudgedReplies): Coverage['served'] {
  return isServed ? [{ direction, protocol: traffic.transport }] : [];
}
