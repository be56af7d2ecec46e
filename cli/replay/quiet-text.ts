import { renderDecisions } from '../../functions/alert/words/decision-text.ts';
import { joinFirst } from '../../functions/alert/words/plain-text.ts';
import type { Coverage } from '../../functions/coverage/coverage.ts';
import { findDecisions } from '../../functions/coverage/decisions.ts';

const RULES_SHOWN = 6;

/** Why a review without an alert made no change, in a sentence. */
export function renderQuiet(coverage: Coverage): string {
  return `No change made: ${toReason(coverage)}.`;
}

function toReason(coverage: Coverage): string {
  const decidedBy = findDecisions(coverage);
  if (decidedBy.length > 0) return renderDecisions(decidedBy);
  if (coverage.status === 'gap') return `the severity of the gap is ${coverage.severity}`;
  const receivers = coverage.assumptions.answers.filter(({ direction }) => direction === 'ingress');
  if (receivers.length === 0) return 'replies reach all clients';
  const [noun, verb] = receivers.length === 1 ? ['rule', 'lets'] : ['rules', 'let'];
  const numbers = receivers.map(({ ruleNumber }) => String(ruleNumber));
  return `inbound ${noun} ${joinFirst(numbers, RULES_SHOWN, 'rules')} only ${verb} in replies to own requests`;
}
