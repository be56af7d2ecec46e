import { isDenyOfEverything, LAST_RULE_NUMBER, type Match } from './network-acl-entry.ts';
import { ALL_PORTS, intersect, isEmpty, type PortSet, subtract, unite } from './space/port-set.ts';

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
  /** Denied on purpose, in the order in which the rules were found to decide; a rule may be listed twice. */
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
 */
export function toReplies(matches: readonly Match[]): Replies {
  const everything = matches.find(isDenyOfEverything)?.entry.ruleNumber ?? LAST_RULE_NUMBER;
  let undecided: PortSet = ALL_PORTS;
  let permitted: PortSet = [];
  let deniedByDefault: PortSet = [];
  const decisions: DecidedPorts[] = [];
  for (const match of matches) {
    const { action, ruleNumber } = match.entry;
    const ports = intersect(undecided, [match.ports]);
    if (isEmpty(ports) || isDenyOfEverything(match)) continue;
    undecided = subtract(undecided, ports);
    const isCutOff = ruleNumber > everything;
    if (action === 'allow' && !isCutOff) permitted = unite(permitted, ports);
    else if (action === 'deny' && isCutOff) deniedByDefault = unite(deniedByDefault, ports);
    else decisions.push({ ports, ruleNumber: isCutOff ? everything : ruleNumber });
  }
  return { permitted, deniedByDefault: unite(deniedByDefault, undecided), decisions };
}
