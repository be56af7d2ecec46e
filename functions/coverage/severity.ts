import { type Client, type RequiredPorts, toDeniedShare } from './clients.ts';
import type { PortSet } from './space/port-set.ts';

/** How bad the gaps of a network ACL are, mildest first. */
export const SEVERITIES = ['none', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Denied shares of a client's required ports, 0-1, from which a gap is as bad. */
export const HIGH_SHARE = 0.5;
export const MEDIUM_SHARE = 0.1;

/** What counts about an area, beside the ports that are denied there. Worked out only where it decides. */
export interface AreaTraits {
  readonly isPublic: () => boolean;
  /** Whether a NAT gateway, load balancer or Lambda function of the VPC connects from the area. */
  readonly hasWideClients: () => boolean;
}

/** Which clients are hit where ports are denied. */
export interface Hits {
  /** Half of a usual client's connections fail. */
  readonly isHigh: boolean;
  readonly isLinuxHit: boolean;
  readonly isWindowsHit: boolean;
  /** NAT gateways, load balancers and Lambda functions are. */
  readonly isWideHit: boolean;
}

/** @param denied - the required ports that are denied by default */
export function toHits(denied: PortSet, required: RequiredPorts): Hits {
  const isHit = (client: Client, share: number) => toDeniedShare(client, denied, required) >= share;
  return {
    isHigh: isHit('linux', HIGH_SHARE) || isHit('windows', HIGH_SHARE),
    isLinuxHit: isHit('linux', MEDIUM_SHARE),
    isWindowsHit: isHit('windows', MEDIUM_SHARE),
    isWideHit: isHit('nat-elb-lambda', MEDIUM_SHARE),
  };
}

/** How bad it is that replies to an area are denied by default, whatever the evidence of a service. */
export function toSeverity(
  { isHigh, isLinuxHit, isWindowsHit, isWideHit }: Hits,
  area: AreaTraits,
): Severity {
  if (isHigh) return 'high';
  if (isLinuxHit) return 'medium';
  if ((isWideHit || isWindowsHit) && area.isPublic()) return 'medium';
  return isWideHit && area.hasWideClients() ? 'medium' : 'low';
}

/** The milder of both. */
export function atMost(severity: Severity, cap: Severity): Severity {
  return reaches(severity, cap) ? cap : severity;
}

/** The worst of them, `none` without any. */
export function worst(severities: Iterable<Severity>): Severity {
  let found: Severity = 'none';
  for (const severity of severities) if (reaches(severity, found)) found = severity;
  return found;
}

/** Whether `severity` is as bad as `least`, or worse. */
export function reaches(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
