import { digest as hash } from '../reported-gaps.ts';
import type { AbsentMember } from '../words/hub-digest.ts';
import type { Class, PendingFinding } from './due.ts';
import type { HubOverview } from './hub-overview.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** What the members of a digest have in common; `introduction`: it is the first message after a deployment. */
export type DigestClass = Class | 'introduction' | 'open' | 'absence';

/** A digest that is to be published, and what it is made of. */
export interface PlannedDigest {
  readonly of: DigestClass;
  readonly id: string;
  readonly members: readonly PendingFinding[];
  /** The account of a hub that it is about; absent: all of them. */
  readonly account?: string;
  /** Members of a hub that it names because they do not report. */
  readonly absent: readonly AbsentMember[];
}

/** Network ACLs that would be one digest. */
export interface ClassMembers {
  readonly of: DigestClass;
  /** Absent: digests are not of one account. */
  readonly account?: string;
  readonly members: readonly PendingFinding[];
}

/** All together, where digests are not of one account each. */
export function groupByAccount<T extends { readonly account: string }>(
  all: readonly T[],
  overview: HubOverview | undefined,
): ReadonlyMap<string | undefined, readonly T[]> {
  return Map.groupBy(all, ({ account }) => (overview?.by === 'account' ? account : undefined));
}

/** The digest of a class. Cut off before anything was claimed, it is planned with the same id again. */
export function toPlanned(
  { of, account, members }: ClassMembers,
  { sweep }: Pick<ReporterRecord, 'sweep'>,
): PlannedDigest {
  const names = members.map(
    ({ account: owner, region, networkAclId, pending: [first] }) =>
      `${owner} ${region} ${networkAclId} ${first?.recorded.at.toISOString()}`,
  );
  const id = toDigestId(of, [`${sweep?.result.at.toISOString()}`, ...(account ? [account] : []), ...names]);
  return { of, id, members, absent: [], ...(account && { account }) };
}

/** The same for the same alerts. */
export function toDigestId(of: string, alertIds: readonly string[]): string {
  return hash([of, ...alertIds.toSorted()].join('\n'));
}
