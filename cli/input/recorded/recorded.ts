import { groupBy } from '../../../functions/alert/words/group-by.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import { InputError } from '../input-error.ts';
import type { InputSource, UnreadableInput } from '../listed-network-acl.ts';
import { addDescribed, type Listing } from '../listing.ts';
import { toNewestNetworkAcls, toPlace } from './newest.ts';
import { isExisting, type RecordedItem } from './recorded-item.ts';
import { type MalformedItem, RecordedPlace } from './recorded-place.ts';

/** Finds what AWS Config recorded around a network ACL; undefined: nothing. */
export type FindRecorded = (networkAcl: NetworkAcl, source: InputSource) => Surroundings | undefined;

/** Adds the network ACLs that AWS Config recorded, each as its newest item shows it. */
export function addRecorded(items: readonly RecordedItem[], listing: Listing): void {
  for (const item of toNewestNetworkAcls(items)) {
    if (isExisting(item)) addDescribed(listing, { described: item.state.described, origin: item.origin });
    else if (item.state.kind === 'malformed')
      listing.unreadable.push(toUnreadable([{ item, reason: item.state.reason }]));
  }
}

/** Reads what is around network ACLs; items that are malformed are one line for each file and kind of resource. */
export function readRecorded(items: readonly RecordedItem[], unreadable: UnreadableInput[]): FindRecorded {
  const around = items.filter(({ type }) => type !== 'AWS::EC2::NetworkAcl');
  const places = [...groupBy(around, toPlace).values()].map(some => new RecordedPlace(some));
  const malformed = places.flatMap(place => place.malformed);
  const byFile = groupBy(malformed, ({ item }) => `${item.type} ${item.origin.file}`);
  unreadable.push(...[...byFile.values()].map(toUnreadable));
  return (networkAcl, source) => findAround(places, networkAcl, source);
}

function findAround(
  places: readonly RecordedPlace[],
  networkAcl: NetworkAcl,
  { account, region }: InputSource,
): Surroundings | undefined {
  const inRegion = places.filter(place => place.knows(networkAcl.vpcId) && isAlike(place.region, region));
  const [place, ...others] = inRegion.filter(each => isAlike(each.account, account));
  if (place === undefined || others.length > 0) return undefined;
  const surroundings = place.surroundings(networkAcl);
  // Each account records its own interfaces: those of others may be missing.
  const isShared = inRegion.some(each => each !== place && each.hasInterfaces(networkAcl.vpcId));
  return isShared ? { ...surroundings, exposure: { kind: 'unknown', reason: 'shared-vpc' } } : surroundings;
}

function isAlike(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** @param malformed - of one file, at least one */
function toUnreadable(malformed: readonly MalformedItem[]): UnreadableInput {
  const [{ item, reason } = { item: undefined, reason: '' }] = malformed;
  const file = item?.origin.file ?? '';
  const more = malformed.length > 1 ? ` (and ${malformed.length - 1} more like it)` : '';
  return { file, networkAcl: undefined, reason: new InputError(`${file}: ${reason}${more}`).message };
}
