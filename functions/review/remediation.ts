import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { isListed, isTaken } from './entry-identity.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Done, Failure, Reason } from './words/done.ts';

/** How often the entries are planned again because another caller changed the network ACL meanwhile. */
const MOST_PLANS = 3;
/** Waits before reading back what was written: EC2's reads are eventually consistent. Milliseconds. */
const READ_BACK_WAITS = [0, 250, 500, 1_000, 2_000];
/** Milliseconds after which no call is begun any more: the report has to go out in the same invocation. */
const BUDGET = 30_000;

/** The network ACL as it is now, and which of its entries the guard added. */
export interface Progress {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
  readonly created: readonly NetworkAclEntry[];
}

/** The result of trying to add the planned entries. */
export type Remediation =
  | { readonly kind: 'gone' }
  | { readonly kind: 'tried'; readonly progress: Progress; readonly failure?: Failure };

/** What became of the entries of one plan. */
type Attempt =
  | { readonly kind: 'created'; readonly created: readonly NetworkAclEntry[] }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      readonly created: readonly NetworkAclEntry[];
      readonly failure: Failure;
    }
  /** EC2 does not say whether the last entry asked for exists: it is ours after a lost reply, or another's. */
  | {
      readonly kind: 'unsure';
      readonly created: readonly NetworkAclEntry[];
      readonly unsure: NetworkAclEntry;
      /** Of the creation; absent where the rule number was taken. */
      readonly failure?: Failure;
    };

/**
 * Adds the planned entries one by one and reads back until they are seen to cover. Where another caller changes the
 * network ACL meanwhile, it plans again. It never replaces and never deletes, and once it has begun to write it does
 * not throw: the report has what was written and what went wrong.
 */
export async function remediate(start: Progress, context: ReviewContext): Promise<Remediation> {
  const { clock } = context;
  const end = clock.now().getTime() + BUDGET;
  const hasTime = () => clock.now().getTime() < end;
  let progress = start;
  for (let plans = 0; plans < MOST_PLANS && progress.coverage.plan.entries.length > 0; plans += 1) {
    const attempt = await createEntries(progress, hasTime, context);
    if (attempt.kind === 'gone') return attempt;
    const { seen, ...next } = await readBack(progress, attempt, hasTime, context);
    progress = next;
    const failure = toFailure(attempt, progress.networkAcl);
    if (failure) return { kind: 'tried', progress, failure };
    if (!seen) return { kind: 'tried', progress, failure: { kind: 'not-listed' } };
  }
  const changing = progress.coverage.plan.entries.length > 0;
  return { kind: 'tried', progress, ...(changing && { failure: { kind: 'keeps-changing' } }) };
}

/** An entry that EC2 did not confirm and that is listed did not fail. */
function toFailure(attempt: Exclude<Attempt, { kind: 'gone' }>, networkAcl: NetworkAcl): Failure | undefined {
  if (attempt.kind === 'created') return undefined;
  if (attempt.kind === 'failed') return attempt.failure;
  return isListed(networkAcl, attempt.unsure) ? undefined : attempt.failure;
}

/**
 * What the guard did, for the report.
 *
 * @param reason - why it did nothing more; undefined where only the plan says so
 */
export function toDone({ networkAcl, coverage, created }: Progress, reason: Reason | undefined): Done {
  const { entries, unplaced } = coverage.plan;
  const isMissing = entries.length + unplaced.length > 0;
  const left = reason ?? (unplaced.length > 0 ? ({ kind: 'unplaced' } as const) : undefined);
  if (created.length === 0) return { did: 'nothing', reason: left ?? { kind: 'nothing-to-add' } };
  return {
    did: 'added',
    entries: created,
    after: networkAcl,
    coverageAfter: coverage,
    ...(isMissing && left && { unfinished: left }),
  };
}

/** Creates what the plan says, up to the first entry that EC2 does not confirm. */
async function createEntries(
  { networkAcl, coverage }: Progress,
  hasTime: () => boolean,
  { networkAcls }: ReviewContext,
): Promise<Attempt> {
  const created: NetworkAclEntry[] = [];
  for (const entry of coverage.plan.entries) {
    if (!hasTime()) return { kind: 'failed', created, failure: { kind: 'out-of-time' } };
    const result = await networkAcls.create(networkAcl.networkAclId, entry);
    switch (result.kind) {
      case 'created':
        created.push(entry);
        break;
      case 'gone':
        return { kind: 'gone' };
      case 'rule-number-taken':
        return { kind: 'unsure', created, unsure: entry };
      case 'unconfirmed':
        return { kind: 'unsure', created, unsure: entry, failure: result };
      case 'refused':
        return { kind: 'failed', created, failure: result };
    }
  }
  return { kind: 'created', created };
}

/** Reads until all that was created is listed, or the waits are over; `seen` says which. */
async function readBack(
  before: Progress,
  attempt: Exclude<Attempt, { kind: 'gone' }>,
  hasTime: () => boolean,
  context: ReviewContext,
): Promise<Progress & { readonly seen: boolean }> {
  const { created } = attempt;
  const unsure = attempt.kind === 'unsure' ? attempt.unsure : undefined;
  let networkAcl = before.networkAcl;
  let seen = false;
  for (const wait of READ_BACK_WAITS) {
    if (wait > 0) await context.clock.wait(wait);
    networkAcl = (await readAgain(networkAcl.networkAclId, context)) ?? networkAcl;
    seen =
      created.every(entry => isListed(networkAcl, entry)) &&
      (unsure === undefined || isTaken(networkAcl, unsure));
    if (seen || !hasTime()) break;
  }
  const ours = unsure && isListed(networkAcl, unsure) ? [unsure] : [];
  const coverage = evaluateCoverage(networkAcl.entries, context.settings);
  return { networkAcl, coverage, created: [...before.created, ...created, ...ours], seen };
}

/** Undefined where the network ACL cannot be read now: the caller tries again, or uses what it has. */
export async function readAgain(
  networkAclId: string,
  { networkAcls, log }: ReviewContext,
): Promise<NetworkAcl | undefined> {
  const warn = (error: unknown) =>
    log({ level: 'WARN', message: 'could not read back', networkAclId, error });
  try {
    const read = (await networkAcls.read([networkAclId])).get(networkAclId);
    if (read?.kind === 'read') return read.networkAcl;
    if (read) warn(read.reason);
  } catch (error) {
    warn(String(error));
  }
  return undefined;
}
