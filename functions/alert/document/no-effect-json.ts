import type { Alert } from '../../review/words/alert.ts';
import type { AlertDocument } from './document.ts';

/** The allow rule without effect that the alert reports, where it reports one. */
export function toNoEffectJson(alert: Alert): AlertDocument['noEffect'] {
  if (alert.kind === 'cannot-evaluate' || alert.kind === 'resolved' || alert.noEffect === undefined)
    return null;
  const { direction, ruleNumber, decidedBy } = alert.noEffect;
  return { direction, ruleNumber, decidedBy };
}
