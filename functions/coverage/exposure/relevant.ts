import { ALL_PROTOCOLS, type NetworkAclEntry } from '../network-acl-entry.ts';
import { overlaps } from '../space/cidr-block.ts';
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
  const alike = new Map<string, RuleAcceptance[]>();
  for (const acceptance of acceptances) {
    if (acceptance.by === 'no-group') kept.push(acceptance);
    else if (allows.some(entry => meets(entry, acceptance))) {
      const name = toName(acceptance);
      const known = alike.get(name);
      if (known) known.push(acceptance);
      else alike.set(name, [acceptance]);
    }
  }
  return [...kept, ...[...alike.values()].flatMap(merge)];
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

/** The same for acceptances that differ only in who accepts. */
function toName(acceptance: RuleAcceptance): string {
  const { cidrBlock, protocol, portRange, isWide, isResolved, needsNarrowEntry } = acceptance;
  const flags = `${isWide} ${isResolved} ${needsNarrowEntry}`;
  return `${cidrBlock.first}/${cidrBlock.prefixLength} ${protocol} ${portRange.from}-${portRange.to} ${flags}`;
}

/** @returns one, that all accept */
function merge(alike: readonly RuleAcceptance[]): RuleAcceptance[] {
  const [first, ...others] = alike;
  if (first === undefined || others.length === 0) return [...alike];
  const groupIds = [...new Set(alike.flatMap(one => one.groupIds))];
  return [{ ...first, groupIds, interfaces: [...new Set(alike.flatMap(one => one.interfaces))] }];
}
