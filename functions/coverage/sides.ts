import { type AddressTree, toAddressTree } from './address-tree.ts';
import { type AddressFamily, type CidrBlock, contains } from './cidr-block.ts';
import { type Decision, decide } from './first-match.ts';
import { byRuleNumber, isDefaultRule, type NetworkAclEntry, type Transport } from './network-acl-entry.ts';

/** The entries of one direction and family, and what they decide. */
export interface Side {
  /** By rule number, without the default rules. */
  readonly entries: readonly NetworkAclEntry[];
  /** For each area of the tree, what decides each port of the transport. Computed once, when first asked for. */
  readonly decisions: (transport: Transport) => readonly (readonly Decision[])[];
}

/** Both directions of one address family, on a tree that is cut along the blocks of both. */
export interface Sides {
  readonly tree: AddressTree;
  readonly ingress: Side;
  readonly egress: Side;
}

export function toSides(entries: readonly NetworkAclEntry[], family: AddressFamily): Sides {
  const ascending = entries
    .filter(entry => entry.cidrBlock.family === family && !isDefaultRule(entry))
    .sort(byRuleNumber);
  const tree = toAddressTree(
    family,
    ascending.map(({ cidrBlock }) => cidrBlock),
  );
  const side = (egress: boolean) =>
    toSide(
      ascending.filter(entry => entry.egress === egress),
      tree.areas,
    );
  return { tree, ingress: side(false), egress: side(true) };
}

function toSide(entries: readonly NetworkAclEntry[], areas: readonly CidrBlock[]): Side {
  const matching = areas.map(area => entries.filter(({ cidrBlock }) => contains(cidrBlock, area)));
  const known = new Map<Transport, Decision[][]>();
  const decisions = (transport: Transport) => {
    const decided = known.get(transport) ?? matching.map(inArea => decide(inArea, transport));
    known.set(transport, decided);
    return decided;
  };
  return { entries, decisions };
}
