import type { EC2Client } from '@aws-sdk/client-ec2';
import {
  type Exposure,
  nothingKnown,
  type Surroundings,
  type UnreadReason,
} from '../coverage/exposure/exposure.ts';
import type { ExposureReader, Log, NetworkAcls } from '../review/interfaces.ts';
import { isDenial } from './denial.ts';
import { Ec2Lists } from './exposure/ec2-lists.ts';
import { PrefixLists } from './exposure/prefix-lists.ts';
import {
  listGroupIds,
  listPrefixListIds,
  listReferences,
  type Placed,
  toExposure,
  unknown,
} from './exposure/surroundings.ts';
import { WarmFacts } from './exposure/warm-facts.ts';

/** What a reader of exposure is made of. */
export interface ExposureSources {
  /** Asked for with each call: most reviews need no exposure. */
  readonly client: () => EC2Client;
  /** The account whose VPCs are read; those of other accounts, shared with it, are not seen whole. */
  readonly account: NetworkAcls['account'];
  readonly log: Log;
  /** Milliseconds, of any epoch. */
  readonly now: () => number;
}

/**
 * Exposure by filters, as few calls as one network ACL takes. One network ACL is read after the other: EC2 throttles an
 * account's describe calls, and the next one of the same VPC finds most of it remembered.
 */
export class Ec2Exposure implements ExposureReader {
  readonly #facts: WarmFacts;
  readonly #prefixLists: PrefixLists;
  readonly #account: string;
  readonly #log: Log;
  /** Never rejects. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({ client, account, log, now }: ExposureSources) {
    const lists = new Ec2Lists(client);
    this.#facts = new WarmFacts(lists, now);
    this.#prefixLists = new PrefixLists(lists, now);
    this.#account = account;
    this.#log = log;
  }

  read(networkAcl: Placed, signal: AbortSignal): Promise<Surroundings> {
    const reading = this.#last.then(() => this.#read(networkAcl, signal));
    this.#last = reading;
    return reading;
  }

  async #read(networkAcl: Placed, signal: AbortSignal): Promise<Surroundings> {
    const { vpcId, subnetIds } = networkAcl;
    let known = nothingKnown('failed');
    try {
      signal.throwIfAborted();
      const [vpc, subnetBlocks] = await Promise.all([
        this.#facts.vpc(vpcId, signal),
        this.#facts.subnetBlocks(vpcId, subnetIds, signal),
      ]);
      if (vpc === undefined) throw new Error(`EC2 does not list ${vpcId}`);
      known = { ...known, vpcBlocks: vpc.blocks, subnetBlocks };
      if (vpc.ownerId !== this.#account) return { ...known, exposure: unknown('shared-vpc') };
      return { ...known, exposure: await this.#expose(networkAcl, signal) };
    } catch (error) {
      const reason = toUnreadReason(error, signal);
      logUnread(this.#log, reason, error, networkAcl);
      return { ...known, exposure: unknown(reason) };
    }
  }

  async #expose(networkAcl: Placed, signal: AbortSignal): Promise<Exposure> {
    const { vpcId, subnetIds } = networkAcl;
    const [interfaces, clients] = await Promise.all([
      this.#facts.interfaces(vpcId, subnetIds, signal),
      this.#facts.clients(vpcId, signal),
    ]);
    const securityGroups = await this.#facts.securityGroups(listGroupIds(interfaces), signal);
    const groups = [...securityGroups.values()];
    const [carriers, prefixLists] = await Promise.all([
      this.#facts.carriers(vpcId, listReferences(groups, vpcId), signal),
      this.#prefixLists.read(listPrefixListIds(groups), signal),
    ]);
    const facts = { interfaces, ...clients, securityGroups, carriers, prefixLists };
    return toExposure(networkAcl, facts) ?? missingGroup(networkAcl);
  }
}

/** A group that EC2 does not list belongs to an interface that it does: one of the two is old. */
export function missingGroup({ networkAclId }: Placed): never {
  throw new Error(`EC2 does not list every security group of the interfaces behind ${networkAclId}`);
}

export function toUnreadReason(error: unknown, signal: AbortSignal): UnreadReason {
  if (isDenial(error)) return 'not-allowed';
  return signal.aborted ? 'no-time' : 'failed';
}

/** The one line that says why a review, or all reviews of a sweep, go on without exposure. */
export function logUnread(log: Log, reason: UnreadReason, error: unknown, networkAcl?: Placed): void {
  const about = networkAcl && { networkAclId: networkAcl.networkAclId };
  const message = 'could not read interfaces and security groups';
  log({ level: 'WARN', message, ...about, reason, error: String(error) });
}
