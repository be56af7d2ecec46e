import { addedEntries } from '../../functions/review/finding.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { isFixed } from '../../functions/review/words/alert-kind.ts';
import type { Lived } from './lived.ts';

/** Outcomes of a review that finds no gap to report. */
const NO_GAP = ['covered', 'below-threshold', 'muted'];

/** Whether an alert was published that a whole review had found not to be so, before a reporter claimed it. */
export function findStale({ story }: Pick<Lived, 'story'>): string[] {
  return story.published.flatMap(({ alert, pending }) => {
    if (pending === undefined || addedEntries(alert).length > 0) return [];
    const since = story.quiet.find(
      one =>
        one.networkAclId === alert.networkAclId &&
        pending.leftAt < one.startedAt &&
        one.at < pending.claimedAt &&
        contradicts(one.outcome, alert),
    );
    return since ? [`an alert was published that a later review had found not to be so: ${alert.kind}`] : [];
  });
}

function contradicts(outcome: string, { kind }: Alert): boolean {
  return isFixed(kind) ? outcome === 'known' : NO_GAP.includes(outcome);
}
