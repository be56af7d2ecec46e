import { PageTokens } from '../aws/page-tokens.ts';
import type { FoundNetworkAcl, ReviewContext } from '../review/interfaces.ts';
import type { FinishedSweep } from '../review/reporting/reporter-record.ts';
import type { Mode } from '../review/words/mode.ts';
import { addOwners } from './other-owners.ts';
import type { SweepProgress } from './progress.ts';
import { addResult, countOpen, NO_RESULTS, type Reviewed, toSweepFigures } from './results.ts';
import { reviewOne } from './review-one.ts';
import { addShadowedDenies, listShadowedDenies } from './shadowed-denies.ts';
import { removeUnlisted } from './unlisted.ts';

/** All that a sweep needs from outside. */
export interface SweepContext
  extends Omit<
    ReviewContext,
    'alerts' | 'mayBeHeard' | 'isLastTry' | 'isFirstSweep' | 'repeatsOpen' | 'noteAssumptions'
  > {
  /** The network ACLs that something is on record about. */
  readonly listRecorded: () => Promise<ReadonlySet<string>>;
  /** Has another invocation continue the sweep from there. */
  readonly continueSweep: (from: SweepProgress) => Promise<void>;
  /** Whether it is one of many sweeps, whose figures are added up at their end. */
  readonly isPart?: boolean;
}

/**
 * Network ACLs of a page that are reviewed side by side: EC2 and operators share the account's call limits. Where entries
 * may be written, one review follows the other: side by side they would have EC2 throttle the account.
 */
const SIDE_BY_SIDE = { notify: 5, 'opt-in': 1, remediate: 1 } as const satisfies Record<Mode, number>;

/**
 * Reviews every network ACL of the region, page by page, and removes the findings of those that do not exist any more.
 * One whose review fails is logged and does not stop the rest: the next sweep tries again. Before time runs out another
 * invocation continues with the rest.
 *
 * @param hasTime - whether there is time for a few more reviews
 * @returns what the sweep found, where it has finished
 * @throws UnreachableError where the hub may not read the member
 * @throws what listing the network ACLs or continuing throws: the sweep is then tried again from `from`
 */
export async function sweep(
  from: SweepProgress,
  hasTime: () => boolean,
  context: SweepContext,
): Promise<FinishedSweep | 'continued'> {
  // Minutes older than the last review at most: what guard has recorded since then, guard looks after.
  const recorded = await readRecorded(context);
  const unlisted = new Set(recorded);
  const isFirstSweep = from.isFirst === true;
  // Operators hear once of everything, however much an earlier version has reported.
  const repeatsOpen = from.repeatsOpen ?? isFirstSweep;
  // The next sweep is a day away.
  const reviewing = { ...context, isLastTry: true, isFirstSweep, repeatsOpen };
  const tokens = new PageTokens('network ACLs');
  tokens.next(from.nextToken);
  let progress = from;
  for (;;) {
    const page = await context.networkAcls.list(progress.nextToken);
    const networkAcls = [...page.networkAcls];
    for (const [id] of networkAcls) unlisted.delete(id);
    progress = addOwners(progress, page);
    while (progress.skip < networkAcls.length) {
      // Each invocation reviews some: a sweep that only hands over to the next invocation would never end.
      if (progress.swept > from.swept && !hasTime()) return handOver(progress, context);
      const few = networkAcls.slice(progress.skip, progress.skip + SIDE_BY_SIDE[context.settings.mode]);
      const reviews = await Promise.allSettled(
        few.map(([id, found]) => reviewOne(id, found, recorded, reviewing)),
      );
      progress = advance(progress, few, reviews.map(toReviewed));
    }
    const nextToken = tokens.next(page.nextToken);
    if (nextToken === undefined) break;
    progress = { ...progress, nextToken, skip: 0 };
  }
  await removeUnlisted([...unlisted], hasTime, context);
  return finish(progress, context);
}

function advance(
  progress: SweepProgress,
  swept: readonly (readonly [networkAclId: string, found: FoundNetworkAcl])[],
  reviewed: readonly Reviewed[],
): SweepProgress {
  const shadowedDenies = addShadowedDenies(progress.shadowedDenies, swept);
  const results = swept.reduce(
    (before, [, found], index) =>
      addResult(before, found, reviewed[index] ?? {}, listShadowedDenies(found).length > 0),
    progress.results ?? NO_RESULTS,
  );
  return {
    ...progress,
    skip: progress.skip + swept.length,
    swept: progress.swept + swept.length,
    openGaps: countOpen(results),
    results,
    ...(shadowedDenies && { shadowedDenies }),
  };
}

/** @throws what ended the sweep, once no review is under way any more */
function toReviewed(review: PromiseSettledResult<Reviewed>): Reviewed {
  if (review.status === 'rejected') throw review.reason;
  return review.value;
}

/** @returns undefined where the table cannot be read: each review then tries for itself */
async function readRecorded({ listRecorded, log }: SweepContext): Promise<ReadonlySet<string> | undefined> {
  try {
    return await listRecorded();
  } catch (error) {
    log({ level: 'ERROR', message: 'could not list the findings', error: String(error) });
    return undefined;
  }
}

async function handOver(progress: SweepProgress, { continueSweep, log }: SweepContext): Promise<'continued'> {
  await continueSweep(progress);
  log({ level: 'INFO', message: 'sweep continues in another invocation', progress });
  return 'continued';
}

function finish(progress: SweepProgress, { log, clock, isPart }: SweepContext): FinishedSweep {
  const { swept, shadowedDenies, isFirst, repeatsOpen, otherOwners, results = NO_RESULTS } = progress;
  const { count = 0, listed = [] } = shadowedDenies ?? {};
  log({
    ...{ level: 'INFO', message: 'sweep finished', networkAclsEvaluated: swept },
    ...(isPart ? { open: results.open } : toSweepFigures(results.open)),
    ...(otherOwners && { otherOwners }),
    ...{ shadowedDenies: count, ...(listed.length > 0 && { shadowedDenyRules: listed }) },
  });
  const { open, ...counts } = results;
  return {
    purpose: isFirst ? 'first' : repeatsOpen ? 'open' : 'due',
    open,
    ...(otherOwners && { otherOwners }),
    result: { ...counts, at: clock.now(), evaluated: swept, shadowedDenies: listed },
  };
}
