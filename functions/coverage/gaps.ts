import type { Evidence } from './evidence.ts';
import type { Acceptance } from './exposure/acceptance.ts';
import type { InterfaceOwner } from './exposure/exposure.ts';
import type { DeniedArea, Judgement } from './judgement.ts';
import { memoise } from './memoise.ts';
import type { Direction, Transport } from './network-acl-entry.ts';
import type { Denier, Replies } from './replies.ts';
import type { Service } from './services.ts';
import type { Severity } from './severity.ts';
import type { AddressNode, Located } from './space/address-tree.ts';
import { type CidrBlock, compareBlocks } from './space/cidr-block.ts';
import { isEmpty, type PortRange, type PortSet } from './space/port-set.ts';
import { type ChosenPorts, toRectangles } from './space/rectangles.ts';

/** Required replies that are denied: every address of a block, every port of a range. */
export interface Gap {
  readonly direction: Direction;
  readonly protocol: Transport;
  readonly cidrBlock: CidrBlock;
  readonly ports: PortRange;
  readonly deniedBy: Denier;
  /** The rule numbers of the request entries that admit the service, ascending. */
  readonly admittedBy: readonly number[];
  readonly evidence: Evidence;
  readonly severity: Severity;
  /** What the interfaces belong to whose services are cut off, as far as it is known. */
  readonly behind: readonly InterfaceOwner[];
  /** The ids of the security groups that accept the service, ascending. */
  readonly acceptedBy: readonly string[];
}

/** Whether no operator decided on the denial: no rule lets the replies through. */
export function isForgotten({ deniedBy }: Pick<Gap, 'deniedBy'>): boolean {
  return deniedBy.kind === 'default';
}

/** Ports of one area that one rule denies. */
interface DeniedPorts extends ChosenPorts {
  readonly service: Service;
}

/** Denied ports that may become one gap where they are adjacent. */
interface Alike extends Pick<Gap, 'evidence' | 'severity'> {
  readonly denier: Denier;
  readonly ports: Map<AddressNode<Located>, DeniedPorts>;
}

/**
 * The gaps of one direction, transport and family: disjoint rectangles of addresses and ports, no two of which
 * could be one, ordered by denier (the default rule first), ports and addresses.
 */
export function toGaps({ traffic, direction, denied }: Judgement): Gap[] {
  const toNames = createNaming();
  const { transport: protocol, root } = traffic;
  const gaps: Gap[] = [];
  for (const { denier: deniedBy, evidence, severity, ports: alike } of toAlike(denied)) {
    for (const { block: cidrBlock, ports, chosen } of toRectangles(root, alike)) {
      const { admittedBy, behind, acceptedBy } = toNames(chosen);
      gaps.push({
        direction,
        protocol,
        cidrBlock,
        ports,
        deniedBy,
        admittedBy,
        evidence,
        severity,
        behind,
        acceptedBy,
      });
    }
  }
  return gaps.sort(compareGaps);
}

function compareGaps(a: Gap, b: Gap): number {
  const byDenier = toRuleNumber(a.deniedBy) - toRuleNumber(b.deniedBy);
  if (byDenier !== 0) return byDenier;
  if (a.ports.from !== b.ports.from) return a.ports.from - b.ports.from;
  return compareBlocks(a.cidrBlock, b.cidrBlock);
}

/** The default rule sorts before all others. */
function toRuleNumber(denier: Denier): number {
  return denier.kind === 'default' ? 0 : denier.ruleNumber;
}

function toAlike(areas: readonly DeniedArea[]): Alike[] {
  const groups: Alike[] = [];
  for (const { area, service, replies, severity: ofArea } of areas) {
    const { evidence } = service;
    for (const { denier, ports } of toDeniedByRule(replies)) {
      // What an operator decided is never worse than low.
      const severity = denier.kind === 'default' ? ofArea : 'low';
      const group = groups.find(isAlike({ denier, evidence, severity }));
      const denied = { service, ports };
      const known = group ?? { denier, evidence, severity, ports: new Map() };
      if (group === undefined) groups.push(known);
      for (const node of area.nodes) known.ports.set(node, denied);
    }
  }
  return groups;
}

function isAlike(wanted: Omit<Alike, 'ports'>): (group: Alike) => boolean {
  return ({ denier, evidence, severity }) =>
    toRuleNumber(denier) === toRuleNumber(wanted.denier) &&
    evidence === wanted.evidence &&
    severity === wanted.severity;
}

const BY_DEFAULT: Denier = { kind: 'default' };

function toDeniedByRule({ deniedByDefault, decisions }: Replies): readonly {
  readonly denier: Denier;
  readonly ports: PortSet;
}[] {
  const decided = decisions.map(({ ruleNumber, ports }) => ({
    denier: { kind: 'entry', ruleNumber } as const,
    ports,
  }));
  return isEmpty(deniedByDefault) ? decided : [{ denier: BY_DEFAULT, ports: deniedByDefault }, ...decided];
}

/** What a gap says about the services at its areas. */
type ServiceNames = Pick<Gap, 'admittedBy' | 'behind' | 'acceptedBy'>;

/** Names services, each combination once: rectangles that differ in their ports have the same areas. */
function createNaming(): (chosen: readonly DeniedPorts[]) => ServiceNames {
  const nameOne = memoise((service: Service) => toServiceNames([service]));
  return memoise(chosen => {
    const services = [...new Set(chosen.map(({ service }) => service))];
    const [first, ...others] = services;
    // Stryker disable next-line ConditionalExpression: saves time
    return first && others.length === 0 ? nameOne(first) : toServiceNames(services);
  });
}

function toServiceNames(services: readonly Service[]): ServiceNames {
  const acceptances = [...new Set(services.flatMap(({ acceptedBy }) => acceptedBy))];
  const ruleNumbers = services.flatMap(({ admittedBy }) => admittedBy.map(entry => entry.ruleNumber));
  const groupIds = acceptances.flatMap(one => (one.by === 'rule' ? one.groupIds : []));
  return {
    admittedBy: [...new Set(ruleNumbers)].sort((a, b) => a - b),
    behind: toOwners(acceptances),
    acceptedBy: [...new Set(groupIds)].sort(),
  };
}

function toOwners(acceptances: readonly Acceptance[]): InterfaceOwner[] {
  const owners = new Map<string, InterfaceOwner>();
  // Many acceptances are of the same interfaces.
  for (const { owners: some } of new Set(acceptances.flatMap(one => one.interfaces))) {
    for (const owner of some) owners.set(`${owner.type} ${owner.name}`, owner);
  }
  return [...owners.values()];
}
