import type { Direction, NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { type CidrBlock, UNIVERSE } from '../../functions/coverage/space/cidr-block.ts';
import type { UnknownPart } from './listed-network-acl.ts';

/** A rule of which something is known only after apply. What is undefined is not known. */
export interface DoubtfulRule {
  readonly direction: Direction | undefined;
  readonly ruleNumber: number | undefined;
  readonly action: NetworkAclEntry['action'] | undefined;
  readonly protocol: number | undefined;
  readonly cidrBlock: CidrBlock | undefined;
  /** Undefined also where it has none. */
  readonly portRange: NetworkAclEntry['portRange'];
  /** The expression of what is not known. */
  readonly expression: string;
}

/** In front of all others: a rule whose number is not known may be the first. */
const FIRST = 0;

/**
 * What the entries can be: with each rule in doubt left out, with the widest of it, and with what leaves the fewest gaps
 * in each direction of replies. A gap of all of these exists whatever the values are.
 */
export function toPossible(
  entries: readonly NetworkAclEntry[],
  doubts: readonly DoubtfulRule[],
): readonly (readonly NetworkAclEntry[])[] {
  if (doubts.length === 0) return [entries];
  const all = doubts.flatMap(doubt => toWidest(doubt, doubt.direction ?? 'ingress', doubt.action ?? 'allow'));
  const favourable = (['egress', 'ingress'] as const).map(replies => [
    ...entries,
    ...doubts.flatMap(doubt => toFavourable(doubt, replies)),
  ]);
  return [entries, [...entries, ...all], ...favourable];
}

/** Lets every reply of the direction through, or denies every request. */
function toFavourable(doubt: DoubtfulRule, replies: Direction): NetworkAclEntry[] {
  const requests = replies === 'egress' ? 'ingress' : 'egress';
  const allows = doubt.direction !== requests && doubt.action !== 'deny';
  const denies = doubt.direction !== replies && doubt.action !== 'allow';
  return [
    ...(allows ? toWidest(doubt, replies, 'allow') : []),
    ...(denies ? toWidest(doubt, requests, 'deny') : []),
  ];
}

function toWidest(
  { ruleNumber = FIRST, protocol = -1, cidrBlock, portRange }: DoubtfulRule,
  direction: Direction,
  action: NetworkAclEntry['action'],
): NetworkAclEntry[] {
  const blocks = cidrBlock ? [cidrBlock] : [UNIVERSE.ipv4, UNIVERSE.ipv6];
  return blocks.map(block => ({
    ...{ ruleNumber, direction, action, protocol, cidrBlock: block },
    ...(portRange && { portRange }),
  }));
}

export function toUnknown({ direction, ruleNumber, expression }: DoubtfulRule): UnknownPart {
  return { kind: 'value', direction, ruleNumber, expression };
}
