import { RegionFacts, toSurroundings } from '../../../functions/aws/exposure/region-facts.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import { ParseError } from '../../../functions/parsing/definition.ts';
import type { Fields } from '../../../functions/parsing/structures.ts';
import { toNewest, withoutGone } from './newest.ts';
import { type ExistingItem, isExisting, isInterface, type RecordedItem } from './recorded-item.ts';
import { toWhole } from './whole.ts';

/** An item that cannot be read. */
export interface MalformedItem {
  readonly item: RecordedItem;
  /** A sentence that begins with the resource. */
  readonly reason: string;
}

/** What AWS Config recorded of one account and region. What the items do not name is undefined. */
export class RecordedPlace {
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly malformed: MalformedItem[] = [];
  readonly #facts = new RegionFacts();
  readonly #vpcIds = new Set<unknown>();
  /** The VPCs whose interfaces are listed, not only changes of some of them. */
  readonly #listed = new Set<unknown>();
  /** The VPCs of interfaces about which nothing is known; undefined: it may be any VPC. */
  readonly #unsure = new Set<string | undefined>();

  /** @param items - all of this account and region but network ACLs, in any order */
  constructor(items: readonly RecordedItem[]) {
    this.account = items[0]?.origin.account;
    this.region = items[0]?.origin.region;
    const present = withoutGone(items);
    for (const item of present) this.#note(item);
    for (const item of toNewest(present)) this.#add(item);
  }

  /** Whether a resource of the VPC was recorded. */
  knows(vpcId: string): boolean {
    return this.#vpcIds.has(vpcId);
  }

  /** Whether an interface of the VPC was recorded. */
  hasInterfaces(vpcId: string): boolean {
    return this.#facts.hasInterfaces(vpcId);
  }

  /** Exposure is known where all interfaces of the VPC are listed and can be read. */
  surroundings(networkAcl: NetworkAcl): Surroundings {
    const { vpcId } = networkAcl;
    const isSure = !this.#unsure.has(vpcId) && !this.#unsure.has(undefined);
    if (isSure && this.#listed.has(vpcId)) return toSurroundings(networkAcl, this.#facts);
    return { ...this.#facts.blocks(networkAcl), exposure: { kind: 'unknown', reason: 'offline' } };
  }

  #note(item: RecordedItem): void {
    if (!isExisting(item)) return;
    const { VpcId } = item.state.described;
    this.#vpcIds.add(VpcId);
    if (isInterface(item) && item.inventory !== undefined) this.#listed.add(VpcId);
  }

  #add(item: RecordedItem): void {
    const { state } = item;
    if (state.kind === 'deleted') return;
    if (isExisting(item)) this.#addExisting(item);
    else {
      if (state.kind === 'malformed') this.malformed.push({ item, reason: state.reason });
      if (isInterface(item)) this.#unsure.add(undefined);
    }
  }

  #addExisting(item: ExistingItem): void {
    try {
      addFacts(this.#facts, item.type, [toWhole(item)]);
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.malformed.push({ item, reason: error.message });
      if (isInterface(item)) this.#unsure.add(toVpcId(item));
    }
  }
}

function addFacts(facts: RegionFacts, type: RecordedItem['type'], described: readonly Fields[]): void {
  switch (type) {
    case 'AWS::EC2::NetworkAcl':
      break;
    case 'AWS::EC2::NetworkInterface':
      facts.addInterfaces(described);
      break;
    case 'AWS::EC2::SecurityGroup':
      facts.addSecurityGroups(described);
      break;
    case 'AWS::EC2::Subnet':
      facts.addSubnets(described);
      break;
    case 'AWS::EC2::VPC':
      facts.addVpcs(described);
      break;
  }
}

function toVpcId({ state: { described } }: ExistingItem): string | undefined {
  const { VpcId } = described;
  return typeof VpcId === 'string' && VpcId.startsWith('vpc-') ? VpcId : undefined;
}
