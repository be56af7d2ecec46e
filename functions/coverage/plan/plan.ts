import type { Gap } from '../gaps.ts';
import { byRuleNumber, isDefaultRule, type NetworkAclEntry, type Transport } from '../network-acl-entry.ts';
import type { AddressFamily, CidrBlock } from '../space/cidr-block.ts';
import type { PortRange } from '../space/port-set.ts';
import { type JudgedReplies, type Placing, type PlanSettings, placeReplies } from './placing.ts';
import type { PlanScope } from './scope.ts';
import { subtractEntries } from './subtraction.ts';
import type { UnplacedReason } from './unplaced-reason.ts';
import { isBroadGap, isWantedGap } from './wanted.ts';

/** The egress entries that would close the gaps, in the order in which they are to be created. */
export interface Plan {
  readonly entries: readonly NetworkAclEntry[];
  /** What the plan leaves of gaps of severity `medium` or `high`, each with the reason. */
  readonly unplaced: readonly Unplaced[];
}

export interface Unplaced {
  readonly protocol: Transport;
  readonly cidrBlock: CidrBlock;
  readonly ports: PortRange;
  readonly reason: UnplacedReason;
  /** Of the entries that the reason is about. */
  readonly ruleNumbers: readonly number[];
}

/**
 * Plans egress allow entries that let out the replies which the default rule denies, where it is certain that they are
 * replies of a service and many of a client's connections fail. No existing entry is changed, and no decision overridden.
 *
 * @param listed - the entries of the network ACL
 * @param judged - IPv4 before IPv6
 */
export function planEntries(
  listed: readonly NetworkAclEntry[],
  judged: readonly JudgedReplies[],
  settings: PlanSettings,
  scope: PlanScope,
): Plan {
  const isCounted = (entry: NetworkAclEntry) => entry.direction === 'egress' && !isDefaultRule(entry);
  const egress = listed.filter(isCounted).sort(byRuleNumber);
  const entries: NetworkAclEntry[] = [];
  const unplaced: Unplaced[] = [];
  for (const family of new Set(judged.map(({ judgement }) => judgement.traffic.family))) {
    const ofFamily = judged.filter(({ judgement }) => judgement.traffic.family === family);
    for (const { gaps, placing } of placeFamily(family, [...egress, ...entries], ofFamily, settings, scope)) {
      if (placing.kind === 'placed') entries.push(...placing.entries);
      unplaced.push(...toUnplaced(gaps, placing));
    }
  }
  return { entries, unplaced };
}

/** What becomes of the gaps of one transport. */
interface PlacedGaps {
  readonly gaps: readonly Gap[];
  readonly placing: Placing;
}

/**
 * A family whose entries would exceed the quota gets none of them.
 *
 * @param egress - the entries of both families, with those that are planned already
 */
function placeFamily(
  family: AddressFamily,
  egress: readonly NetworkAclEntry[],
  judged: readonly JudgedReplies[],
  settings: PlanSettings,
  scope: PlanScope,
): PlacedGaps[] {
  const placed: PlacedGaps[] = [];
  const planned: NetworkAclEntry[] = [];
  for (const { judgement, gaps } of judged) {
    const placing = placeReplies([...egress, ...planned], judgement, settings, scope);
    if (placing.kind === 'placed') planned.push(...placing.entries);
    placed.push({ gaps, placing });
  }
  const count = egress.filter(({ cidrBlock }) => cidrBlock.family === family).length + planned.length;
  return count > settings.ruleQuota ? placed.map(refuse) : placed;
}

function refuse({ gaps, placing }: PlacedGaps): PlacedGaps {
  if (placing.kind === 'left') return { gaps, placing };
  return { gaps, placing: { kind: 'left', reason: 'quota', ruleNumbers: () => [] } };
}

function toUnplaced(gaps: readonly Gap[], placing: Placing): Unplaced[] {
  return gaps.flatMap((gap): Unplaced[] => {
    if (placing.kind === 'left' && isWantedGap(gap)) {
      return [toLeft(gap, placing.reason, placing.ruleNumbers(gap))];
    }
    if (!isBroadGap(gap)) return [];
    const planned = placing.kind === 'placed' ? placing.entries : [];
    return subtractEntries(gap, planned).map(rest => ({ ...toLeft(gap, 'broad', gap.admittedBy), ...rest }));
  });
}

function toLeft(
  { protocol, cidrBlock, ports }: Gap,
  reason: UnplacedReason,
  ruleNumbers: readonly number[],
): Unplaced {
  return { protocol, cidrBlock, ports, reason, ruleNumbers };
}
