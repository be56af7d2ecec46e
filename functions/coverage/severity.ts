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

/**
 * How bad it is that replies to an area are denied by default, whatever the evidence of a service.
 *
 * @param denied - the required ports that are denied by default
 */
export function toSeverity(denied: PortSet, required: RequiredPorts, area: AreaTraits): Severity {
  const isHit = (client: Client, share: number) => toDeniedShare(client, denied, required) >= share;
  if (isHit('linux', HIGH_SHARE) || isHit('windows', HIGH_SHARE)) return 'high';
  if (isHit('linux', MEDIUM_SHARE)) return 'medium';
  const isWideHit = isHit('nat-elb-lambda', MEDIUM_SHARE);
  if ((isWideHit || isHit('windows', MEDIUM_SHARE)) && area.isPublic()) return 'medium';
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

/** The mildest of them, `none` without any. */
export function mildest(severities: readonly Severity[]): Severity {
  return SEVERITIES.find(severity => severities.includes(severity)) ?? 'none';
}

/** Whether `severity` is as bad as `least`, or worse. */
export function reaches(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
