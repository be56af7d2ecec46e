import type { Coverage } from '../coverage/coverage.ts';
import { type Finding, openAlert } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';
import { alertable } from './repetition.ts';
import { toDifference, toFingerprint } from './reported-gaps.ts';
import type { Difference } from './words/reported-gap.ts';

/** Where the last alert reported other gaps: what is new and what is gone. */
export function toReportedDifference(
  finding: Finding | undefined,
  coverage: Coverage,
  { settings }: Pick<ReviewContext, 'settings'>,
): Difference | undefined {
  const before = openAlert(finding);
  if (before?.gaps === undefined || before.kind === 'cannot-evaluate') return undefined;
  const gaps = alertable(coverage, settings);
  if (before.fingerprint === toFingerprint(gaps, before.noEffect)) return undefined;
  return toDifference(before.gaps, gaps);
}
