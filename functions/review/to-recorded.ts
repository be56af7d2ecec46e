import { cutName } from './bounded-alert.ts';
import type { Evaluated } from './evaluation.ts';
import type { RecordedAlert } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { alertable } from './repetition.ts';
import { toFingerprint, toReportedGaps } from './reported-gaps.ts';
import type { CoverageAlert } from './words/alert.ts';
import type { NoEffect } from './words/no-effect.ts';

/** What is on record of an alert about a network ACL that was evaluated. */
export function toRecordedAlert(
  kind: CoverageAlert['kind'],
  { networkAcl, coverage }: Pick<Evaluated, 'networkAcl' | 'coverage'>,
  severity: RecordedAlert['severity'],
  noEffect: NoEffect | undefined,
  { clock, settings }: ReviewContext,
): RecordedAlert {
  const gaps = alertable(coverage, settings);
  const fingerprint = toFingerprint(gaps, noEffect);
  const { Name: name } = networkAcl.tags;
  return {
    ...{ at: clock.now(), kind, fingerprint, severity, gaps: toReportedGaps(gaps) },
    ...(noEffect && { noEffect }),
    ...(name && { networkAclName: cutName(name) }),
  };
}
