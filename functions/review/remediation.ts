import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import { nothingKnown } from '../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { isTaken, stands } from './entry-identity.ts';
import type { ReviewContext } from './interfaces.ts';
import type { Remediation } from './words/alert.ts';

/** How often the entries are planned anew because somebody else changed the network ACL meanwhile. */
const MOST_PLANS = 3;
/** Waits before reading back what was written: EC2's reads are eventually consistent. Milliseconds. */
const READ_BACK_WAITS = [0, 250, 500, 1_000, 2_000];

/** Milliseconds after which no call is begun any more: people have to be told in the same invocation. */
const BUDGET = 30_000;
const OUT_OF_TIME = 'there was no more time: the next review goes on';

/** What stands now, and what of it the guard added. */
export interface Progress {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
  readonly created: readonly NetworkAclEntry[];
}

/** What became of the entries of one plan. */
interface Attempt {
  readonly created: readonly NetworkAclEntry[];
  /** Asked for, without a word from EC2 whether it stands: ours after a lost reply, or another's. */
  readonly unsure?: NetworkAclEntry;
  /** Why the rest was not tried. */
  readonly failure?: string;
  readonly gone?: boolean;
}

/**
 * Adds the planned entries one by one and reads back until they are seen to cover. Where somebody else changes the
 * network ACL meanwhile, it plans again. It never replaces and never deletes, and once it has begun to write it does
 * not throw: whatever goes wrong is told, with what was written.
 */
export async function remediate(start: Progress, context: ReviewContext): Promise<Remediation | 'gone'> {
  const { clock } = context;
  const end = clock.now().getTime() + BUDGET;
  const hasTime = () => clock.now().getTime() < end;
  let progress = start;
  for (let plans = 0; plans < MOST_PLANS && progress.coverage.writable.length > 0; plans += 1) {
    const attempt = await createEntries(progress, hasTime, context);
    if (attempt.gone) return 'gone';
    const { seen, ...next } = await readBack(progress, attempt, hasTime, context);
    progress = next;
    const sure = attempt.unsure === undefined || stands(progress.networkAcl, attempt.unsure);
    if (attempt.failure !== undefined && !(attempt.unsure && sure))
      return toRemediation(progress, attempt.failure);
    if (!seen) return toRemediation(progress, 'EC2 does not list yet what was added');
  }
  const changing = progress.coverage.writable.length > 0;
  return toRemediation(progress, changing ? 'somebody else keeps changing the network ACL' : undefined);
}

/** @param failure - why gaps are left, where not the plan itself says so */
export function toRemediation({ networkAcl, coverage, created }: Progress, failure?: string): Remediation {
  const unplaced =
    coverage.plan.unplaced.length > 0 ? 'not all of the missing rules have a place' : undefined;
  const reason = coverage.status === 'gap' ? (failure ?? unplaced) : undefined;
  return { created, after: networkAcl, coverageAfter: coverage, ...(reason && { failure: reason }) };
}

/** Creates what the plan says, up to the first entry that EC2 does not confirm. */
async function createEntries(
  { networkAcl, coverage }: Progress,
  hasTime: () => boolean,
  { networkAcls }: ReviewContext,
): Promise<Attempt> {
  const created: NetworkAclEntry[] = [];
  for (const entry of coverage.writable) {
    if (!hasTime()) return { created, failure: OUT_OF_TIME };
    const result = await networkAcls.create(networkAcl.networkAclId, entry);
    if (result.kind === 'created') created.push(entry);
    else if (result.kind === 'gone') return { created, gone: true };
    else if (result.kind === 'rule-number-taken') return { created, unsure: entry };
    else if (result.kind === 'unconfirmed') return { created, unsure: entry, failure: result.reason };
    else return { created, failure: result.reason };
  }
  return { created };
}

/** Reads until all that was created is listed, or the waits are over; `seen` says which. */
async function readBack(
  before: Progress,
  { created, unsure }: Attempt,
  hasTime: () => boolean,
  context: ReviewContext,
): Promise<Progress & { readonly seen: boolean }> {
  let networkAcl = before.networkAcl;
  let seen = false;
  for (const wait of READ_BACK_WAITS) {
    if (wait > 0) await context.clock.wait(wait);
    networkAcl = (await readAgain(networkAcl.networkAclId, context)) ?? networkAcl;
    seen =
      created.every(entry => stands(networkAcl, entry)) &&
      (unsure === undefined || isTaken(networkAcl, unsure));
    if (seen || !hasTime()) break;
  }
  const ours = unsure && stands(networkAcl, unsure) ? [unsure] : [];
  const coverage = evaluateCoverage(networkAcl, nothingKnown('turned-off'), context.settings);
  return { networkAcl, coverage, created: [...before.created, ...created, ...ours], seen };
}

/** Undefined where the network ACL cannot be read now: there is another try, and then what is known has to do. */
export async function readAgain(
  networkAclId: string,
  { networkAcls, log }: ReviewContext,
): Promise<NetworkAcl | undefined> {
  try {
    const read = (await networkAcls.read([networkAclId])).get(networkAclId);
    if (read instanceof Error) throw read;
    return read;
  } catch (error) {
    log({ level: 'WARN', message: 'not read back', networkAclId, error: String(error) });
    return undefined;
  }
}
