import { renderHeadline, renderShortHeadline } from '../../../functions/alert/words/headline.ts';
import { renderPlanNotes } from '../../../functions/alert/words/missing-text.ts';
import type { Gap } from '../../../functions/coverage/gaps.ts';
import type { Direction } from '../../../functions/coverage/network-acl-entry.ts';
import { reaches, type Severity } from '../../../functions/coverage/severity.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { formatPorts } from '../../../functions/coverage/space/port-set.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { renderCauses, renderMissing } from './causes.ts';
import { renderDifference } from './difference.ts';
import { renderEvidence } from './evidence.ts';
import type { CheckFinding } from './finding.ts';
import { toFindingImpact, toFindingTense } from './finding-impact.ts';

/** The gaps of one direction as one finding; undefined where there is none. */
export function toGapFinding(
  evaluated: EvaluatedNetworkAcl,
  direction: Direction,
  severity: Severity,
): CheckFinding | undefined {
  const all = evaluated.coverage.gaps.filter(gap => gap.direction === direction);
  if (all.length === 0 || severity === 'none') return undefined;
  const gaps = worstOf(all);
  const impact = toFindingImpact(gaps, evaluated);
  const tense = toFindingTense(evaluated);
  const egress = direction === 'egress';
  const { coverage } = evaluated;
  return {
    rule: egress ? 'replies-blocked' : 'own-replies-blocked',
    level: severity,
    headline: renderHeadline(impact, tense),
    difference: renderDifference(evaluated, direction, severity),
    title: renderShortHeadline(impact, tense === 'unused' ? 'planned' : tense),
    causes: renderCauses(gaps, evaluated),
    evidence: renderEvidence(gaps, evaluated),
    entries: egress ? coverage.plan.entries : [],
    advice: egress
      ? renderAdvice(evaluated)
      : [`Add an inbound rule: allow ${renderMissing(gaps, evaluated)}.`],
    facts: all.map(toFact).sort().join(),
  };
}

/** Those that are as bad as the worst. */
function worstOf(gaps: readonly Gap[]): Gap[] {
  return gaps.filter(gap => gaps.every(other => reaches(gap.severity, other.severity)));
}

function renderAdvice({ coverage }: EvaluatedNetworkAcl): string[] {
  const notes = renderPlanNotes(coverage);
  if (notes.length > 0 || coverage.plan.entries.length > 0) return notes;
  return ['No rule proposed: the severity is low.'];
}

function toFact({ direction, protocol, cidrBlock, ports, deniedBy }: Gap): string {
  const denier = deniedBy.kind === 'entry' ? deniedBy.ruleNumber : 'default';
  return [direction, protocol, formatCidrBlock(cidrBlock), formatPorts([ports]), denier].join(' ');
}
