import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import { ServiceError } from './answer.ts';
import type { EntryKey } from './entry-form.ts';
import { customEntries, isDefaultRule, isSameRule, listedEntries } from './network-acl-entries.ts';

/** EC2's own shape, as `aws ec2 describe-network-acls` prints it. */
export type NetworkAclDescription = NetworkAcl;

/** `stale` is the state before the last write: what an eventually consistent read may still see. */
export type ReadState = 'current' | 'stale';

/** Where an edit goes, and whether it is only asked about. */
export interface EditTarget {
  readonly networkAclId: string;
  readonly dryRun: boolean;
}

type NetworkAclsById = ReadonlyMap<string, NetworkAclDescription>;
type Edit = (entries: readonly NetworkAclEntry[]) => readonly NetworkAclEntry[];

/** The network ACLs of the region, with EC2's semantics for their entries. */
export class NetworkAclStore {
  readonly #entryQuota: number;
  #states: Readonly<Record<ReadState, NetworkAclsById>>;

  constructor(seed: readonly NetworkAclDescription[], entryQuota: number) {
    this.#entryQuota = entryQuota;
    const seeded = new Map(seed.map(networkAcl => [requireId(networkAcl), toListed(networkAcl)]));
    this.#states = { current: seeded, stale: seeded };
  }

  /** All of them, by id. */
  list(read: ReadState): NetworkAclDescription[] {
    return [...this.#states[read].values()].sort((a, b) => (requireId(a) < requireId(b) ? -1 : 1));
  }

  get(networkAclId: string): NetworkAclDescription | undefined {
    return structuredClone(this.#states.current.get(networkAclId));
  }

  put(networkAcl: NetworkAclDescription): void {
    this.#write(new Map(this.#states.current).set(requireId(networkAcl), toListed(networkAcl)));
  }

  remove(networkAclId: string): void {
    const others = [...this.#states.current].filter(([id]) => id !== networkAclId);
    this.#write(new Map(others));
  }

  /** @throws ServiceError NetworkAclEntryAlreadyExists, even for an identical entry */
  createEntry(target: EditTarget, entry: NetworkAclEntry): void {
    this.#edit(target, entries => {
      if (entries.some(existing => isSameRule(existing, entry))) throw alreadyExists(entry);
      return this.#add(entries, entry);
    });
  }

  /** @throws ServiceError InvalidNetworkAclEntry.NotFound */
  replaceEntry(target: EditTarget, entry: NetworkAclEntry): void {
    this.#edit(target, entries => this.#add(withoutRule(entries, entry), entry));
  }

  /** @throws ServiceError InvalidNetworkAclEntry.NotFound */
  deleteEntry(target: EditTarget, key: EntryKey): void {
    this.#edit(target, entries => withoutRule(entries, key));
  }

  // Sources differ on what the quota counts; here it is custom entries, per direction and family (belief).
  #add(entries: readonly NetworkAclEntry[], entry: NetworkAclEntry): NetworkAclEntry[] {
    const alike = entries.filter(other => other.Egress === entry.Egress && isIpv6(other) === isIpv6(entry));
    if (alike.length < this.#entryQuota) return [...entries, entry];
    const message = 'The maximum number of network ACL entries has been reached.';
    throw new ServiceError('NetworkAclEntryLimitExceeded', 400, message);
  }

  // A dry run is refused for the same reasons as the edit itself, and only then for being one.
  #edit({ networkAclId, dryRun }: EditTarget, edit: Edit): void {
    const networkAcl = this.#states.current.get(networkAclId);
    if (networkAcl === undefined) throw unknownNetworkAcls([networkAclId]);
    const listed = networkAcl.Entries ?? [];
    const defaults = listed.filter(isDefaultRule);
    const edited = edit(customEntries(listed));
    if (dryRun) throw dryRunSucceeded();
    this.put({ ...networkAcl, Entries: [...edited, ...defaults] });
  }

  #write(current: NetworkAclsById): void {
    this.#states = { current, stale: this.#states.current };
  }
}

export function unknownNetworkAcls(ids: readonly string[]): ServiceError {
  const message = `The networkAcl ID '${ids.join(', ')}' does not exist`;
  return new ServiceError('InvalidNetworkAclID.NotFound', 400, message);
}

export function dryRunSucceeded(): ServiceError {
  const message = 'Request would have succeeded, but DryRun flag is set.';
  return new ServiceError('DryRunOperation', 412, message);
}

function withoutRule(entries: readonly NetworkAclEntry[], key: NetworkAclEntry): NetworkAclEntry[] {
  const others = entries.filter(entry => !isSameRule(entry, key));
  if (others.length < entries.length) return others;
  const message = `The ${direction(key)} entry ${key.RuleNumber} does not exist`;
  throw new ServiceError('InvalidNetworkAclEntry.NotFound', 400, message);
}

function alreadyExists(entry: NetworkAclEntry): ServiceError {
  const message = `The ${direction(entry)} entry ${entry.RuleNumber} already exists`;
  return new ServiceError('NetworkAclEntryAlreadyExists', 400, message);
}

function toListed(networkAcl: NetworkAclDescription): NetworkAclDescription {
  const { Associations = [], Entries = [], Tags = [], ...rest } = structuredClone(networkAcl);
  return { Associations, Entries: listedEntries(Entries), ...rest, Tags };
}

function requireId({ NetworkAclId }: NetworkAclDescription): string {
  if (NetworkAclId === undefined)
    throw new TypeError('A network ACL without a NetworkAclId cannot be stood in for');
  return NetworkAclId;
}

function isIpv6(entry: NetworkAclEntry): boolean {
  return entry.Ipv6CidrBlock !== undefined;
}

function direction({ Egress }: NetworkAclEntry): string {
  return Egress ? 'egress' : 'ingress';
}
