import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { SurroundingsDescription } from '../aws-stand-in/stand-in.ts';
import type { DescribedLists, ListName } from '../input/described-lists.ts';

/** The state of the region before the event. */
export interface Region {
  readonly networkAcls: readonly Ec2NetworkAcl[];
  /** Undefined: not known, and the guard does not read it. */
  readonly surroundings?: SurroundingsDescription;
  /** Of VPCs, subnets and instances. */
  readonly tags?: readonly TagDescription[];
}

/** The region that files describe. Files without any interface do not say that there is none. */
export function toRegion(
  lists: DescribedLists,
  more: DescribedLists,
  tags: readonly TagDescription[],
): Region {
  const join = <T>(name: ListName) => [...lists[name], ...more[name]] as T[];
  const surroundings: SurroundingsDescription = {
    NetworkInterfaces: join('NetworkInterfaces'),
    SecurityGroups: join('SecurityGroups'),
    Subnets: join('Subnets'),
    Vpcs: join('Vpcs'),
  };
  const isKnown = surroundings.NetworkInterfaces?.length !== 0;
  return { networkAcls: join('NetworkAcls'), tags, ...(isKnown && { surroundings }) };
}

/** What is around a network ACL of the region. */
export function surroundingsOf(networkAcl: NetworkAcl, { surroundings = {} }: Region): Surroundings {
  const facts = new RegionFacts();
  facts.addInterfaces(surroundings.NetworkInterfaces ?? []);
  facts.addSecurityGroups(surroundings.SecurityGroups ?? []);
  facts.addSubnets(surroundings.Subnets ?? []);
  facts.addVpcs(surroundings.Vpcs ?? []);
  return toSurroundings(networkAcl, facts);
}
