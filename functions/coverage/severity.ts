import { CLIENT_PORTS } from './clients.ts';
import { deniedByDefault } from './first-match.ts';
import type { KindReplies } from './replies.ts';
import { holds } from './space/port-set.ts';

/** How bad the egress gaps of a network ACL are, mildest first. */
export const SEVERITIES = ['none', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How bad the denied replies are of one kind of areas: what a person denied on purpose counts least. */
export function toSeverity({ denied }: KindReplies): Severity {
  if (denied.length === 0) return 'none';
  const forgotten = deniedByDefault(denied);
  if (forgotten.length === 0) return 'low';
  const wholeClient = [CLIENT_PORTS.linux, CLIENT_PORTS.windows].some(client => holds(forgotten, [client]));
  return wholeClient ? 'high' : 'medium';
}

export function worst(severities: Iterable<Severity>): Severity {
  const rank = Math.max(0, ...[...severities].map(severity => SEVERITIES.indexOf(severity)));
  return SEVERITIES[rank] ?? 'none';
}

/** Whether `severity` is as bad as `least`, or worse. */
export function reaches(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}
