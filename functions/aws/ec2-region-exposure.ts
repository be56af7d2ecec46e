import {
  type Exposure,
  nothingKnown,
  type Surroundings,
  type UnreadReason,
} from '../coverage/exposure/exposure.ts';
import type { ExposureReader, Log } from '../review/interfaces.ts';
import { type ExposureSources, logUnread, toUnreadReason } from './ec2-exposure.ts';
import { Ec2Lists } from './exposure/ec2-lists.ts';
import { PrefixLists } from './exposure/prefix-lists.ts';
import { RegionFacts } from './exposure/region-facts.ts';
import { listPrefixListIds, type Placed, toExposure, unknown } from './exposure/surroundings.ts';

/** Network ACLs for which reading one by one takes fewer calls than reading the region: 8 each against about 40. */
const MOST_ONE_BY_ONE = 4;

/** What reading the whole region came to. */
type RegionReading =
  | { readonly kind: 'read'; readonly facts: RegionFacts }
  | { readonly kind: 'unread'; readonly reason: UnreadReason };

/**
 * Exposure for one sweep: one by one for the first few network ACLs, then from the lists of the whole region, which are
 * read once. Of these only what is distinct is kept.
 */
export class Ec2RegionExposure implements ExposureReader {
  readonly #oneByOne: ExposureReader;
  readonly #lists: Ec2Lists;
  readonly #prefixLists: PrefixLists;
  readonly #account: string;
  readonly #log: Log;
  readonly #signal: AbortSignal;
  readonly #asked = new Set<string>();
  #region: Promise<RegionReading> | undefined;

  /**
   * @param oneByOne - for the first few, and for what is younger than the lists
   * @param signal - aborted where there is no more time for the lists, which take longer than one review may
   */
  constructor({ client, account, log, now }: ExposureSources, oneByOne: ExposureReader, signal: AbortSignal) {
    this.#oneByOne = oneByOne;
    this.#signal = signal;
    this.#lists = new Ec2Lists(client);
    this.#prefixLists = new PrefixLists(this.#lists, now);
    this.#account = account;
    this.#log = log;
  }

  async read(networkAcl: Placed, signal: AbortSignal): Promise<Surroundings> {
    this.#asked.add(networkAcl.networkAclId);
    if (this.#asked.size <= MOST_ONE_BY_ONE) return this.#oneByOne.read(networkAcl, signal);
    this.#region ??= this.#readRegion(this.#signal);
    const region = await this.#region;
    if (region.kind === 'unread') return nothingKnown(region.reason);
    const { facts } = region;
    if (!facts.knows(networkAcl)) return this.#oneByOne.read(networkAcl, signal);
    const blocks = facts.blocks(networkAcl);
    if (facts.vpc(networkAcl.vpcId)?.ownerId !== this.#account)
      return { ...blocks, exposure: unknown('shared-vpc') };
    const exposure = await this.#expose(networkAcl, facts, signal);
    return exposure ? { ...blocks, exposure } : this.#oneByOne.read(networkAcl, signal);
  }

  /** Undefined where the lists are not whole for this network ACL. */
  async #expose(networkAcl: Placed, facts: RegionFacts, signal: AbortSignal): Promise<Exposure | undefined> {
    const found = facts.exposureFacts(networkAcl);
    const exposure = toExposure(networkAcl, { ...found, prefixLists: new Map() });
    if (exposure?.kind !== 'known') return exposure;
    try {
      const ids = listPrefixListIds(exposure.securityGroups.values());
      return { ...exposure, prefixLists: await this.#prefixLists.read(ids, signal) };
    } catch (error) {
      return unknown(this.#logged(error, signal));
    }
  }

  /** Never rejects. One list after the other: each page takes 20 MB while it is parsed. */
  async #readRegion(signal: AbortSignal): Promise<RegionReading> {
    const facts = new RegionFacts();
    try {
      for await (const page of this.#lists.interfaces({ signal })) facts.addInterfaces(page);
      const carried = facts.carriedGroupIds();
      for await (const page of this.#lists.securityGroups({ signal }))
        facts.addSecurityGroups(page, groupId => carried.has(groupId));
      for await (const page of this.#lists.subnets({ signal })) facts.addSubnets(page);
      for await (const page of this.#lists.vpcs({ signal })) facts.addVpcs(page);
      return { kind: 'read', facts };
    } catch (error) {
      return { kind: 'unread', reason: this.#logged(error, signal) };
    }
  }

  #logged(error: unknown, signal: AbortSignal): UnreadReason {
    const reason = toUnreadReason(error, signal);
    logUnread(this.#log, reason, error);
    return reason;
  }
}
