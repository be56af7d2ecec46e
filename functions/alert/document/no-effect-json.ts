import type { Alert } from '../../review/words/alert.ts';
import { renderNoEffect } from '../words/no-effect-text.ts';
import type { AlertDocument } from './document.ts';

/** The allow rule without effect that the alert reports, where it reports one, and the sentence about it. */
export function toNoEffectJson(alert: Alert): Pick<AlertDocument, 'cause' | 'noEffect'> {
  if (alert.kind === 'cannot-evaluate' || alert.kind === 'resolved' || alert.noEffect === undefined)
    return { cause: null, noEffect: null };
  const { direction, ruleNumber, decidedBy } = alert.noEffect;
  return { cause: renderNoEffect(alert.noEffect), noEffect: { direction, ruleNumber, decidedBy } };
}
