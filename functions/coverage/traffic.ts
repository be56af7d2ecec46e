import { addMatch, DEFAULT_DECISIONS, type Decision } from './first-match.ts';
import {
  byRuleNumber,
  isDefaultRule,
  type Match,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
  toMatches,
} from './network-acl-entry.ts';
import { type AddressNode, type AddressTree, toAddressTree } from './space/address-tree.ts';
import type { AddressFamily } from './space/cidr-block.ts';

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

/** Areas that are decided alike, judged once: for each direction, what decides each port, by rule number. */
export interface Kind {
  readonly ingress: readonly Decision[];
  readonly egress: readonly Decision[];
}

const UNMATCHED: Kind = { ingress: DEFAULT_DECISIONS, egress: DEFAULT_DECISIONS };

/** Sorts what an address family sends and gets by transport and by kind of area. */
export function toTraffic(listed: readonly NetworkAclEntry[], family: AddressFamily): Traffic[] {
  const entries = listed
    .filter(entry => entry.cidrBlock.family === family && !isDefaultRule(entry))
    .sort(byRuleNumber);
  const tree = toAddressTree(family, entries);
  return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
    const sorted = { kinds: [], kindOf: [] };
    sortAreas(tree.root, UNMATCHED, transport, sorted);
    return { family, transport, tree, entries, ...sorted };
  });
}

/** At an area match those entries that match around the node, and those that name the node's block. */
function sortAreas(
  node: AddressNode,
  around: Kind,
  transport: Transport,
  sorted: { readonly kinds: Kind[]; readonly kindOf: number[] },
): void {
  const kind = toMatches(node.entries, transport).reduce(addToKind, around);
  for (const { child } of node.halves) if (child) sortAreas(child, kind, transport, sorted);
  if (node.area === undefined) return;
  const known = sorted.kinds.indexOf(kind);
  sorted.kindOf[node.area] = known < 0 ? sorted.kinds.push(kind) - 1 : known;
}

/** The same kind where the match decides nothing there: areas are then told apart less often, and judged less often. */
function addToKind(kind: Kind, match: Match): Kind {
  const { ingress, egress } = kind;
  const around = match.entry.direction === 'egress' ? egress : ingress;
  const decisions = addMatch(around, match);
  if (decisions === around) return kind;
  return match.entry.direction === 'egress' ? { ingress, egress: decisions } : { ingress: decisions, egress };
}
