import type { Direction } from '../../../functions/coverage/network-acl-entry.ts';
import { type Severity, worst } from '../../../functions/coverage/severity.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import type { CheckFinding } from './finding.ts';

type Changed = Pick<EvaluatedNetworkAcl, 'source' | 'change' | 'before' | 'unknown' | 'code'>;

/** What the network ACL was before; undefined where it is new, or where the input has only some of its rules. */
export function toKnownBefore({ before, unknown }: Changed): EvaluatedNetworkAcl['before'] {
  return unknown.some(({ kind }) => kind === 'rules') ? undefined : before;
}

/**
 * What a plan does to a finding about replies of one direction, in a sentence: `Was low, becomes high.`; undefined where the
 * input does not say what was before.
 */
export function renderDifference(
  changed: Changed,
  direction: Direction,
  severity: Severity,
): string | undefined {
  const before = toKnownBefore(changed);
  if (before === undefined) return renderNew(changed);
  const was = direction === 'egress' ? before.coverage.severity : before.coverage.ingressSeverity;
  if (was !== severity) return `Was ${toWord(was)}, becomes ${toWord(severity)}.`;
  const texts = { worse: 'gets worse', better: 'gets better', same: 'stays so' };
  return `Was ${toWord(was)}, ${texts[before.changes[direction]]}.`;
}

/** What it was before a value that is not known: `Was covered.` */
export function renderBefore(changed: Changed): string | undefined {
  const before = toKnownBefore(changed);
  if (before === undefined) return renderNew(changed);
  const { severity, ingressSeverity } = before.coverage;
  return `Was ${toWord(worst([severity, ingressSeverity]))}.`;
}

/** A template does not say what its stack has, and a default network ACL exists before Terraform manages it. */
export function renderNew({ source, change, code }: Changed): string | undefined {
  const isAdopted = /(^|\.)aws_default_network_acl\./.test(source.address ?? '');
  return change === 'new' && code?.language === 'terraform' && !isAdopted ? 'New network ACL.' : undefined;
}

/** The headline, and what a plan does to it. */
export function renderChangedHeadline({
  headline,
  difference,
}: Pick<CheckFinding, 'headline' | 'difference'>): string {
  return difference === undefined ? headline : `${headline} ${difference}`;
}

function toWord(severity: Severity): string {
  return severity === 'none' ? 'covered' : severity;
}
