import {
  isDenyOfEverything,
  LAST_RULE_NUMBER,
  type Match,
  type NetworkAclEntry,
} from './network-acl-entry.ts';
import { intersect, isEmpty, NO_PORTS, type PortSet, subtract, toPortSet, unite } from './space/port-set.ts';

/** What denies: no entry that an operator meant, or one that they wrote on purpose. */
export type Denier = { readonly kind: 'default' } | { readonly kind: 'entry'; readonly ruleNumber: number };

/** Packets that an operator denied on purpose. */
export interface DecidedPorts {
  readonly ports: PortSet;
  readonly ruleNumber: number;
}

/** The packets of an area that are denied, by port. */
export interface Replies {
  /** Denied because nothing lets them through. */
  readonly deniedByDefault: PortSet;
  /** Denied on purpose, each rule once. */
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
  const decisions: DecidedPorts[] = [];
  let undecided = ports;
  let deniedByDefault = NO_PORTS;
  for (const match of matches) {
    const left = isDenyOfEverything(match) ? undecided : subtract(undecided, match.ports);
    if (left === undecided) continue;
    const outcome = decide(match.entry, everything);
    const taken = intersect(undecided, match.ports);
    if (outcome === 'default') deniedByDefault = unite(deniedByDefault, taken);
    else if (outcome !== 'permitted') addDecision(decisions, outcome, taken);
    undecided = left;
  }
  return { deniedByDefault: unite(undecided, deniedByDefault), decisions };
}

/** What becomes of packets: a number is the rule by which an operator denied them. */
type Outcome = 'permitted' | 'default' | number;

/** @param everything - the rule number of the first deny of everything */
function decide({ action, ruleNumber }: NetworkAclEntry, everything: number): Outcome {
  // Stryker disable next-line EqualityOperator: no entry that is asked about has that rule number
  const isBehind = ruleNumber > everything;
  if (action === 'allow') return isBehind ? everything : 'permitted';
  return isBehind ? 'default' : ruleNumber;
}

/** Only a deny of everything decides more than once, and then always last. */
function addDecision(decisions: DecidedPorts[], ruleNumber: number, ports: PortSet): void {
  const last = decisions.at(-1);
  if (last?.ruleNumber !== ruleNumber) decisions.push({ ruleNumber, ports });
  else decisions[decisions.length - 1] = { ruleNumber, ports: unite(last.ports, ports) };
}

/** Those of the ports to which packets are let out. */
export function toPermitted(matches: readonly Match[], ports: PortSet): PortSet {
  return subtract(ports, toDenied(toReplies(matches, ports)));
}

/** Everything that is denied, by whatever denies it. */
export function toDenied({ deniedByDefault, decisions }: Replies): PortSet {
  // Stryker disable next-line ConditionalExpression: saves time
  if (decisions.length === 0) return deniedByDefault;
  return toPortSet([...deniedByDefault, ...decisions.flatMap(({ ports }) => ports)]);
}

/** Whether anything is denied. */
export function isSomeDenied({ deniedByDefault, decisions }: Replies): boolean {
  return !isEmpty(deniedByDefault) || decisions.length > 0;
}
