import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import type { Surroundings } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { reaches } from '../coverage/severity.ts';
import type { ReviewContext, ReviewSettings } from './interfaces.ts';
import { toOwnSettings } from './ports-tag.ts';
import { readSurroundings } from './read-surroundings.ts';

/** A network ACL as it was evaluated. */
export interface Evaluated {
  readonly networkAcl: NetworkAcl;
  readonly surroundings: Surroundings;
  readonly coverage: Coverage;
}

/** Evaluates a network ACL as it was read; what is behind it is read where it can change the verdict. */
export async function evaluate(
  networkAcl: NetworkAcl,
  context: Pick<ReviewContext, 'exposure' | 'settings' | 'noteAssumptions'>,
): Promise<Evaluated> {
  const evaluated = evaluateWithin(networkAcl, await readSurroundings(networkAcl, context), context);
  context.noteAssumptions?.(evaluated.coverage.assumptions);
  return evaluated;
}

/** Evaluates it with other rules: what is behind a network ACL does not change with them. */
export function evaluateWithin(
  networkAcl: NetworkAcl,
  surroundings: Surroundings,
  { settings }: Pick<ReviewContext, 'settings'>,
): Evaluated {
  const own = toOwnSettings(networkAcl, settings);
  return { networkAcl, surroundings, coverage: evaluateCoverage(networkAcl, surroundings, own) };
}

/** Whether there is a gap that operators want to hear of. */
export function isBroken(coverage: Coverage, settings: ReviewSettings): boolean {
  const ingress = coverage.ingressSeverity === 'high';
  const egress = coverage.status === 'gap' && reaches(coverage.severity, settings.minSeverity);
  return egress || (settings.reportIngress && ingress);
}
