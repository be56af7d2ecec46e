import { joinFirst } from './plain-text.ts';

const RULES_SHOWN = 6;

/** `outbound rule 50 denies these replies on purpose`. @param ruleNumbers - at least one */
export function renderDecisions(ruleNumbers: readonly number[]): string {
  const [noun, verb] = ruleNumbers.length === 1 ? ['rule', 'denies'] : ['rules', 'deny'];
  return `outbound ${noun} ${joinFirst(ruleNumbers.map(String), RULES_SHOWN, 'rules')} ${verb} these replies on purpose`;
}
