import { identify } from '../../functions/review/entry-identity.ts';
import { addedEntries } from '../../functions/review/finding.ts';
import type { Lived } from './lived.ts';

/**
 * Whether an alert reports an entry as the guard's that another caller created, with an undo that deletes it. Where a call
 * left it open what was created, two equal entries cannot be distinguished; where none did, they can.
 */
export function findWrongClaims({ story, calls }: Pick<Lived, 'story' | 'calls'>): string[] {
  if (calls.doubts > 0) return [];
  const written = new Set(story.writes.map(({ entry }) => identify(entry)));
  const claimed = story.published.flatMap(({ alert }) => addedEntries(alert).map(identify));
  return [...new Set(claimed)]
    .filter(entry => !written.has(entry))
    .map(entry => `an entry of another caller was reported as the guard's: ${entry}`);
}
