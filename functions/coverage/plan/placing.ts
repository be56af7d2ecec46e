import type { Gap } from '../gaps.ts';
import type { Judgement } from '../judgement.ts';
import { LAST_RULE_NUMBER, type NetworkAclEntry, TRANSPORTS, type Transport } from '../network-acl-entry.ts';
import type { PortSet } from '../space/port-set.ts';
import { findCutOff } from './cut-off.ts';
import { toNarrowBlocks } from './narrow-blocks.ts';
import { type PlannedBlock, planBlocks } from './planned-blocks.ts';
import { findDefault, findLastDecision } from './room.ts';
import { type Numbered, numberDownwards, numberUpwards } from './rule-numbers.ts';
import type { PlanScope } from './scope.ts';
import type { UnplacedReason } from './unplaced-reason.ts';

/** The egress replies of one family and transport, judged. */
export interface JudgedReplies {
  readonly judgement: Judgement;
  readonly gaps: readonly Gap[];
}

/** What a plan must keep to. */
export interface PlanSettings {
  /** The required range, each part of which has entries of its own. */
  readonly ephemeralPorts: PortSet;
  /** Entries per direction and family that the account may have. */
  readonly ruleQuota: number;
}

/** What becomes of the replies of one transport: all that are wanted have their entries, or none has. */
export type Placing =
  | { readonly kind: 'placed'; readonly entries: readonly NetworkAclEntry[] }
  | {
      readonly kind: 'left';
      readonly reason: UnplacedReason;
      /** Of the entries because of which the gap is left. */
      readonly ruleNumbers: (gap: Gap) => readonly number[];
    };

/** @param egress - the entries of both families, with those that are planned already */
export function placeReplies(
  egress: readonly NetworkAclEntry[],
  judgement: Judgement,
  { ephemeralPorts }: PlanSettings,
  scope: PlanScope,
): Placing {
  const wanted = judgement.denied.filter(scope.isWanted);
  // Stryker disable next-line ConditionalExpression,ObjectLiteral,StringLiteral: saves time, since no gap is wanted
  if (wanted.length === 0) return { kind: 'placed', entries: [] };
  if (judgement.facts.exposure === 'no-interfaces') return leave('no-interfaces');
  const { family, transport } = judgement.traffic;
  const ofFamily = egress.filter(({ cidrBlock }) => cidrBlock.family === family);
  const cutOff = findCutOff(ofFamily, transport);
  if (cutOff) return leave('decision', [cutOff.deny.ruleNumber, cutOff.allow.ruleNumber]);
  const blocks = planBlocks(judgement, wanted, ephemeralPorts, scope);
  if (blocks === undefined) {
    return { kind: 'left', reason: 'too-many-entries', ruleNumbers: gap => gap.admittedBy };
  }
  const taken = new Set(egress.map(({ ruleNumber }) => ruleNumber));
  const placing = placeBlocks(blocks, taken, ofFamily, transport);
  if (placing.kind === 'placed') return placing;
  // Narrower entries may be clear of a decision behind which there is no room.
  return placeBlocks(toNarrowBlocks(blocks, wanted), taken, ofFamily, transport);
}

function placeBlocks(
  blocks: readonly PlannedBlock[],
  taken: ReadonlySet<number>,
  egress: readonly NetworkAclEntry[],
  transport: Transport,
): Placing {
  const before = findDefault(egress, transport);
  const atEnd = numberUpwards(blocks, taken, before);
  if (atEnd) return toPlaced(atEnd, transport);
  const inFront = egress.filter(({ ruleNumber }) => ruleNumber < before);
  const after = findLastDecision(inFront, transport, blocks);
  const among = numberDownwards(blocks, taken, { after, before });
  if (among) return toPlaced(among, transport);
  // The existing entries between which there is no room.
  const limits = [after, before].filter(ruleNumber => ruleNumber > 0 && ruleNumber <= LAST_RULE_NUMBER);
  return leave('rule-numbers', limits);
}

function toPlaced(numbered: readonly Numbered<PlannedBlock>[], transport: Transport): Placing {
  return { kind: 'placed', entries: numbered.map(one => toEntry(one.item, one.ruleNumber, transport)) };
}

function toEntry(
  { cidrBlock, ports }: PlannedBlock,
  ruleNumber: number,
  transport: Transport,
): NetworkAclEntry {
  const protocol = TRANSPORTS[transport];
  return { ruleNumber, direction: 'egress', action: 'allow', protocol, cidrBlock, portRange: ports };
}

function leave(reason: UnplacedReason, ruleNumbers: readonly number[] = []): Placing {
  return { kind: 'left', reason, ruleNumbers: () => ruleNumbers };
}
