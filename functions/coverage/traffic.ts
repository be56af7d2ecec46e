import type { Acceptance } from './exposure/acceptance.ts';
import {
  byRuleNumber,
  type Match,
  matchedPorts,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
  toMatch,
} from './network-acl-entry.ts';
import { type AddressNode, toAddressTree } from './space/address-tree.ts';
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
  /** At least one: the node of the innermost block that is named, and those inside it that no one names. */
  readonly nodes: readonly AddressNode<Fact>[];
  readonly kind: AreaKind;
}

/** What applies to some areas alike, so that it is judged once. */
export interface AreaKind {
  /** The matching entries, by rule number. */
  readonly ingress: readonly Match[];
  readonly egress: readonly Match[];
  readonly acceptances: readonly Acceptance[];
  readonly isOwnSubnet: boolean;
}

const UNMATCHED: AreaKind = { ingress: [], egress: [], acceptances: [], isOwnSubnet: false };

/** Sorts what an address family sends and gets by transport and area. */
export function toTraffic(facts: FamilyFacts): Traffic[] {
  const own = facts.ownBlocks.map((cidrBlock): OwnSubnet => ({ by: 'own-subnet', cidrBlock }));
  const root = toAddressTree<Fact>(facts.family, [...facts.entries, ...facts.acceptances, ...own]);
  return (Object.keys(TRANSPORTS) as Transport[]).map(transport => {
    const found: FoundArea[] = [];
    addNode(root, undefined, transport, found);
    return { ...facts, transport, root, areas: found.filter(({ nodes }) => nodes.length > 0) };
  });
}

/** An area that may get more nodes. */
interface FoundArea extends Area {
  readonly nodes: AddressNode<Fact>[];
}

/**
 * What applies around a node applies at it, and what names the node's block does.
 *
 * @param around - undefined for the root
 */
function addNode(
  node: AddressNode<Fact>,
  around: FoundArea | undefined,
  transport: Transport,
  areas: FoundArea[],
): void {
  const isNamed = around === undefined || node.items.length > 0;
  const area = isNamed ? toArea(node, around?.kind ?? UNMATCHED, transport) : around;
  if (isNamed) areas.push(area);
  if (node.hasArea) area.nodes.push(node);
  for (const { child } of node.halves) if (child) addNode(child, area, transport, areas);
}

function toArea({ items }: AddressNode<Fact>, around: AreaKind, transport: Transport): FoundArea {
  return { nodes: [], kind: addFacts(around, items, transport) };
}

/** The same kind where the facts are about another transport: areas are then told apart less often. */
function addFacts(kind: AreaKind, facts: readonly Fact[], transport: Transport): AreaKind {
  const found: FoundFacts = { ingress: [], egress: [], acceptances: [], isOwnSubnet: kind.isOwnSubnet };
  for (const fact of facts) addFact(found, fact, transport);
  const { ingress, egress, acceptances, isOwnSubnet } = found;
  const count = ingress.length + egress.length + acceptances.length;
  // Stryker disable next-line ConditionalExpression: saves time, since kinds are told apart by identity
  if (count === 0 && isOwnSubnet === kind.isOwnSubnet) return kind;
  return {
    ingress: mergeMatches(kind.ingress, ingress),
    egress: mergeMatches(kind.egress, egress),
    // Stryker disable next-line ConditionalExpression: saves time
    acceptances: acceptances.length === 0 ? kind.acceptances : [...kind.acceptances, ...acceptances],
    isOwnSubnet,
  };
}

/** What applies to a block beside what applies around it. */
interface FoundFacts {
  readonly ingress: Match[];
  readonly egress: Match[];
  readonly acceptances: Acceptance[];
  isOwnSubnet: boolean;
}

function addFact(found: FoundFacts, fact: Fact, transport: Transport): void {
  if ('ruleNumber' in fact) {
    const match = toMatch(fact, transport);
    if (match) found[fact.direction].push(match);
  } else if (fact.by === 'own-subnet') found.isOwnSubnet = true;
  // Leaving out those of another transport saves time: no one asks about them, so that a mutant survives.
  else if (fact.by === 'no-group' || matchedPorts(fact, transport)) found.acceptances.push(fact);
}

/** Both by rule number. */
function mergeMatches(around: readonly Match[], added: readonly Match[]): readonly Match[] {
  // Stryker disable next-line ConditionalExpression: saves time
  if (added.length === 0) return around;
  // Stryker disable next-line ConditionalExpression: saves time
  if (around.length === 0) return added;
  const merged: Match[] = [];
  let next = 0;
  for (const match of around) {
    // Stryker disable next-line EqualityOperator: no two entries of a direction have one rule number
    for (let one = added[next]; one && byRuleNumber(one.entry, match.entry) < 0; one = added[++next])
      merged.push(one);
    merged.push(match);
  }
  merged.push(...added.slice(next));
  return merged;
}
