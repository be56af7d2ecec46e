import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import { nothingKnown } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';

/** Evaluates a network ACL as it was read. */
export async function evaluate(networkAcl: NetworkAcl, { settings }: ReviewContext): Promise<Coverage> {
  return evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings);
}

/** Whether there is a gap that operators want to hear of. */
export function isBroken(coverage: Coverage, settings: ReviewSettings): boolean {
  const ingress = coverage.ingressSeverity === 'high';
  const egress = coverage.status === 'gap' && reaches(coverage.severity, settings.minSeverity);
  return egress || (settings.reportIngress && ingress);
}
