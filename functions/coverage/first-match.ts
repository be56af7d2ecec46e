import { isDefaultDeny, LAST_RULE_NUMBER, type Match, type NetworkAclEntry } from './network-acl-entry.ts';
import { ALL_PORTS, isEmpty, type PortSet, subtract } from './space/port-set.ts';

/** What decides some ports of an area: the first entry that matches them, or none, which denies. */
export type Decision = Permit | Denial;

export interface Permit {
  readonly ports: PortSet;
  readonly action: 'allow';
  readonly entry: NetworkAclEntry;
  readonly ruleNumber: number;
}

export interface Denial {
  readonly ports: PortSet;
  readonly action: 'deny';
  /** The deciding entry; undefined where nothing matches, or where the match is the default rule written out. */
  readonly entry: NetworkAclEntry | undefined;
  /** Of the match, also where it is the default rule written out; behind all others where nothing matches. */
  readonly ruleNumber: number;
}

/** What decides an area that no entry matches. */
export const DEFAULT_DECISIONS: readonly Decision[] = [
  { ports: ALL_PORTS, action: 'deny', entry: undefined, ruleNumber: LAST_RULE_NUMBER + 1 },
];

/**
 * Lets one more entry match: it takes its ports from those decisions that come later. What is decided does not depend on
 * the order in which entries are added, so that an area starts with the decisions of the area around it.
 *
 * @param decisions - of every port, by rule number
 * @returns the same list where earlier entries decide all that the entry matches
 */
export function addMatch(decisions: readonly Decision[], match: Match): readonly Decision[] {
  const { ruleNumber } = match.entry;
  const earlier = decisions.filter(decision => decision.ruleNumber < ruleNumber);
  const taken = earlier.reduce((left, { ports }) => subtract(left, ports), [match.ports] as PortSet);
  if (isEmpty(taken)) return decisions;
  const added = [...earlier, toDecision(taken, match)];
  for (const later of decisions.slice(earlier.length)) {
    const left = subtract(later.ports, [match.ports]);
    if (left === later.ports) added.push(later);
    else if (!isEmpty(left)) added.push({ ...later, ports: left });
  }
  return added;
}

function toDecision(ports: PortSet, match: Match): Decision {
  const { entry } = match;
  const { action, ruleNumber } = entry;
  if (action === 'allow') return { ports, action, entry, ruleNumber };
  return { ports, action, entry: isDefaultDeny(match) ? undefined : entry, ruleNumber };
}

/**
 * The ports that the default rule denies: those that no entry of a person decides. There is one such decision at most:
 * behind the default rule, written out or not, nothing is left to decide.
 */
export function deniedByDefault(decisions: readonly Decision[]): PortSet {
  return decisions.find(({ entry }) => entry === undefined)?.ports ?? [];
}
