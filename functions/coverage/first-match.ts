import { type CidrBlock, contains } from './cidr-block.ts';
import { isDefaultDeny, matchedPorts, type NetworkAclEntry, type Transport } from './network-acl-entry.ts';
import { ALL_PORTS, intersect, isEmpty, type PortSet, subtract, toPortSet } from './port-set.ts';

/** What decides some ports of an area: the first entry that matches them, or none, which denies. */
export interface Decision {
  readonly ports: PortSet;
  readonly action: 'allow' | 'deny';
  /** The deciding entry; undefined where nothing matches, or where the match is the default rule written out. */
  readonly entry: NetworkAclEntry | undefined;
}

/**
 * Decides every port of one area: one fold that takes from the undecided ports what each entry matches.
 *
 * @param ascending - the entries of one direction, by rule number
 */
export function decide(
  ascending: readonly NetworkAclEntry[],
  area: CidrBlock,
  transport: Transport,
): Decision[] {
  const decisions: Decision[] = [];
  let undecided = ALL_PORTS;
  for (const entry of ascending) {
    if (isEmpty(undecided)) break;
    if (!contains(entry.cidrBlock, area)) continue;
    const ports = intersect(undecided, matchedPorts(entry, transport));
    if (isEmpty(ports)) continue;
    undecided = subtract(undecided, ports);
    decisions.push({
      ports,
      action: entry.action,
      entry: isDefaultDeny(entry, transport) ? undefined : entry,
    });
  }
  if (!isEmpty(undecided)) decisions.push({ ports: undecided, action: 'deny', entry: undefined });
  return decisions;
}

/** The ports that the decisions let through. */
export function permitted(decisions: readonly Decision[]): PortSet {
  return toPortSet(decisions.filter(({ action }) => action === 'allow').flatMap(({ ports }) => ports));
}

/** The ports that the default rule denies: those that no entry of a person decides. */
export function deniedByDefault(decisions: readonly Decision[]): PortSet {
  return toPortSet(
    decisions.filter(({ action, entry }) => action === 'deny' && !entry).flatMap(({ ports }) => ports),
  );
}
