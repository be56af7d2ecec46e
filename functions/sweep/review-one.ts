import type { Assumptions } from '../coverage/assumptions.ts';
import { type FoundNetworkAcl, GONE, type ReviewContext } from '../review/interfaces.ts';
import type { Outcome } from '../review/outcome.ts';
import { logIgnoredPorts } from '../review/ports-tag.ts';
import { review, reviewUnrecorded } from '../review/review.ts';
import { logUnknownTag } from '../review/unknown-tag.ts';
import { UnreachableError } from '../review/unreachable.ts';
import type { Reviewed } from './results.ts';

/**
 * Reviews one network ACL of a sweep. A review that fails is logged.
 *
 * @param recorded - the network ACLs that something is on record about; undefined: it is not known
 * @throws UnreachableError where the hub may not read the member: the others cannot be read either
 */
export async function reviewOne(
  networkAclId: string,
  found: FoundNetworkAcl,
  recorded: ReadonlySet<string> | undefined,
  context: ReviewContext,
): Promise<Reviewed> {
  let last: Assumptions | undefined;
  const noteAssumptions = (assumptions: Assumptions) => {
    last = assumptions;
  };
  try {
    const outcome = await toOutcome(networkAclId, found, recorded, { ...context, noteAssumptions });
    const { kind, ...rest } = outcome;
    context.log({ level: 'INFO', message: 'review finished', outcome: kind, networkAclId, ...rest });
    return { outcome, ...(last && { assumptions: last }) };
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    const failure = { outcome: 'failed', networkAclId, error: String(error) };
    context.log({ level: 'ERROR', message: 'review failed', ...failure });
    return {};
  }
}

async function toOutcome(
  networkAclId: string,
  found: FoundNetworkAcl,
  recorded: ReadonlySet<string> | undefined,
  context: ReviewContext,
): Promise<Outcome> {
  const isUnrecorded = recorded?.has(networkAclId) === false && found.kind === 'read';
  const quiet = isUnrecorded ? await reviewUnrecorded(found.networkAcl, context) : undefined;
  if (quiet && found.kind === 'read') {
    logUnknownTag(networkAclId, found.networkAcl.tags, context.log);
    logIgnoredPorts(found.networkAcl, context.settings, context.log);
  }
  return quiet ?? reviewNow(networkAclId, context);
}

/** As it is now: a page is minutes old by its end, and an operator may have changed a rule since. */
async function reviewNow(networkAclId: string, context: ReviewContext): Promise<Outcome> {
  const read = await context.networkAcls.read([networkAclId]);
  return review(networkAclId, read.get(networkAclId) ?? GONE, undefined, context);
}
