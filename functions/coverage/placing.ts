import type { AddressTree } from './address-tree.ts';
import { contains } from './cidr-block.ts';
import { type Color, type ColoredBlock, colorAreas } from './coloring.ts';
import { type Decision, deniedByDefault } from './first-match.ts';
import {
  FIRST_RULE_NUMBER,
  isDefaultDeny,
  LAST_RULE_NUMBER,
  matchedPorts,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
} from './network-acl-entry.ts';
import { isEmpty, overlap, type PortRange } from './port-set.ts';
import type { AreaReplies } from './replies.ts';
import type { Side } from './sides.ts';

/** Missing replies of one transport and family, all within one range of ports. */
export interface Missing {
  readonly transport: Transport;
  readonly tree: AddressTree;
  readonly replies: Side;
  readonly areas: readonly AreaReplies[];
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
  const limit = missing.replies.entries.find(entry => isDefaultDeny(entry, missing.transport))?.ruleNumber;
  return placeAtEnd(missing, taken, limit) ?? placeAmong(missing, taken, limit);
}

/** Places the entries behind all that stand before the default deny, in steps of ten. */
function placeAtEnd(missing: Missing, taken: ReadonlySet<number>, limit = LAST_RULE_NUMBER + 1) {
  const highest = Math.max(0, ...[...taken].filter(ruleNumber => ruleNumber < limit));
  const next = (Math.floor(highest / RULE_NUMBER_STEP) + 1) * RULE_NUMBER_STEP;
  const first = highest === 0 ? FIRST_PLANNED_RULE_NUMBER : next;
  const colored = colorAreas(missing.tree.root, toAccepted(missing, [])) ?? [];
  const last = first + RULE_NUMBER_STEP * (colored.length - 1);
  if (last >= limit) return undefined;
  return colored.map((block, index) => toEntry(missing, block, first + RULE_NUMBER_STEP * index));
}

/**
 * Takes the highest free rule numbers before the default deny. All planned entries count as standing at the lowest of
 * them: an entry that stands behind that one stands behind all.
 */
function placeAmong(missing: Missing, taken: ReadonlySet<number>, limit = LAST_RULE_NUMBER + 1) {
  const ruleNumbers: number[] = [];
  for (let candidate = limit - 1; candidate >= FIRST_RULE_NUMBER; candidate -= 1) {
    if (taken.has(candidate)) continue;
    ruleNumbers.unshift(candidate);
    const behind = missing.replies.entries.filter(
      entry => candidate < entry.ruleNumber && entry.ruleNumber < limit,
    );
    const colored = colorAreas(missing.tree.root, toAccepted(missing, behind));
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
function toAccepted(missing: Missing, behind: readonly NetworkAclEntry[]): ReadonlySet<Color>[] {
  const { transport, tree, areas, replies, ports } = missing;
  const denies = behind.filter(entry => entry.action === 'deny' && matches(entry, transport, ports));
  return replies.decisions(transport).map((decisions, area) => {
    const block = tree.areas[area];
    const untouchable = denies.some(({ cidrBlock }) => block !== undefined && contains(cidrBlock, block));
    const decided = decisions.filter(decision => overlap(decision.ports, [ports]));
    const undeniable = decided.some(({ entry }) => entry !== undefined && behind.includes(entry));
    const wanted = toWanted(decided, areas[area]?.service !== undefined);
    return new Set(
      wanted.filter(color => color === 'none' || !(untouchable || (undeniable && color === 'deny'))),
    );
  });
}

function toWanted(decided: readonly Decision[], served: boolean): readonly Color[] {
  if (isEmpty(deniedByDefault(decided))) return ['none', 'deny', 'allow'];
  return served ? ['allow'] : ['none', 'deny'];
}

function matches(entry: NetworkAclEntry, transport: Transport, ports: PortRange): boolean {
  const matched = matchedPorts(entry, transport);
  return matched !== undefined && overlap([matched], [ports]);
}

function toEntry(
  { transport, ports }: Missing,
  { block, action }: ColoredBlock,
  ruleNumber: number,
): NetworkAclEntry {
  const protocol = TRANSPORTS[transport];
  return { ruleNumber, egress: true, action, protocol, cidrBlock: block, portRange: ports };
}
