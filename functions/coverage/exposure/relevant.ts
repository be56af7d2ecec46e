import { ALL_PROTOCOLS, type NetworkAclEntry } from '../network-acl-entry.ts';
import { isSameBlock, overlaps } from '../space/cidr-block.ts';
import { EVERY_PORT } from '../space/port-set.ts';
import type { Acceptance, RuleAcceptance } from './acceptance.ts';

/**
 * Keeps what request entries may let in, each once: most rules of security groups are for other addresses and ports, and
 * many groups have the same.
 *
 * @param allows - request entries of the acceptances' family that allow
 */
export function keepRelevant(
  acceptances: readonly Acceptance[],
  allows: readonly NetworkAclEntry[],
): Acceptance[] {
  const kept: Acceptance[] = [];
  // By a number that is the same for the same block; seldom for others.
  const byBlock = new Map<number, Alike[]>();
  for (const acceptance of acceptances) {
    if (acceptance.by === 'no-group') kept.push(acceptance);
    else if (allows.some(entry => meets(entry, acceptance))) addAlike(byBlock, acceptance);
  }
  for (const some of byBlock.values()) for (const alike of some) kept.push(merge(alike));
  return kept;
}

/** Acceptances that differ only in who accepts. */
interface Alike {
  readonly one: RuleAcceptance;
  readonly others: RuleAcceptance[];
}

function addAlike(byBlock: Map<number, Alike[]>, acceptance: RuleAcceptance): void {
  // Stryker disable next-line ArithmeticOperator: any number that is the same for the same block will do
  const number = Number(acceptance.cidrBlock.first) + acceptance.cidrBlock.prefixLength;
  const known = byBlock.get(number);
  const alike = known?.find(({ one }) => isAlike(one, acceptance));
  if (alike) alike.others.push(acceptance);
  else if (known) known.push({ one: acceptance, others: [] });
  else byBlock.set(number, [{ one: acceptance, others: [] }]);
}

function isAlike(a: RuleAcceptance, b: RuleAcceptance): boolean {
  return (
    a.protocol === b.protocol &&
    a.portRange.from === b.portRange.from &&
    a.portRange.to === b.portRange.to &&
    a.isWide === b.isWide &&
    a.isResolved === b.isResolved &&
    a.needsNarrowEntry === b.needsNarrowEntry &&
    isSameBlock(a.cidrBlock, b.cidrBlock)
  );
}

/** Whether the entry lets in something that the rule accepts. */
function meets(entry: NetworkAclEntry, acceptance: RuleAcceptance): boolean {
  const isForAll = entry.protocol === ALL_PROTOCOLS;
  const sharesProtocol = entry.protocol === acceptance.protocol || acceptance.protocol === ALL_PROTOCOLS;
  if (!isForAll && !sharesProtocol) return false;
  const ports = isForAll ? EVERY_PORT : (entry.portRange ?? EVERY_PORT);
  const accepted = acceptance.portRange;
  const sharesPorts = ports.from <= accepted.to && accepted.from <= ports.to;
  return sharesPorts && overlaps(entry.cidrBlock, acceptance.cidrBlock);
}

/** @returns one, that all accept */
function merge({ one, others }: Alike): RuleAcceptance {
  // Stryker disable next-line ConditionalExpression: saves time, since one alone has its groups and interfaces
  if (others.length === 0) return one;
  const all = [one, ...others];
  const groupIds = [...new Set(all.flatMap(({ groupIds: some }) => some))];
  return { ...one, groupIds, interfaces: [...new Set(all.flatMap(({ interfaces }) => interfaces))] };
}
