import type { Acceptance } from './exposure/acceptance.ts';
import {
  byRuleNumber,
  type Direction,
  type Match,
  matchedPorts,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
} from './network-acl-entry.ts';
import { type AddressNode, toAddressTree, toChildren } from './space/address-tree.ts';
import type { AddressFamily, CidrBlock } from './space/cidr-block.ts';

/** What is known of the addresses of one family. */
export interface FamilyFacts {
  readonly family: AddressFamily;
  /** Of both directions, by rule number, without the default rules. */
  readonly entries: readonly NetworkAclEntry[];
  readonly acceptances: readonly Acceptance[];
  /** The blocks of the network ACL's only subnet, where they are known. */
  readonly ownBlocks: readonly CidrBlock[];
}

/** What is said about the addresses of a block. */
type Fact = NetworkAclEntry | Acceptance | OwnSubnet;

/** That the addresses are in the network ACL's only subnet: traffic inside it passes no network ACL. */
interface OwnSubnet {
  readonly by: 'own-subnet';
  readonly cidrBlock: CidrBlock;
}

/** The packets of one address family and transport, of both directions, by area. */
export interface Traffic extends FamilyFacts {
  readonly transport: Transport;
  readonly root: AddressNode<Fact>;
  readonly areas: readonly Area[];
}

/** Addresses that nothing can tell apart. */
export interface Area {
  readonly node: AddressNode<Fact>;
  readonly kind: AreaKind;
}

/** What applies to some areas alike, so that it is judged once. */
export interface AreaKind {
  /** The matching entries of each direction, by rule number. */
  readonly matches: Readonly<Record<Direction, readonly Match[]>>;
  readonly acceptances: readonly Acceptance[];
  readonly isOwnSubnet: boolean;
}

const UNMATCHED: AreaKind = { matches: { ingress: [], egress: [] }, acceptances: [], isOwnSubnet: false };

/** Sorts what an address family sends and gets by transport and area. */
export function toTraffic(facts: FamilyFacts): Traffic[] {
  const own = facts.ownBlocks.map((cidrBlock): OwnSubnet => ({ by: 'own-subnet', cidrBlock }));
  const root = toAddressTree<Fact>(facts.family, [...facts.entries, ...facts.acceptances, ...own]);
  return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
    const areas: Area[] = [];
    addAreas(root, UNMATCHED, transport, areas);
    return { ...facts, transport, root, areas };
  });
}

/** What applies around a node applies at it, and what names the node's block does. */
function addAreas(node: AddressNode<Fact>, around: AreaKind, transport: Transport, areas: Area[]): void {
  const kind = node.items.reduce((known, fact) => addFact(known, fact, transport), around);
  for (const child of toChildren(node)) addAreas(child, kind, transport, areas);
  if (node.hasArea) areas.push({ node, kind });
}

/** The same kind where the fact is about another transport: areas are then told apart less often. */
function addFact(kind: AreaKind, fact: Fact, transport: Transport): AreaKind {
  if ('ruleNumber' in fact) return addEntry(kind, fact, transport);
  if (fact.by === 'own-subnet') return { ...kind, isOwnSubnet: true };
  if (fact.by === 'rule' && matchedPorts(fact, transport) === undefined) return kind;
  return { ...kind, acceptances: [...kind.acceptances, fact] };
}

function addEntry(kind: AreaKind, entry: NetworkAclEntry, transport: Transport): AreaKind {
  const ports = matchedPorts(entry, transport);
  if (ports === undefined) return kind;
  const { direction } = entry;
  const matches = [...kind.matches[direction], { entry, ports }].sort((a, b) =>
    byRuleNumber(a.entry, b.entry),
  );
  return { ...kind, matches: { ...kind.matches, [direction]: matches } };
}
