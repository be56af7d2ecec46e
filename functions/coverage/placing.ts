import { contains } from './cidr-block.ts';
import { type Color, type ColoredBlock, colorAreas } from './coloring.ts';
import { deniedByDefault } from './first-match.ts';
import {
  FIRST_RULE_NUMBER,
  isDefaultDeny,
  LAST_RULE_NUMBER,
  matchedPorts,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
} from './network-acl-entry.ts';
import { overlap, type PortRange } from './port-set.ts';
import type { AreaReplies, Sides } from './replies.ts';

/** Missing replies of one transport and family, all within one range of ports. */
export interface Missing {
  readonly transport: Transport;
  readonly sides: Sides;
  readonly areas: readonly AreaReplies[];
  readonly ports: PortRange;
}

const FIRST_PLANNED_RULE_NUMBER = 100;
const RULE_NUMBER_STEP = 10;

/**
 * The fewest entries that let the missing replies out, in the order in which they are to be created; undefined
 * where no free rule number lies after every deny that they must not override and before the default deny.
 *
 * @param taken - the rule numbers in use, of both families
 */
export function placeEntries(missing: Missing, taken: ReadonlySet<number>): NetworkAclEntry[] | undefined {
  const limit = missing.sides.replies.find(entry => isDefaultDeny(entry, missing.transport))?.ruleNumber;
  return placeAtEnd(missing, taken, limit) ?? placeAmong(missing, taken, limit);
}

/** Places the entries behind all that stand before the default deny, in steps of ten. */
function placeAtEnd(missing: Missing, taken: ReadonlySet<number>, limit = LAST_RULE_NUMBER + 1) {
  const highest = Math.max(0, ...[...taken].filter(ruleNumber => ruleNumber < limit));
  const next = (Math.floor(highest / RULE_NUMBER_STEP) + 1) * RULE_NUMBER_STEP;
  const first = highest === 0 ? FIRST_PLANNED_RULE_NUMBER : next;
  const colored = colorAreas(missing.sides.tree.root, toAccepted(missing, [])) ?? [];
  const last = first + RULE_NUMBER_STEP * (colored.length - 1);
  if (last >= limit) return undefined;
  return colored.map((block, index) => toEntry(missing, block, first + RULE_NUMBER_STEP * index));
}

/**
 * Takes the highest free rule numbers before the default deny. Entries that then stand behind the planned ones
 * forbid colors: what they allow must not be denied, and what they deny must not be touched.
 */
function placeAmong(missing: Missing, taken: ReadonlySet<number>, limit = LAST_RULE_NUMBER + 1) {
  const ruleNumbers: number[] = [];
  for (let candidate = limit - 1; candidate >= FIRST_RULE_NUMBER; candidate -= 1) {
    if (taken.has(candidate)) continue;
    ruleNumbers.unshift(candidate);
    const behind = missing.sides.replies.filter(
      entry => candidate < entry.ruleNumber && entry.ruleNumber < limit,
    );
    const colored = colorAreas(missing.sides.tree.root, toAccepted(missing, behind));
    if (colored === undefined) return undefined;
    if (colored.length > ruleNumbers.length) continue;
    return colored.map((block, index) => toEntry(missing, block, ruleNumbers[index] ?? candidate));
  }
  return undefined;
}

/** For each area, the colors that open what is missing there, open nothing else and close nothing. */
function toAccepted(missing: Missing, behind: readonly NetworkAclEntry[]): ReadonlySet<Color>[] {
  const { transport, sides, areas, ports } = missing;
  const relevant = behind.filter(entry => overlap(matchedPorts(entry, transport), [ports]));
  return sides.tree.areas.map((block, index) => {
    const matching = relevant.filter(entry => contains(entry.cidrBlock, block));
    const constraints = matching.map(({ action }) => BEHIND[action]);
    return new Set(constraints.reduce(meet, toWanted(areas[index], ports)));
  });
}

const ANY_COLOR: readonly Color[] = ['none', 'deny', 'allow'];
/** What an entry that stands behind the planned ones leaves of the colors: its own verdict must not change. */
const BEHIND: Readonly<Record<'allow' | 'deny', readonly Color[]>> = {
  allow: ['none', 'allow'],
  deny: ['none'],
};

function toWanted(area: AreaReplies | undefined, ports: PortRange): readonly Color[] {
  if (area === undefined || !overlap(deniedByDefault(area.decisions), [ports])) return ANY_COLOR;
  return area.service ? ['allow'] : ['none', 'deny'];
}

function meet(a: readonly Color[], b: readonly Color[]): readonly Color[] {
  return a.filter(color => b.includes(color));
}

function toEntry(
  { transport, ports }: Missing,
  { block, action }: ColoredBlock,
  ruleNumber: number,
): NetworkAclEntry {
  const protocol = TRANSPORTS[transport];
  return { ruleNumber, egress: true, action, protocol, cidrBlock: block, portRange: ports };
}
