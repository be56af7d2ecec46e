import { joinWords } from '../../../functions/alert/words/plain-text.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import type { AllowWithoutEffect } from '../no-effect.ts';
import { renderNew } from './difference.ts';
import type { CheckFinding } from './finding.ts';

const SHOWN = 3;

/** Undefined without such rules. */
export function toNoEffectFinding(evaluated: EvaluatedNetworkAcl): CheckFinding | undefined {
  const { noEffect } = evaluated;
  if (noEffect.length === 0) return undefined;
  const texts = noEffect.map(renderNoEffect);
  const [headline = '', ...more] = texts.slice(0, SHOWN);
  const rest = noEffect.length > SHOWN ? [`${noEffect.length - SHOWN} more rules have no effect.`] : [];
  return {
    rule: 'replies-blocked',
    level: 'medium',
    headline,
    difference: evaluated.before ? `New ${noEffect.length === 1 ? 'rule' : 'rules'}.` : renderNew(evaluated),
    title: noEffect.length === 1 ? 'a new rule has no effect' : `${noEffect.length} new rules have no effect`,
    causes: [...more, ...rest],
    evidence: [],
    entries: [],
    advice: [
      `Give ${noEffect.length === 1 ? 'it a lower number' : 'them lower numbers'} than the deny rule.`,
    ],
    facts: `no-effect ${joinWords(texts)}`,
  };
}

/** `Outbound rule 120 has no effect: deny rule 90 decides first.` */
function renderNoEffect({ entry: { direction, ruleNumber }, deniedBy }: AllowWithoutEffect): string {
  const side = direction === 'egress' ? 'Outbound' : 'Inbound';
  return `${side} rule ${ruleNumber} has no effect: deny rule ${deniedBy} decides first.`;
}
