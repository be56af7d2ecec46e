import { renderPlanNotes } from '../../../functions/alert/words/missing-text.ts';
import type { Gap } from '../../../functions/coverage/gaps.ts';
import type { Direction } from '../../../functions/coverage/network-acl-entry.ts';
import { reaches, type Severity } from '../../../functions/coverage/severity.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { formatPorts } from '../../../functions/coverage/space/port-set.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { renderCauses, renderMissing } from './causes.ts';
import { renderEvidence } from './evidence.ts';
import type { CheckFinding } from './finding.ts';
import { renderHeadline, renderTitle } from './headline.ts';
import { admitting, toHeadlineFacts } from './headline-facts.ts';

/** The gaps of one direction as one finding; undefined where there is none. */
export function toGapFinding(
  evaluated: EvaluatedNetworkAcl,
  direction: Direction,
  severity: Severity,
): CheckFinding | undefined {
  const all = evaluated.coverage.gaps.filter(gap => gap.direction === direction);
  if (all.length === 0 || severity === 'none') return undefined;
  const gaps = worstOf(all);
  const facts = toHeadlineFacts(gaps, evaluated);
  const broad = renderBroad(gaps, evaluated);
  const egress = direction === 'egress';
  const { coverage } = evaluated;
  return {
    rule: egress ? 'replies-blocked' : 'own-replies-blocked',
    level: severity,
    headline: broad ?? renderHeadline(facts),
    title: broad ? 'everything is let in, but the replies are not let out' : renderTitle(facts),
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

/** Where only rules for everything let clients in, a share of a service says nothing. */
function renderBroad(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): string | undefined {
  if (gaps.some(({ evidence }) => evidence !== 'broad')) return undefined;
  const [entry] = admitting(gaps, evaluated.networkAcl);
  if (entry === undefined) return undefined;
  return `Inbound rule ${entry.ruleNumber} allows everything from ${formatCidrBlock(entry.cidrBlock)}, outbound does not.`;
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
