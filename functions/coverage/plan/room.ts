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

/** Where planned entries may go. */
export interface Room {
  /** The rule number of the last deny that stays in force for what they allow; 0 without any. */
  readonly after: number;
  /** The rule number of the default rule, written out or not. */
  readonly before: number;
}

/**
 * Planned entries go behind every deny that overlaps them and decides a packet, and before the default rule.
 *
 * @param egress - of one family, by rule number
 */
export function findRoom(
  egress: readonly NetworkAclEntry[],
  transport: Transport,
  planned: readonly PlannedBlock[],
): Room {
  const matches = toMatches(egress, transport);
  const before = matches.find(isDenyOfEverything)?.entry.ruleNumber ?? LAST_RULE_NUMBER + 1;
  const earlier = egress.filter(({ ruleNumber }) => ruleNumber < before);
  const last = matches.findLast(
    match => isDecision(match, earlier) && planned.some(one => meets(match, one)),
  );
  return { after: last?.entry.ruleNumber ?? 0, before };
}

function isDecision({ entry }: Match, earlier: readonly NetworkAclEntry[]): boolean {
  const position = earlier.indexOf(entry);
  return entry.action === 'deny' && position >= 0 && !isShadowed(entry, earlier.slice(0, position));
}

function meets({ entry, ports }: Match, planned: PlannedBlock): boolean {
  return overlaps(entry.cidrBlock, planned.cidrBlock) && overlapsPorts([ports], [planned.ports]);
}
