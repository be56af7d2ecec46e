import type { TagDescription } from '@aws-sdk/client-ec2';
import type { PlaceName } from './caller.ts';
import { DynamoDb } from './dynamodb.ts';
import { type NetworkAclDescription, NetworkAclStore } from './ec2-network-acls.ts';
import { Ec2Query } from './ec2-query.ts';
import { type SurroundingsDescription, SurroundingsStore } from './ec2-surroundings.ts';

/** What there is in one account and region. */
export interface PlaceDescription {
  readonly networkAcls: readonly NetworkAclDescription[];
  /**
   * Interfaces, security groups, subnets, VPCs and prefix lists. VPCs and subnets that network ACLs name exist in any
   * case.
   */
  readonly surroundings?: SurroundingsDescription;
  /** The tags of VPCs and subnets; network ACLs carry their own. */
  readonly tags?: readonly TagDescription[];
}

/** An account and region besides the stand-in's own. */
export interface MemberDescription extends PlaceDescription, PlaceName {
  /** A table for findings; none by default. */
  readonly findingsTable?: string;
}

/** What a test sees and changes of one account and region. */
export interface StandInPlace {
  /** The network ACL as a describe would list it now, default rules included. */
  networkAcl(id: string): NetworkAclDescription | undefined;
  /** Adds the network ACL, or puts it in the place of the one with its id. No quota applies. */
  putNetworkAcl(networkAcl: NetworkAclDescription): void;
  removeNetworkAcl(id: string): void;
  /** Adds what is around network ACLs, or puts it in the place of what has its ids. */
  putSurroundings(surroundings: SurroundingsDescription): void;
  /** Removes the interface, group, subnet, VPC or prefix list with this id. */
  removeSurrounding(id: string): void;
}

/** The services of one account and region. */
export interface Place {
  readonly ec2: Ec2Query;
  readonly dynamodb: DynamoDb;
  readonly contents: StandInPlace;
}

function createPlace(
  { networkAcls, surroundings, tags }: PlaceDescription,
  { account, quota, regions }: { account: string; quota: number; regions: () => readonly string[] },
): Place {
  const store = new NetworkAclStore(networkAcls, quota);
  const around = new SurroundingsStore(surroundings ?? {}, account);
  return {
    ec2: new Ec2Query(store, around, tags ?? [], regions),
    dynamodb: new DynamoDb(),
    contents: {
      networkAcl: id => store.get(id),
      putNetworkAcl: networkAcl => store.put(networkAcl),
      removeNetworkAcl: id => store.remove(id),
      putSurroundings: described => around.put(described),
      removeSurrounding: id => around.remove(id),
    },
  };
}

/** All accounts and regions, each with its own services. One that no one described is empty. */
export class Places {
  readonly #places = new Map<string, Place>();
  readonly #entryQuota: number;

  /** @param entryQuota - custom entries per direction and address family */
  constructor(entryQuota: number) {
    this.#entryQuota = entryQuota;
  }

  /** The described place, with its findings table. */
  async add(description: MemberDescription): Promise<Place> {
    const place = createPlace(description, this.#settingsOf(description));
    this.#places.set(keyOf(description), place);
    if (description.findingsTable) await place.dynamodb.createFindingsTable(description.findingsTable);
    return place;
  }

  of(name: PlaceName): Place {
    const place = this.#places.get(keyOf(name)) ?? createPlace({ networkAcls: [] }, this.#settingsOf(name));
    this.#places.set(keyOf(name), place);
    return place;
  }

  #settingsOf({ account }: PlaceName) {
    const regions = () => [...new Set([...this.#places.keys()].map(key => key.split('/')[1] ?? ''))].sort();
    return { account, quota: this.#entryQuota, regions };
  }
}

function keyOf({ account, region }: PlaceName): string {
  return `${account}/${region}`;
}
