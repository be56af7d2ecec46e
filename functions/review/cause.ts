import { cutName } from './bounded-alert.ts';
import { openAlert, type RecordedAlert } from './finding.ts';
import { isExplanation, toShownChange } from './shown-change.ts';
import type { Subject } from './to-alert.ts';
import type { Change, GapCause } from './words/change.ts';

/** UTF-16 code units of an ARN: the path of a user has up to 512, and its name 64. */
const LONGEST_ACTOR = 700;

/**
 * The change that opened the gaps of an alert. Gaps that an open alert has reported keep theirs: they are older than the
 * change that led to this review.
 *
 * @returns undefined where no change explains the gaps
 */
export function toCause(
  { kind, fingerprint }: Pick<RecordedAlert, 'kind' | 'fingerprint'>,
  { change, finding, coverage, noEffect }: Pick<Subject, 'change' | 'finding' | 'coverage' | 'noEffect'>,
): GapCause | undefined {
  const open = openAlert(finding);
  if (kind === 'reminder' || open?.fingerprint === fingerprint) return open?.cause;
  if (change === undefined || noEffect?.isOnlyCause) return undefined;
  const shown = toShownChange(change, coverage);
  return isExplanation(shown, coverage) ? toKeptChange(shown) : undefined;
}

/** Without what no reminder has room for. */
function toKeptChange({ action, eventId, at, actor, invokedBy, target }: Change): GapCause {
  return {
    action,
    ...(eventId && { eventId }),
    ...(at && { at }),
    ...(actor && { actor: cutName(actor, LONGEST_ACTOR) }),
    ...(invokedBy && { invokedBy: cutName(invokedBy) }),
    ...(target?.kind === 'rule' && { target }),
  };
}
