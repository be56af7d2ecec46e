import { createHash } from 'node:crypto';
import type { Alert } from '../alert/alert.ts';
import { formatCidrBlock } from '../coverage/cidr-block.ts';
import type { Gap } from '../coverage/gaps.ts';
import { formatPorts } from '../coverage/port-set.ts';

/** What is on record about the gap of one network ACL, so that people hear of each problem once. */
export interface Finding {
  readonly networkAclId: string;
  /** `closed`: there is no gap any more; kept for a while because of `remediatedAt`. */
  readonly state: 'open' | 'closed';
  /** Which gaps there were: the same for the same gaps. */
  readonly fingerprint: string;
  /** When these gaps, or those that turned into them, were first seen. */
  readonly since: Date;
  readonly alertedAt: Date;
  readonly alertKind: Alert['kind'];
  /** When the guard added entries, within the last {@link CONFLICT_HOURS} hours. */
  readonly remediatedAt: readonly Date[];
  /** Counts the writes; two writers of the same revision are told apart by it. */
  readonly revision: number;
}

/** Gaps that come back after this many remediations within these hours are left to people. */
export const CONFLICT_REMEDIATIONS = 2;
export const CONFLICT_HOURS = 24;

const HOUR = 3_600_000;

export function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / HOUR;
}

/** The remediations that still count against the next one. */
export function recentRemediations(finding: Finding | undefined, now: Date): readonly Date[] {
  return (finding?.remediatedAt ?? []).filter(at => hoursBetween(at, now) < CONFLICT_HOURS);
}

/** A name for a set of gaps that depends on what is denied and by what, not on which rules let the clients in. */
export function toFingerprint(gaps: readonly Gap[]): string {
  const lines = gaps.map(({ direction, protocol, cidrBlock, ports, deniedBy }) =>
    [direction, protocol, formatCidrBlock(cidrBlock), formatPorts([ports]), deniedBy ?? 'default'].join(' '),
  );
  return digest(lines.join('\n'));
}

/**
 * The id of an alert: a repetition of the same alert has the same, even where the record of the first was lost.
 *
 * @param previous - the finding on which the decision to alert was based
 */
export function toAlertId(
  networkAclId: string,
  kind: Alert['kind'],
  fingerprint: string,
  previous: Finding | undefined,
): string {
  return digest([networkAclId, kind, fingerprint, previous?.alertedAt.toISOString() ?? 'first'].join('\n'));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
