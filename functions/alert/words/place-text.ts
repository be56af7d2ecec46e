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
export function renderDigestPlace(digest: Pick<Digest, 'account' | 'region' | 'hub' | 'groups'>): string {
  const { account, region, hub } = digest;
  if (hub === undefined) return `${account} ${region}`;
  const { accounts, regions } = listPlaces(digest);
  if (accounts.length > 1) return `${accounts.length} accounts`;
  if (accounts.length === 0)
    return hub.about === 'account' ? account : `${hub.accounts} account${hub.accounts === 1 ? '' : 's'}`;
  return `${accounts[0]} ${regions.length === 1 ? regions[0] : `${regions.length} regions`}`;
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

/** The accounts and regions that a digest names something of. */
function listPlaces({ groups, hub }: Pick<Digest, 'groups' | 'hub'>) {
  const absent = hub?.absent ?? [];
  const regions = groups.flatMap(({ members }) => members.map(({ region }) => region));
  return {
    accounts: [...new Set([...groups, ...absent].map(({ account }) => account))],
    regions: [...new Set([...regions, ...absent.map(({ region }) => region)])],
  };
}
