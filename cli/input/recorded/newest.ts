import { isInterface, type RecordedItem } from './recorded-item.ts';

/** The newest item of each resource of an account and region; of items of the same time the last one. */
export function toNewest(items: readonly RecordedItem[]): ReadonlySet<RecordedItem> {
  const newest = new Map<unknown, RecordedItem>();
  for (const item of items) {
    // An item without an id is like no other one.
    const key = item.resourceId === undefined ? item : `${toPlace(item)} ${item.type} ${item.resourceId}`;
    const known = newest.get(key);
    if (known === undefined || toOrder(item) >= toOrder(known)) newest.set(key, item);
  }
  return new Set(newest.values());
}

/** The newest item of each network ACL. */
export function toNewestNetworkAcls(items: readonly RecordedItem[]): RecordedItem[] {
  return [...toNewest(items.filter(({ type }) => type === 'AWS::EC2::NetworkAcl'))];
}

/** The account and region of an item, as far as they are known. */
export function toPlace({ origin: { account = '', region = '' } }: RecordedItem): string {
  return `${account}/${region}`;
}

/**
 * The items of one account and region without the interfaces that are older than the newest snapshot and not in it: the
 * item that says that one is deleted may be in no file. A query answers what there is.
 */
export function withoutGone(items: readonly RecordedItem[]): readonly RecordedItem[] {
  const latest = toLatestSnapshot(items);
  if (latest === undefined) return items;
  const listed = new Set(items.filter(item => toSnapshot(item) === latest.id).map(each => each.resourceId));
  const isGone = (item: RecordedItem) => item.capturedAt < latest.time && !listed.has(item.resourceId);
  return items.filter(item => !isInterface(item) || item.inventory?.kind === 'query' || !isGone(item));
}

interface Snapshot {
  readonly id: string;
  /** Of its newest item, in milliseconds since 1970: a snapshot has no time of its own. */
  readonly time: number;
}

/** Of those that have interfaces. */
function toLatestSnapshot(items: readonly RecordedItem[]): Snapshot | undefined {
  const times = new Map<string, number>();
  for (const item of items) {
    const id = toSnapshot(item);
    if (id !== undefined && Number.isFinite(item.capturedAt))
      times.set(id, Math.max(times.get(id) ?? 0, item.capturedAt));
  }
  const withInterfaces = new Set(items.filter(isInterface).map(toSnapshot));
  const snapshots = [...times].map(([id, time]) => ({ id, time }));
  return snapshots
    .filter(({ id }) => withInterfaces.has(id))
    .reduce<Snapshot | undefined>((last, each) => (last && last.time > each.time ? last : each), undefined);
}

function toSnapshot({ inventory }: RecordedItem): string | undefined {
  return inventory?.kind === 'snapshot' ? inventory.id : undefined;
}

/** What has a malformed time may be the newest. */
function toOrder({ capturedAt }: RecordedItem): number {
  return Number.isNaN(capturedAt) ? Number.POSITIVE_INFINITY : capturedAt;
}
