import type { NoEffect } from '../../review/words/no-effect.ts';
import { capitalize } from './plain-text.ts';

/** What is wrong with an entry without effect, in a sentence. */
export function renderNoEffect(noEffect: NoEffect): string {
  return `${capitalize(renderRule(noEffect))} has no effect: deny rule ${noEffect.decidedBy} decides first.`;
}

/** What an operator can do about it. */
export function renderNoEffectFix(noEffect: NoEffect): string {
  return `Give ${renderRule(noEffect)} a number below ${noEffect.decidedBy}, or remove it.`;
}

/** That it is over. */
export function renderNoEffectOver(noEffect: NoEffect): string {
  return `${capitalize(renderRule(noEffect))} takes effect now, or no longer exists.`;
}

function renderRule({ direction, ruleNumber }: NoEffect): string {
  return `${direction === 'egress' ? 'outbound' : 'inbound'} rule ${ruleNumber}`;
}
