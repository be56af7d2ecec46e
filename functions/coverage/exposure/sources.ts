import { type AddressFamily, type CidrBlock, UNIVERSE } from '../space/cidr-block.ts';
import type { KnownExposure, RuleSource, Surroundings } from './exposure.ts';

/** Addresses from which a rule accepts. */
export interface Source {
  readonly cidrBlock: CidrBlock;
  /** False where they are only the most that it may be. */
  readonly isResolved: boolean;
}

/** What is known, looked at for one family. */
export interface KnownFacts {
  readonly family: AddressFamily;
  readonly exposure: KnownExposure;
  /** Of the family; where none of the VPC is known: everywhere. */
  readonly vpcBlocks: readonly CidrBlock[];
  readonly subnetBlocks: Surroundings['subnetBlocks'];
  /** Whether clients from everywhere may reach the interfaces: one is public, or a load balancer in front is. */
  readonly isPublic: boolean;
}

export function toKnownFacts(
  { vpcBlocks, subnetBlocks }: Surroundings,
  exposure: KnownExposure,
  family: AddressFamily,
): KnownFacts {
  const known = vpcBlocks.length === 0 ? [UNIVERSE[family]] : vpcBlocks.filter(isOf(family));
  const isPublic = exposure.hasInternetFacingNlb || exposure.interfaces.some(one => one.isPublic);
  return { family, exposure, vpcBlocks: known, subnetBlocks, isPublic };
}

/** The sources of a rule that do not depend on where the interface is. */
export function toSources(
  source: Exclude<RuleSource, { kind: 'group' }>,
  { family, exposure }: KnownFacts,
): Source[] {
  if (source.kind === 'cidr') {
    const { cidrBlock } = source;
    return cidrBlock.family === family ? [{ cidrBlock, isResolved: true }] : [];
  }
  const listed = exposure.prefixLists.get(source.prefixListId);
  return listed ? toResolved(listed, family) : toUnresolved([UNIVERSE[family]]);
}

/**
 * The sources of a rule that refers to a group.
 *
 * @param interfaceAt - the subnet and the VPC of the interface that accepts. Inside its own subnet no network ACL is passed.
 */
export function toReferencedSources(
  source: Extract<RuleSource, { kind: 'group' }>,
  interfaceAt: { readonly subnetId: string; readonly vpcId: string },
  { family, exposure, vpcBlocks, subnetBlocks }: KnownFacts,
): Source[] {
  const { groupId, vpcId = interfaceAt.vpcId, peeringStatus } = source;
  if (peeringStatus !== undefined && peeringStatus !== 'active') return [];
  if (peeringStatus !== undefined || vpcId !== interfaceAt.vpcId) return toUnresolved([UNIVERSE[family]]);
  // Stryker disable next-line ArrayDeclaration: an unknown subnet is as unresolved as none
  const carriers = exposure.carriers.get(groupId) ?? [];
  const others = carriers.filter(subnetId => subnetId !== interfaceAt.subnetId);
  // Stryker disable next-line ArrayDeclaration: what is no block is of no family
  const known = others.flatMap(subnetId => subnetBlocks.get(subnetId) ?? []);
  const isUnresolved = carriers.length === 0 || others.some(subnetId => !subnetBlocks.has(subnetId));
  return [...toResolved(known, family), ...(isUnresolved ? toUnresolved(vpcBlocks) : [])];
}

function toResolved(blocks: readonly CidrBlock[], family: AddressFamily): Source[] {
  return blocks.filter(isOf(family)).map(cidrBlock => ({ cidrBlock, isResolved: true }));
}

function toUnresolved(blocks: readonly CidrBlock[]): Source[] {
  return blocks.map(cidrBlock => ({ cidrBlock, isResolved: false }));
}

function isOf(family: AddressFamily): (block: CidrBlock) => boolean {
  return block => block.family === family;
}
