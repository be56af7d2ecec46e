import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import { isForgotten } from '../coverage/gaps.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';

/** Evaluates a network ACL as it was read. */
export async function evaluate({ entries }: NetworkAcl, { settings }: ReviewContext): Promise<Coverage> {
  return evaluateCoverage(entries, settings);
}

/** Whether there is a gap that operators want to hear of. */
export function isBroken(coverage: Coverage, settings: ReviewSettings): boolean {
  const ingress = coverage.gaps.some(gap => gap.direction === 'ingress' && isForgotten(gap));
  const egress = coverage.status === 'gap' && reaches(coverage.severity, settings.minSeverity);
  return egress || (settings.reportIngress && ingress);
}
