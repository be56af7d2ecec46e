import type { NetworkInterface, PrefixListEntry, SecurityGroup, Subnet, Vpc } from '@aws-sdk/client-ec2';
import type { NetworkAclDescription } from './ec2-network-acls.ts';

/** A prefix list with what GetManagedPrefixListEntries lists of it. */
export interface PrefixList {
  readonly PrefixListId?: string;
  readonly Entries?: readonly PrefixListEntry[];
}

/** What is around network ACLs, as the describe calls of the AWS CLI print it. */
export interface SurroundingsDescription {
  readonly NetworkInterfaces?: readonly NetworkInterface[];
  readonly SecurityGroups?: readonly SecurityGroup[];
  readonly Subnets?: readonly Subnet[];
  readonly Vpcs?: readonly Vpc[];
  readonly PrefixLists?: readonly PrefixList[];
}

/** The field that holds the id, for each list. */
export const ID_FIELDS = {
  NetworkInterfaces: 'NetworkInterfaceId',
  SecurityGroups: 'GroupId',
  Subnets: 'SubnetId',
  Vpcs: 'VpcId',
  PrefixLists: 'PrefixListId',
} as const satisfies Record<keyof SurroundingsDescription, string>;

export type SurroundingsList = keyof typeof ID_FIELDS;
type Resource = Readonly<Record<string, unknown>>;
type ById = Map<string, Resource>;

const LISTS = Object.keys(ID_FIELDS) as SurroundingsList[];

/** The interfaces, security groups, subnets, VPCs and prefix lists of the region. */
export class SurroundingsStore {
  readonly #account: string;
  readonly #byId = Object.fromEntries(LISTS.map(list => [list, new Map()])) as Record<SurroundingsList, ById>;

  /** @param account - that owns the VPCs which nobody describes */
  constructor(seed: SurroundingsDescription, account: string) {
    this.#account = account;
    this.put(seed);
  }

  /** Adds the resources, or puts them in the place of those with their ids. */
  put(described: SurroundingsDescription): void {
    for (const list of LISTS)
      for (const resource of described[list] ?? []) this.#put(list, structuredClone(resource) as Resource);
  }

  remove(id: string): void {
    for (const list of LISTS) this.#byId[list].delete(id);
  }

  /**
   * One of the lists, by id. VPCs and subnets that network ACLs name exist, whether they are described or not: as in
   * EC2, no network ACL is without a VPC.
   */
  list(list: SurroundingsList, networkAcls: readonly NetworkAclDescription[]): Resource[] {
    const found = new Map([...this.#implied(list, networkAcls), ...this.#byId[list]]);
    return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, resource]) => resource);
  }

  #put(list: SurroundingsList, resource: Resource): void {
    const id = resource[ID_FIELDS[list]];
    if (typeof id !== 'string')
      throw new TypeError(`${list} without ${ID_FIELDS[list]} cannot be stood in for`);
    this.#byId[list].set(id, resource);
  }

  #implied(
    list: SurroundingsList,
    networkAcls: readonly NetworkAclDescription[],
  ): (readonly [string, Resource])[] {
    if (list === 'Vpcs') {
      const ids = new Set(networkAcls.flatMap(({ VpcId }) => VpcId ?? []));
      return [...ids].map(VpcId => [VpcId, { VpcId, CidrBlock: '10.0.0.0/8', OwnerId: this.#account }]);
    }
    if (list !== 'Subnets') return [];
    const associated = networkAcls.flatMap(({ Associations = [], VpcId }) =>
      Associations.flatMap(({ SubnetId }) => (SubnetId ? [{ SubnetId, VpcId }] : [])),
    );
    return associated.map((subnet, index) => [
      subnet.SubnetId,
      { ...subnet, CidrBlock: toBlock(index), OwnerId: this.#account },
    ]);
  }
}

/** A block of 256 addresses for each subnet. */
function toBlock(index: number): string {
  return `10.${Math.floor(index / 256) % 256}.${index % 256}.0/24`;
}
