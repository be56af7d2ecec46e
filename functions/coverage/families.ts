import { toAcceptances } from './exposure/acceptance.ts';
import type { Surroundings } from './exposure/exposure.ts';
import { keepRelevant } from './exposure/relevant.ts';
import type { NetworkAcl } from './network-acl.ts';
import { byRuleNumber, isDefaultRule } from './network-acl-entry.ts';
import type { AddressFamily, CidrBlock } from './space/cidr-block.ts';
import { type Traffic, toTraffic } from './traffic.ts';

/** All that a network ACL lets through or denies, IPv4 before IPv6, tcp before udp. */
export function toTrafficOfFamilies(
  { entries, subnetIds }: Pick<NetworkAcl, 'entries' | 'subnetIds'>,
  surroundings: Surroundings,
): Traffic[] {
  // Stryker disable next-line MethodExpression: saves time, since the default rules decide what nothing decides
  const listed = entries.filter(entry => !isDefaultRule(entry)).sort(byRuleNumber);
  const families = new Set(listed.map(({ cidrBlock }) => cidrBlock.family));
  return [...families].sort().flatMap(family => {
    const ofFamily = listed.filter(({ cidrBlock }) => cidrBlock.family === family);
    // Stryker disable next-line all: saves time, since what no request meets is looked at nowhere
    const allows = ofFamily.filter(({ direction, action }) => direction === 'ingress' && action === 'allow');
    return toTraffic({
      family,
      entries: ofFamily,
      acceptances: keepRelevant(toAcceptances(surroundings, family), allows),
      ownBlocks: toOwnBlocks(subnetIds, surroundings, family),
    });
  });
}

/** Of the only subnet: of two subnets, each reaches the other through the network ACL. */
function toOwnBlocks(
  subnetIds: readonly string[],
  { subnetBlocks }: Surroundings,
  family: AddressFamily,
): CidrBlock[] {
  if (subnetIds.length > 1) return [];
  return subnetIds.flatMap(id => subnetBlocks.get(id)?.filter(block => block.family === family) ?? []);
}
