import { type Decision, deniedByDefault } from '../first-match.ts';
import {
  FIRST_RULE_NUMBER,
  isDefaultDeny,
  LAST_RULE_NUMBER,
  type NetworkAclEntry,
  TRANSPORTS,
  toMatches,
} from '../network-acl-entry.ts';
import type { KindReplies } from '../replies.ts';
import { contains } from '../space/cidr-block.ts';
import { isEmpty, overlap, type PortRange } from '../space/port-set.ts';
import type { Traffic } from '../traffic.ts';
import { type Accepted, COLOR, type ColoredBlock, colorAreas, NO_COLOR } from './coloring.ts';

/** Missing replies of one transport and family, all within one range of ports. */
export interface Missing {
  readonly traffic: Traffic;
  /** For each kind of areas. */
  readonly replies: readonly KindReplies[];
  readonly ports: PortRange;
}

const FIRST_PLANNED_RULE_NUMBER = 100;
const RULE_NUMBER_STEP = 10;

/**
 * The fewest entries that let the missing replies out, in the order in which they are to be created; undefined
 * where not enough free rule numbers lie after every deny that they must not override and before the default deny.
 *
 * @param taken - the rule numbers in use, of both families
 */
export function placeEntries(missing: Missing, taken: ReadonlySet<number>): NetworkAclEntry[] | undefined {
  const { entries, transport } = missing.traffic;
  const egress = entries.filter(({ direction }) => direction === 'egress');
  const limit = toMatches(egress, transport).find(isDefaultDeny)?.entry.ruleNumber;
  return placeAtEnd(missing, taken, limit) ?? placeAmong(missing, egress, taken, limit);
}

/** Places the entries behind all that stand before the default deny, in steps of ten. */
function placeAtEnd(missing: Missing, taken: ReadonlySet<number>, limit = LAST_RULE_NUMBER + 1) {
  const highest = Math.max(0, ...[...taken].filter(ruleNumber => ruleNumber < limit));
  const next = (Math.floor(highest / RULE_NUMBER_STEP) + 1) * RULE_NUMBER_STEP;
  const first = highest === 0 ? FIRST_PLANNED_RULE_NUMBER : next;
  const colored = colorAreas(missing.traffic.tree.root, toAccepted(missing, [])) ?? [];
  const last = first + RULE_NUMBER_STEP * (colored.length - 1);
  if (last >= limit) return undefined;
  return colored.map((block, index) => toEntry(missing, block, first + RULE_NUMBER_STEP * index));
}

/**
 * Takes the highest free rule numbers before the default deny. All planned entries count as standing at the lowest of
 * them: an entry that stands behind that one stands behind all.
 */
function placeAmong(
  missing: Missing,
  egress: readonly NetworkAclEntry[],
  taken: ReadonlySet<number>,
  limit = LAST_RULE_NUMBER + 1,
) {
  const ruleNumbers: number[] = [];
  for (let candidate = limit - 1; candidate >= FIRST_RULE_NUMBER; candidate -= 1) {
    if (taken.has(candidate)) continue;
    ruleNumbers.unshift(candidate);
    const behind = egress.filter(entry => candidate < entry.ruleNumber && entry.ruleNumber < limit);
    const colored = colorAreas(missing.traffic.tree.root, toAccepted(missing, behind));
    if (colored === undefined) return undefined;
    if (colored.length > ruleNumbers.length) continue;
    return colored.map((block, index) => toEntry(missing, block, ruleNumbers[index] ?? candidate));
  }
  return undefined;
}

/**
 * For each area, the colors that open what is missing there, open nothing else and close nothing.
 *
 * @param behind - the entries that would stand behind the planned ones: none of their denies may be overlapped, and
 *   what their allows let out must not be denied
 */
function toAccepted({ traffic, replies, ports }: Missing, behind: readonly NetworkAclEntry[]): Accepted[] {
  const { tree, kinds, kindOf, transport } = traffic;
  const denies = toMatches(behind, transport).filter(
    match => match.entry.action === 'deny' && overlap([match.ports], [ports]),
  );
  const byKind = kinds.map(({ egress }, kind) => {
    const decided = egress.filter(decision => overlap(decision.ports, [ports]));
    const undeniable = decided.some(({ entry }) => entry !== undefined && behind.includes(entry));
    const [none, deny, allow] = toWanted(decided, replies[kind]?.service !== undefined);
    return [none, deny && !undeniable, allow] as const;
  });
  return tree.areas.map((block, area) => {
    const accepted = byKind[kindOf[area] ?? 0] ?? NO_COLOR;
    const untouchable = denies.some(({ entry }) => contains(entry.cidrBlock, block));
    return untouchable ? [accepted[COLOR.none], false, false] : accepted;
  });
}

function toWanted(decided: readonly Decision[], served: boolean): Accepted {
  if (isEmpty(deniedByDefault(decided))) return [true, true, true];
  return [!served, !served, served];
}

function toEntry(
  { traffic, ports }: Missing,
  { block, action }: ColoredBlock,
  ruleNumber: number,
): NetworkAclEntry {
  const protocol = TRANSPORTS[traffic.transport];
  return { ruleNumber, direction: 'egress', action, protocol, cidrBlock: block, portRange: ports };
}
