import {
  isDenyOfEverything,
  LAST_RULE_NUMBER,
  type Match,
  type NetworkAclEntry,
} from './network-acl-entry.ts';
import { intersect, isEmpty, type PortRange, type PortSet, subtract, toPortSet } from './space/port-set.ts';

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
  const everything = matches.find(isDenyOfEverything)?.entry.ruleNumber ?? LAST_RULE_NUMBER + 1;
  const found = new Map<Outcome, PortRange[]>();
  let undecided = ports;
  for (const match of matches) {
    if (isEmpty(undecided)) break;
    const taken = intersect(undecided, [match.ports]);
    if (isEmpty(taken) || isDenyOfEverything(match)) continue;
    undecided = subtract(undecided, [match.ports]);
    const outcome = decide(match.entry, everything);
    found.set(outcome, [...(found.get(outcome) ?? []), ...taken]);
  }
  const decided = [...found].filter((one): one is [number, PortRange[]] => typeof one[0] === 'number');
  return {
    permitted: toPortSet(found.get('permitted') ?? []),
    deniedByDefault: toPortSet([...(found.get('default') ?? []), ...undecided]),
    decisions: decided.map(([ruleNumber, ranges]) => ({ ruleNumber, ports: toPortSet(ranges) })),
  };
}

/** What becomes of packets: a number is the rule by which an operator denied them. */
type Outcome = 'permitted' | 'default' | number;

/** @param everything - the rule number of the first deny of everything */
function decide({ action, ruleNumber }: NetworkAclEntry, everything: number): Outcome {
  if (action === 'allow') return ruleNumber < everything ? 'permitted' : everything;
  return ruleNumber < everything ? ruleNumber : 'default';
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
