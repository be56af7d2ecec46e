import { deniedByDefault } from '../first-match.ts';
import { type Gap, isForgotten } from '../gaps.ts';
import { isDefaultRule, type NetworkAclEntry } from '../network-acl-entry.ts';
import type { KindReplies } from '../replies.ts';
import type { AddressFamily } from '../space/cidr-block.ts';
import { hull, intersect, type PortSet, toPortSet } from '../space/port-set.ts';
import type { Traffic } from '../traffic.ts';
import { placeEntries } from './placing.ts';

/** The egress entries that would close the gaps, in the order in which they are to be created. */
export interface Plan {
  readonly entries: readonly NetworkAclEntry[];
  /** The default-denied egress gaps that the plan leaves, each with the reason. */
  readonly unplaced: readonly Unplaced[];
}

export interface Unplaced {
  readonly gap: Gap;
  /**
   * `quota`: with the missing entries there would be more than the quota allows in egress for the family.
   * `rule-numbers`: there are not enough free rule numbers, together, after the denies that must stay in force and
   * before the default deny.
   */
  readonly reason: 'quota' | 'rule-numbers';
}

/** The replies of one family and transport, judged. */
export interface JudgedReplies {
  readonly traffic: Traffic;
  /** For each kind of areas. */
  readonly replies: readonly KindReplies[];
  readonly gaps: readonly Gap[];
}

/** What a plan must keep to. */
export interface PlanSettings {
  /** The required range, each part of which has entries of its own. */
  readonly ephemeralPorts: PortSet;
  /** Entries per direction and family that the account may have. */
  readonly ruleQuota: number;
}

/**
 * Plans the fewest egress entries that let out all default-denied required replies, and nothing else. No entry that
 * stands is changed, and no deny that somebody wrote is overridden. A family whose entries would exceed the
 * quota gets none of them.
 */
export function planEntries(
  standing: readonly NetworkAclEntry[],
  judged: readonly JudgedReplies[],
  settings: PlanSettings,
): Plan {
  const egress = standing.filter(entry => entry.direction === 'egress' && !isDefaultRule(entry));
  let plan: Plan = { entries: [], unplaced: [] };
  for (const family of new Set(judged.map(({ traffic }) => traffic.family))) {
    const taken = [...egress, ...plan.entries];
    const added = planFamily(
      taken,
      judged.filter(({ traffic }) => traffic.family === family),
      settings,
    );
    const count = egress.filter(({ cidrBlock }) => cidrBlock.family === family).length + added.entries.length;
    const kept = added.entries.length > 0 && count > settings.ruleQuota ? refuse(judged, family) : added;
    plan = { entries: [...plan.entries, ...kept.entries], unplaced: [...plan.unplaced, ...kept.unplaced] };
  }
  return plan;
}

function planFamily(
  taken: readonly NetworkAclEntry[],
  judged: readonly JudgedReplies[],
  { ephemeralPorts }: PlanSettings,
): Plan {
  const entries: NetworkAclEntry[] = [];
  const unplaced: Unplaced[] = [];
  for (const replies of judged) {
    const placed = planTransport([...taken, ...entries], replies, ephemeralPorts);
    if (placed === undefined) unplaced.push(...leave(replies.gaps, 'rule-numbers'));
    else entries.push(...placed);
  }
  return { entries, unplaced };
}

/**
 * All ranges of a transport or none: replies that get out can turn an allow into a receiver, and what was planned for
 * the rest is then no longer what is missing.
 */
function planTransport(
  taken: readonly NetworkAclEntry[],
  { traffic, replies }: JudgedReplies,
  ephemeralPorts: PortSet,
): NetworkAclEntry[] | undefined {
  const missing = toPortSet(replies.flatMap(({ denied }) => deniedByDefault(denied)));
  const entries: NetworkAclEntry[] = [];
  for (const range of ephemeralPorts) {
    // The smallest range that holds every reply of the range that the default rule denies somewhere.
    const ports = hull(intersect(missing, [range]));
    if (ports === undefined) continue;
    const ruleNumbers = new Set([...taken, ...entries].map(({ ruleNumber }) => ruleNumber));
    const placed = placeEntries({ traffic, replies, ports }, ruleNumbers);
    if (placed === undefined) return undefined;
    entries.push(...placed);
  }
  return entries;
}

function refuse(judged: readonly JudgedReplies[], family: AddressFamily): Plan {
  const gaps = judged.filter(({ traffic }) => traffic.family === family).flatMap(replies => replies.gaps);
  return { entries: [], unplaced: leave(gaps, 'quota') };
}

function leave(gaps: readonly Gap[], reason: Unplaced['reason']): Unplaced[] {
  return gaps.filter(isForgotten).map(gap => ({ gap, reason }));
}
