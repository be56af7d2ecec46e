import type {
  Exposure,
  InterfaceSet,
  KnownExposure,
  SecurityGroup,
  UnreadReason,
} from '../../coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';

/** What names a network ACL and says where it is. */
export type Placed = Pick<NetworkAcl, 'networkAclId' | 'vpcId' | 'subnetIds'>;

/** All that the exposure of one network ACL is made of; it may hold more than that. */
export type ExposureFacts = Omit<KnownExposure, 'kind'>;

export function unknown(reason: UnreadReason): Exposure {
  return { kind: 'unknown', reason };
}

/**
 * The exposure that the facts show.
 *
 * @returns undefined where a security group of an interface is missing: then nothing is sure
 */
export function toExposure({ vpcId }: Placed, facts: ExposureFacts): Exposure | undefined {
  const { interfaces, clients, hasInternetFacingNlb } = facts;
  const securityGroups = pick(facts.securityGroups, listGroupIds(interfaces));
  if (securityGroups.size < listGroupIds(interfaces).length) return undefined;
  const references = listReferences(securityGroups.values(), vpcId);
  const carriers = new Map(references.map(groupId => [groupId, facts.carriers.get(groupId) ?? []]));
  const prefixLists = pick(facts.prefixLists, listPrefixListIds(securityGroups.values()));
  return {
    kind: 'known',
    interfaces,
    clients,
    hasInternetFacingNlb,
    securityGroups,
    carriers,
    prefixLists,
  };
}

/** The ids of the groups that the interfaces carry. */
export function listGroupIds(interfaces: readonly InterfaceSet[]): string[] {
  return [...new Set(interfaces.flatMap(({ groupIds }) => groupIds))];
}

/** The ids of the groups of the VPC that rules of these groups refer to. EC2 names the VPC of a group elsewhere only. */
export function listReferences(groups: Iterable<SecurityGroup>, vpcId: string): string[] {
  const ids = [...groups].flatMap(({ rules }) =>
    rules.flatMap(({ source }) => {
      if (source.kind !== 'group' || source.peeringStatus !== undefined) return [];
      return (source.vpcId ?? vpcId) === vpcId ? [source.groupId] : [];
    }),
  );
  return [...new Set(ids)];
}

/** The ids of the prefix lists that rules of these groups name. */
export function listPrefixListIds(groups: Iterable<SecurityGroup>): string[] {
  const ids = [...groups].flatMap(({ rules }) =>
    rules.flatMap(({ source }) => (source.kind === 'prefix-list' ? [source.prefixListId] : [])),
  );
  return [...new Set(ids)];
}

/** The subnets in which interfaces carry each group. */
export function toCarriers(
  setsBySubnet: ReadonlyMap<string, readonly InterfaceSet[]>,
): ReadonlyMap<string, readonly string[]> {
  const carriers = new Map<string, string[]>();
  for (const [subnetId, sets] of setsBySubnet) {
    for (const groupId of listGroupIds(sets)) {
      const subnetIds = carriers.get(groupId) ?? [];
      carriers.set(groupId, subnetIds);
      subnetIds.push(subnetId);
    }
  }
  return carriers;
}

function pick<Value>(all: ReadonlyMap<string, Value>, ids: readonly string[]): Map<string, Value> {
  const picked = new Map<string, Value>();
  for (const id of ids) {
    const value = all.get(id);
    if (value !== undefined) picked.set(id, value);
  }
  return picked;
}
