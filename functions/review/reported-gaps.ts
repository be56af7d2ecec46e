import { createHash } from 'node:crypto';
import type { Gap } from '../coverage/gaps.ts';
import type { EntryRef } from '../coverage/network-acl-entry.ts';
import type { Denier } from '../coverage/replies.ts';
import { formatCidrBlock } from '../coverage/space/cidr-block.ts';
import { formatPorts } from '../coverage/space/port-set.ts';
import type { Difference, ReportedGap } from './words/reported-gap.ts';

/** Gaps that a finding keeps: an item of the table stays below 20 kB. */
export const MOST_GAPS = 100;

/** The gaps of an alert, as a finding keeps them. */
export interface ReportedGaps {
  /** At most {@link MOST_GAPS}. */
  readonly listed: readonly ReportedGap[];
  readonly omitted: number;
}

export const NO_GAPS: ReportedGaps = { listed: [], omitted: 0 };

export function toReportedGaps(gaps: readonly Gap[]): ReportedGaps {
  return {
    listed: gaps.slice(0, MOST_GAPS).map(toReportedGap),
    omitted: Math.max(0, gaps.length - MOST_GAPS),
  };
}

export function toReportedGap({ direction, protocol, cidrBlock, ports, deniedBy }: Gap): ReportedGap {
  return {
    ...{ direction, protocol, cidr: formatCidrBlock(cidrBlock) },
    ...{ fromPort: ports.from, toPort: ports.to },
    deniedBy,
  };
}

/** What is new and what is gone; where not all earlier gaps are on record, no gap is known to be new. */
export function toDifference(before: ReportedGaps, gaps: readonly Gap[]): Difference {
  const now = gaps.map(toReportedGap);
  const [known, current] = [before.listed, now].map(some => new Set(some.map(toLine)));
  const added = before.omitted > 0 ? [] : now.filter(gap => !known?.has(toLine(gap)));
  return {
    added: added.slice(0, MOST_GAPS),
    gone: before.listed.filter(gap => !current?.has(toLine(gap))),
  };
}

/**
 * A name for a set of gaps, and the entry without effect that is reported with them. It depends on what is denied and by
 * what, not on which rules admit the clients. It is on record: a change of it would repeat every known alert.
 */
export function toFingerprint(gaps: readonly Gap[], noEffect?: EntryRef): string {
  const lines = gaps.map(gap => toLine(toReportedGap(gap)));
  if (noEffect) lines.push(`no effect ${noEffect.direction} ${noEffect.ruleNumber}`);
  return digest(lines.join('\n'));
}

function toLine({ direction, protocol, cidr, fromPort, toPort, deniedBy }: ReportedGap): string {
  return [direction, protocol, cidr, formatPorts([{ from: fromPort, to: toPort }]), toText(deniedBy)].join(
    ' ',
  );
}

function toText(denier: Denier): string {
  return denier.kind === 'default' ? 'default' : String(denier.ruleNumber);
}

/** A hash of the text: sixteen hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
