import { createHash } from 'node:crypto';
import { renderDenials } from '../alert/words/gap-text.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import type { Denier } from '../coverage/replies.ts';
import type { Severity } from '../coverage/severity.ts';
import { formatCidrBlock } from '../coverage/space/cidr-block.ts';
import { formatPorts } from '../coverage/space/port-set.ts';
import { identify } from './entry-identity.ts';
import { type Alert, type Difference, isMended } from './words/alert.ts';

/** What is on record about one network ACL, so that people hear of each problem once and of each write for certain. */
export interface Finding {
  readonly networkAclId: string;
  /** `closed`: there is no gap any more; kept for a while because of the remediations. */
  readonly state: 'open' | 'closed';
  /** When the gap was first seen. */
  readonly since: Date;
  /** What people were told last; absent while they have been told nothing. */
  readonly alerted?: {
    readonly at: Date;
    readonly kind: Alert['kind'];
    /** Which gaps there were: the same for the same gaps. */
    readonly fingerprint: string;
    /** How bad they were. */
    readonly severity: Severity;
    /** The gaps in words, so that the next alert can say what has changed. */
    readonly denials: readonly string[];
  };
  /** Those of the last {@link CONFLICT_HOURS} hours. */
  readonly remediations: readonly RecordedRemediation[];
  /** Counts the writes; two writers of the same revision are told apart by it. */
  readonly revision: number;
}

/** What is on record cannot be read as a finding; the message names the field at fault. */
export class CorruptFindingError extends Error {
  override readonly name = 'CorruptFindingError';
}

/** Entries that the guard added, or was about to add when it was last heard of. */
export interface RecordedRemediation {
  readonly at: Date;
  /** As `identify` names them. */
  readonly entries: readonly string[];
  /** Whether people were told. Written as false before the first entry is created, so that no crash hides a write. */
  readonly told: boolean;
}

/** Gaps that come back after this many remediations within these hours are left to people. */
export const CONFLICT_REMEDIATIONS = 2;
export const CONFLICT_HOURS = 24;

const HOUR = 3_600_000;
const MOST_DENIALS = 40;

export function hoursBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / HOUR;
}

/** What people know of as not mended yet; undefined where they know of nothing. */
export function openAlert(finding: Finding | undefined): Finding['alerted'] {
  const { state, alerted } = finding ?? {};
  // A remediation that was announced opens a finding before anybody is told; the last that they were told is the end.
  return state === 'open' && alerted && !isMended(alerted.kind) ? alerted : undefined;
}

/** The remediations that people know of and that still count against the next one. */
export function toldRemediations(finding: Finding | undefined, now: Date): readonly RecordedRemediation[] {
  const recent = (finding?.remediations ?? []).filter(({ at }) => hoursBetween(at, now) < CONFLICT_HOURS);
  return recent.filter(({ told }) => told);
}

/** Whether somebody or something keeps taking away what the guard adds. */
export function isConflict(finding: Finding | undefined, networkAcl: NetworkAcl, now: Date): boolean {
  return undoneRemediations(finding, networkAcl, now).length >= CONFLICT_REMEDIATIONS;
}

/** Of the remediations that people know of and that still count, those of which an entry does not stand. */
export function undoneRemediations(
  finding: Finding | undefined,
  networkAcl: NetworkAcl,
  now: Date,
): readonly RecordedRemediation[] {
  const told = toldRemediations(finding, now);
  // To name all entries takes about as long as to judge them, and mostly nothing was remediated.
  if (told.length === 0) return [];
  const standing = new Set(networkAcl.entries.map(identify));
  return told.filter(({ entries }) => entries.some(entry => !standing.has(entry)));
}

/** The entries that stand because the guard added them, and that nobody has been told of: it was cut off. */
export function findUntold(finding: Finding | undefined, { entries }: NetworkAcl): NetworkAclEntry[] {
  const untold = new Set(
    (finding?.remediations ?? []).filter(({ told }) => !told).flatMap(one => one.entries),
  );
  return untold.size === 0 ? [] : entries.filter(entry => untold.has(identify(entry)));
}

/** A name for a set of gaps that depends on what is denied and by what, not on which rules let the clients in. */
export function toFingerprint(gaps: readonly Gap[]): string {
  const lines = gaps.map(({ direction, protocol, cidrBlock, ports, deniedBy }) =>
    [direction, protocol, formatCidrBlock(cidrBlock), formatPorts([ports]), toDenierText(deniedBy)].join(' '),
  );
  return digest(lines.join('\n'));
}

function toDenierText(denier: Denier): string {
  return denier.kind === 'entry' ? String(denier.ruleNumber) : 'default';
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
  return digest([networkAclId, kind, fingerprint, previous?.alerted?.at.toISOString() ?? 'first'].join('\n'));
}

/** The gaps in words, as many of them as an item of the table should hold. */
export function toDenials(gaps: readonly Gap[]): readonly string[] {
  return renderDenials(gaps).slice(0, MOST_DENIALS);
}

/** @param before - as {@link toDenials} cut them: where they are as many as it keeps, what is new cannot be told */
export function toDifference(before: readonly string[], gaps: readonly Gap[]): Difference {
  const now = renderDenials(gaps);
  const added = before.length < MOST_DENIALS ? now.filter(denial => !before.includes(denial)) : [];
  return {
    added: added.slice(0, MOST_DENIALS),
    gone: before.filter(denial => !now.includes(denial)),
  };
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
