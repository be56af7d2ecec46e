import { type AddressNode, type AddressTree, toAddressTree } from './address-tree.ts';
import type { AddressFamily } from './cidr-block.ts';
import { type Decision, decide } from './first-match.ts';
import {
  byRuleNumber,
  isDefaultRule,
  type Match,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
  toMatches,
} from './network-acl-entry.ts';

/** What becomes of the packets of one address family and transport, in both directions. */
export interface Traffic {
  readonly family: AddressFamily;
  readonly transport: Transport;
  /** Cut along the blocks of both directions and all protocols. */
  readonly tree: AddressTree;
  /** The entries of the family, of both directions, by rule number, without the default rules. */
  readonly entries: readonly NetworkAclEntry[];
  readonly kinds: readonly Kind[];
  /** For each area of the tree, the position of its kind in {@link kinds}. */
  readonly kindOf: readonly number[];
}

/** Areas at which the same entries match: judged once, since whatever is true of one is true of all. */
export type Kind = Readonly<Record<'ingress' | 'egress', Side>>;

/** What the entries of one direction do at the areas of a kind. */
export interface Side {
  /** Those that match, by rule number. */
  readonly matches: readonly Match[];
  /** What decides each port. */
  readonly decisions: readonly Decision[];
}

/** Sorts what an address family sends and gets by transport and by kind of area. */
export function toTraffic(listed: readonly NetworkAclEntry[], family: AddressFamily): Traffic[] {
  const entries = listed
    .filter(entry => entry.cidrBlock.family === family && !isDefaultRule(entry))
    .sort(byRuleNumber);
  const tree = toAddressTree(family, entries);
  return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
    const byArea: Kind[] = [];
    sortAreas(tree.root, { ingress: toSide([]), egress: toSide([]) }, transport, byArea);
    const kinds = [...new Set(byArea)];
    return { family, transport, tree, entries, kinds, kindOf: byArea.map(kind => kinds.indexOf(kind)) };
  });
}

/** At an area match those entries that match around the node, and those that name the node's block. */
function sortAreas(node: AddressNode, around: Kind, transport: Transport, byArea: Kind[]): void {
  const named = toMatches(node.entries, transport);
  const kind = named.length === 0 ? around : toKind(around, named);
  for (const { child } of node.halves) if (child) sortAreas(child, kind, transport, byArea);
  if (node.area !== undefined) byArea[node.area] = kind;
}

function toKind({ ingress, egress }: Kind, named: readonly Match[]): Kind {
  return {
    ingress: narrow(
      ingress,
      named.filter(({ entry }) => !entry.egress),
    ),
    egress: narrow(
      egress,
      named.filter(({ entry }) => entry.egress),
    ),
  };
}

function narrow(around: Side, named: readonly Match[]): Side {
  if (named.length === 0) return around;
  return toSide([...around.matches, ...named].sort((a, b) => byRuleNumber(a.entry, b.entry)));
}

function toSide(matches: readonly Match[]): Side {
  return { matches, decisions: decide(matches) };
}
