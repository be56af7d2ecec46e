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
  const alike = new Map<number, RuleAcceptance[][]>();
  for (const acceptance of acceptances) {
    if (acceptance.by === 'no-group') kept.push(acceptance);
    else if (allows.some(entry => meets(entry, acceptance))) addAlike(alike, acceptance);
  }
  return [...kept, ...[...alike.values()].flat().flatMap(merge)];
}

function addAlike(alike: Map<number, RuleAcceptance[][]>, acceptance: RuleAcceptance): void {
  const number = Number(acceptance.cidrBlock.first) + acceptance.cidrBlock.prefixLength;
  const groups = alike.get(number);
  if (groups === undefined) alike.set(number, [[acceptance]]);
  else {
    const group = groups.find(([one]) => one !== undefined && isAlike(one, acceptance));
    if (group) group.push(acceptance);
    else groups.push([acceptance]);
  }
}

/** Whether they differ only in who accepts. */
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
function merge(alike: readonly RuleAcceptance[]): RuleAcceptance[] {
  const [first, ...others] = alike;
  if (first === undefined || others.length === 0) return [...alike];
  const groupIds = [...new Set(alike.flatMap(one => one.groupIds))];
  return [{ ...first, groupIds, interfaces: [...new Set(alike.flatMap(one => one.interfaces))] }];
}
