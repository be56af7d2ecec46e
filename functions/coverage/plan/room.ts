import {
  isDenyOfEverything,
  LAST_RULE_NUMBER,
  type Match,
  type NetworkAclEntry,
  type Transport,
  toMatches,
} from '../network-acl-entry.ts';
import { isShadowed } from '../shadowed.ts';
import { overlaps } from '../space/cidr-block.ts';
import { overlaps as overlapsPorts } from '../space/port-set.ts';
import type { PlannedBlock } from './planned-blocks.ts';

/**
 * The rule number before which planned entries go: that of the default rule, written out or not.
 *
 * @param egress - of one family, by rule number
 */
export function findDefault(egress: readonly NetworkAclEntry[], transport: Transport): number {
  return toMatches(egress, transport).find(isDenyOfEverything)?.entry.ruleNumber ?? LAST_RULE_NUMBER + 1;
}

/**
 * The rule number behind which planned entries go: that of the last deny that overlaps them and decides a packet.
 *
 * @param egress - of one family, by rule number, without the default rule and what is behind it
 * @returns 0 where there is none
 */
export function findLastDecision(
  egress: readonly NetworkAclEntry[],
  transport: Transport,
  planned: readonly PlannedBlock[],
): number {
  const denies = toMatches(egress, transport).filter(({ entry }) => entry.action === 'deny');
  const met = denies.filter(match => planned.some(one => meets(match, one)));
  return met.findLast(match => isDecision(match, egress))?.entry.ruleNumber ?? 0;
}

function isDecision({ entry }: Match, egress: readonly NetworkAclEntry[]): boolean {
  return !isShadowed(entry, egress.slice(0, egress.indexOf(entry)));
}

function meets({ entry, ports }: Match, planned: PlannedBlock): boolean {
  return overlaps(entry.cidrBlock, planned.cidrBlock) && overlapsPorts(ports, [planned.ports]);
}
