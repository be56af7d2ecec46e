import { isDefaultDeny, type Match, type NetworkAclEntry } from './network-acl-entry.ts';
import { ALL_PORTS, isEmpty, type PortSet, split, toPortSet } from './port-set.ts';

/** What decides some ports of an area: the first entry that matches them, or none, which denies. */
export type Decision =
  | { readonly ports: PortSet; readonly action: 'allow'; readonly entry: NetworkAclEntry }
  | Denial;

export interface Denial {
  readonly ports: PortSet;
  readonly action: 'deny';
  /** The deciding entry; undefined where nothing matches, or where the match is the default rule written out. */
  readonly entry: NetworkAclEntry | undefined;
}

/**
 * Decides every port of one area: one fold that takes from the undecided ports what each entry matches.
 *
 * @param ascending - the matches at the area, of one direction and transport, by rule number
 */
export function decide(ascending: readonly Match[]): Decision[] {
  const decisions: Decision[] = [];
  let undecided = ALL_PORTS;
  for (const match of ascending) {
    const { inside, outside } = split(undecided, match.ports);
    if (isEmpty(inside)) continue;
    decisions.push(toDecision(inside, match));
    undecided = outside;
    if (isEmpty(undecided)) return decisions;
  }
  return [...decisions, { ports: undecided, action: 'deny', entry: undefined }];
}

function toDecision(ports: PortSet, match: Match): Decision {
  const { entry } = match;
  if (entry.action === 'allow') return { ports, action: 'allow', entry };
  return { ports, action: 'deny', entry: isDefaultDeny(match) ? undefined : entry };
}

/** The ports that the decisions let through. */
export function permitted(decisions: readonly Decision[]): PortSet {
  return toPortSet(decisions.filter(({ action }) => action === 'allow').flatMap(({ ports }) => ports));
}

/** The ports that the default rule denies: those that no entry of a person decides. */
export function deniedByDefault(decisions: readonly Decision[]): PortSet {
  return toPortSet(decisions.filter(({ entry }) => entry === undefined).flatMap(({ ports }) => ports));
}
