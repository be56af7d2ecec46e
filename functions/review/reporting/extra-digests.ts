import type { AbsentMember } from '../words/hub-digest.ts';
import type { Occasion, PendingFinding } from './due.ts';
import type { HubOverview } from './hub-overview.ts';
import { groupByAccount, type PlannedDigest, toDigestId, toPlanned } from './planned-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** What joins digests that are planned anyway. */
interface Extra {
  /** Network ACLs that had too many alerts. */
  readonly held: readonly PendingFinding[];
  readonly absent: readonly AbsentMember[];
  readonly record: ReporterRecord;
}

/** What had too many alerts joins a digest, and has one of its own at the end of a sweep. */
export function addHeld(
  digests: readonly PlannedDigest[],
  occasion: Occasion,
  { held, record }: Extra,
  overview: HubOverview | undefined,
): readonly PlannedDigest[] {
  return [...groupByAccount(held, overview)].reduce((planned, [account, members]) => {
    const own =
      occasion === 'sweep-end' ? [toPlanned({ of: 'sweep', ...toAccount(account), members }, record)] : [];
    return joinFirst(planned, account, one => ({ ...one, members: [...one.members, ...members] }), own);
  }, digests);
}

/** Members that do not report join a digest, or have one of their own. */
export function addAbsent(
  digests: readonly PlannedDigest[],
  { absent, record }: Extra,
  overview: HubOverview | undefined,
): readonly PlannedDigest[] {
  return [...groupByAccount(absent, overview)].reduce((planned, [account, some]) => {
    const id = toDigestId('absence', [`${record.plan?.id}`, `${account}`]);
    const own = { of: 'absence', id, members: [], absent: some, ...toAccount(account) } as const;
    return joinFirst(planned, account, one => ({ ...one, absent: some }), [own]);
  }, digests);
}

/** Changes the first digest of the account; where there is none, `own` comes behind the others. */
function joinFirst(
  digests: readonly PlannedDigest[],
  account: string | undefined,
  join: (digest: PlannedDigest) => PlannedDigest,
  own: readonly PlannedDigest[],
): readonly PlannedDigest[] {
  const first = digests.find(one => one.account === account);
  return first ? digests.map(one => (one === first ? join(one) : one)) : [...digests, ...own];
}

function toAccount(account: string | undefined): { readonly account?: string } {
  return account === undefined ? {} : { account };
}
