import { isDenyOfEverything, LAST_RULE_NUMBER, type Match } from './network-acl-entry.ts';
import {
  intersect,
  isEmpty,
  overlaps,
  type PortRange,
  type PortSet,
  subtract,
  toPortSet,
} from './space/port-set.ts';

/** What denies: no entry that an operator meant, or one that they wrote on purpose. */
export type Denier = { readonly kind: 'default' } | { readonly kind: 'entry'; readonly ruleNumber: number };

/** Packets that an operator denied on purpose. */
export interface DecidedPorts {
  readonly ports: PortSet;
  readonly ruleNumber: number;
}

/** What becomes of the packets of an area, by port. */
export interface Replies {
  readonly permitted: PortSet;
  /** Denied because nothing lets them through. */
  readonly deniedByDefault: PortSet;
  /** Denied on purpose, each rule once, in the order in which they decide. */
  readonly decisions: readonly DecidedPorts[];
}

/**
 * Lets the first match decide each port. A deny of everything counts as the default rule written out, unless it cuts off
 * an allow: a packet that would pass without it, and others like it, is denied on purpose.
 *
 *     in front of an allow   50 deny all, 100 allow all     a decision
 *     behind the allows      100 allow 443, 200 deny all    the default
 *
 * @param matches - by rule number
 * @param ports - those that are asked about
 */
export function toReplies(matches: readonly Match[], ports: PortSet): Replies {
  const everything = matches.find(isDenyOfEverything)?.entry.ruleNumber ?? LAST_RULE_NUMBER;
  let undecided = ports;
  const permitted: PortRange[] = [];
  const deniedByDefault: PortRange[] = [];
  const decided = new Map<number, PortRange[]>();
  for (const match of matches) {
    if (isEmpty(undecided)) break;
    if (isDenyOfEverything(match) || !overlaps(undecided, [match.ports])) continue;
    const { action, ruleNumber } = match.entry;
    const isCutOff = ruleNumber > everything;
    const taken = intersect(undecided, [match.ports]);
    undecided = subtract(undecided, [match.ports]);
    if (action === 'allow' && !isCutOff) permitted.push(...taken);
    else if (action === 'deny' && isCutOff) deniedByDefault.push(...taken);
    else add(decided, isCutOff ? everything : ruleNumber, taken);
  }
  return {
    permitted: toPortSet(permitted),
    deniedByDefault: toPortSet([...deniedByDefault, ...undecided]),
    decisions: [...decided].map(([ruleNumber, ranges]) => ({ ruleNumber, ports: toPortSet(ranges) })),
  };
}

function add(decided: Map<number, PortRange[]>, ruleNumber: number, ports: PortSet): void {
  const known = decided.get(ruleNumber);
  if (known) known.push(...ports);
  else decided.set(ruleNumber, [...ports]);
}

/** Everything that is denied, by whatever denies it. */
export function toDenied({ deniedByDefault, decisions }: Replies): PortSet {
  if (decisions.length === 0) return deniedByDefault;
  return toPortSet([...deniedByDefault, ...decisions.flatMap(({ ports }) => ports)]);
}

/** Whether anything is denied. */
export function isSomeDenied({ deniedByDefault, decisions }: Replies): boolean {
  return !isEmpty(deniedByDefault) || decisions.length > 0;
}
