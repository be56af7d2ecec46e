import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { ExposureReader, ReviewContext } from '../review/interfaces.ts';
import type { Outcome } from '../review/outcome.ts';
import { judgeQuietly, reviewFound } from '../review/review.ts';
import { isMended } from '../review/words/alert.ts';
import type { Progress } from './progress.ts';

/** All that a sweep needs from outside. */
export interface SweepContext extends ReviewContext {
  /** The network ACLs that something is on record about. */
  readonly listRecorded: () => Promise<ReadonlySet<string>>;
  /** A reader of exposure for one sweep, which reads many network ACLs at once. */
  readonly exposureReader: () => ExposureReader;
  /** Has the sweep go on from there, in an invocation of its own. */
  readonly goOn: (from: Progress) => Promise<void>;
}

/** Network ACLs of a page that are reviewed side by side: EC2 and people share the account's call limits. */
const SIDE_BY_SIDE = 5;

/**
 * Reviews every network ACL of the region, page by page. One whose review fails is logged and does not stop the rest:
 * the next sweep tries again. Before time runs out it has the rest done by another invocation.
 *
 * @param hasTime - whether there is time for a few more reviews
 * @throws what listing the network ACLs or handing on throws: the sweep is then tried again from `from`
 */
export async function sweep(from: Progress, hasTime: () => boolean, context: SweepContext): Promise<void> {
  // Minutes older than the last review at most: what guard has recorded since then, guard looks after.
  const recorded = await readRecorded(context);
  let progress = from;
  for (;;) {
    const page = await context.networkAcls.list(progress.nextToken);
    const networkAcls = [...page.networkAcls];
    while (progress.skip < networkAcls.length) {
      // Some are done in any case: handing on what was handed on would never come to an end.
      if (progress.swept > from.swept && !hasTime()) return handOn(progress, context);
      const few = networkAcls.slice(progress.skip, progress.skip + SIDE_BY_SIDE);
      const outcomes = await Promise.all(few.map(([id, found]) => reviewOne(id, found, recorded, context)));
      progress = {
        ...progress,
        skip: progress.skip + few.length,
        swept: progress.swept + few.length,
        openGaps: progress.openGaps + outcomes.filter(isOpenGap).length,
      };
    }
    if (page.nextToken === undefined) return finish(progress, context);
    progress = { ...progress, nextToken: page.nextToken, skip: 0 };
  }
}

/** @returns undefined where the table cannot be read: each review then tries for itself */
async function readRecorded({ listRecorded, log }: SweepContext): Promise<ReadonlySet<string> | undefined> {
  try {
    return await listRecorded();
  } catch (error) {
    log({ level: 'ERROR', message: 'findings not listed', error: String(error) });
    return undefined;
  }
}

/** @returns undefined where the review failed */
async function reviewOne(
  networkAclId: string,
  found: NetworkAcl | Error,
  recorded: ReadonlySet<string> | undefined,
  context: ReviewContext,
): Promise<Outcome | undefined> {
  try {
    const unknown = recorded?.has(networkAclId) === false && !(found instanceof Error);
    const quiet = unknown ? judgeQuietly(found, context.settings) : undefined;
    const outcome = quiet ?? (await reviewNow(networkAclId, context));
    const { kind, ...rest } = outcome;
    context.log({ level: 'INFO', message: 'outcome', outcome: kind, networkAclId, ...rest });
    return outcome;
  } catch (error) {
    const failure = { outcome: 'failed', networkAclId, error: String(error) };
    context.log({ level: 'ERROR', message: 'review failed', ...failure });
    return undefined;
  }
}

/** As it is now: a page is minutes old by its end, and people may have closed, opened or denied something since. */
async function reviewNow(networkAclId: string, context: ReviewContext): Promise<Outcome> {
  const read = await context.networkAcls.read([networkAclId]);
  return reviewFound(networkAclId, read.get(networkAclId), undefined, context);
}

/** Whether there is a gap that people should mend. */
function isOpenGap(outcome: Outcome | undefined): boolean {
  if (outcome?.kind !== 'alerted') return outcome?.kind === 'known';
  return !isMended(outcome.alertKind);
}

async function handOn(progress: Progress, { goOn, log }: SweepContext): Promise<void> {
  await goOn(progress);
  log({ level: 'INFO', message: 'sweep handed on', progress });
}

function finish({ swept, openGaps }: Progress, { log }: SweepContext): void {
  log({ level: 'INFO', message: 'sweep finished', swept, openGaps, completedSweeps: 1 });
}
