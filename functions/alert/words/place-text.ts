import type { Digest } from '../../review/words/digest.ts';
import type { HubDigest } from '../../review/words/hub-digest.ts';

/** `Account shop (111122223333)`, or `Account 111122223333` where its name is not known. */
export function renderHeading(account: string, { accountNames }: Pick<HubDigest, 'accountNames'>): string {
  return `Account ${renderNamed(account, accountNames.get(account))}`;
}

/** `shop (111122223333)`, or the id where the name is not known. */
export function renderNamed(account: string, name: string | undefined): string {
  return name === undefined ? account : `${name} (${account})`;
}

/** What a digest is about, as its title ends: `111122223333 eu-central-1`, or `12 accounts`. */
export function renderDigestPlace(digest: Digest): string {
  const { account, region, hub } = digest;
  if (hub === undefined) return `${account} ${region}`;
  const { accounts, regions } = listPlaces(digest);
  const [only = account] = accounts;
  const count = accounts.length || hub.accounts || 1;
  if (count !== 1 && hub.about === 'organisation') return `${count} accounts`;
  if (regions.length === 0) return only;
  return `${only} ${regions.length === 1 ? regions[0] : `${regions.length} regions`}`;
}

/** What a digest is about, as a sentence. */
export function renderDigestWhere({
  account,
  region,
  hub,
}: Pick<Digest, 'account' | 'region' | 'hub'>): string {
  if (hub === undefined) return `Account ${account}, ${region}.`;
  if (hub.about === 'organisation') return `Hub: account ${account}, ${region}.`;
  return `${renderHeading(account, hub)}, reported by the hub in ${region}.`;
}

/** The accounts and regions that a digest names network ACLs of; without any, those of members that do not report. */
function listPlaces({ about, groups, hub }: Digest) {
  const absent = about.kind === 'absence' ? (hub?.absent ?? []) : [];
  const regions = groups.flatMap(({ members }) => members.map(({ region }) => region));
  return {
    accounts: [...new Set([...groups, ...absent].map(({ account }) => account))],
    regions: [...new Set([...regions, ...absent.map(({ region }) => region)])],
  };
}
