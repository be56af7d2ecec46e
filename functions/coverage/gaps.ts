import type { Evidence } from './evidence.ts';
import type { Acceptance } from './exposure/acceptance.ts';
import type { InterfaceOwner } from './exposure/exposure.ts';
import type { Judgement, ServedArea } from './judgement.ts';
import type { Direction, Transport } from './network-acl-entry.ts';
import type { Denier, Replies } from './replies.ts';
import type { Severity } from './severity.ts';
import type { AddressNode, Located } from './space/address-tree.ts';
import type { CidrBlock } from './space/cidr-block.ts';
import { isEmpty, type PortRange, type PortSet, unite } from './space/port-set.ts';
import { type ChosenPorts, type Rectangle, toRectangles } from './space/rectangles.ts';

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

/** Sorts before all rule numbers. */
const DEFAULT_RULE = 0;

/** Ports of one area that are denied. */
interface DeniedPorts extends ChosenPorts {
  readonly served: ServedArea;
}

/** Denied ports that may become one gap where they are adjacent. */
interface Alike extends Pick<Gap, 'evidence' | 'severity'> {
  /** Of the rule that denies them. */
  readonly ruleNumber: number;
  readonly denied: Map<AddressNode<Located>, DeniedPorts>;
}

/**
 * The gaps of one direction, transport and family: disjoint rectangles of addresses and ports, no two of which
 * could be one, ordered by denier (the default rule first), ports and addresses.
 */
export function toGaps({ traffic, direction, served }: Judgement): Gap[] {
  const gaps = toAlike(served).flatMap(({ ruleNumber, evidence, severity, denied }) =>
    toRectangles(traffic.root, denied).map(rectangle => ({
      ruleNumber,
      gap: {
        direction,
        protocol: traffic.transport,
        cidrBlock: rectangle.block,
        ports: rectangle.ports,
        deniedBy: toDenier(ruleNumber),
        evidence,
        severity,
        ...toServiceNames(rectangle),
      },
    })),
  );
  return gaps.sort((a, b) => a.ruleNumber - b.ruleNumber || compareGaps(a.gap, b.gap)).map(({ gap }) => gap);
}

function compareGaps(a: Gap, b: Gap): number {
  if (a.ports.from !== b.ports.from) return a.ports.from - b.ports.from;
  return a.cidrBlock.first < b.cidrBlock.first ? -1 : 1;
}

function toAlike(served: readonly ServedArea[]): Alike[] {
  const alike = new Map<string, Alike>();
  for (const area of served) {
    const { evidence } = area.service;
    for (const { ruleNumber, ports } of toDeniedByRule(area.replies)) {
      // What an operator decided is never worse than low.
      const severity = ruleNumber === DEFAULT_RULE ? area.severity : 'low';
      const key = [ruleNumber, evidence, severity].join();
      const group = alike.get(key) ?? { ruleNumber, evidence, severity, denied: new Map() };
      alike.set(key, group);
      const known = group.denied.get(area.area.node);
      group.denied.set(area.area.node, { served: area, ports: unite(known?.ports ?? [], ports) });
    }
  }
  return [...alike.values()];
}

function toDeniedByRule({ deniedByDefault, decisions }: Replies): readonly {
  readonly ruleNumber: number;
  readonly ports: PortSet;
}[] {
  if (isEmpty(deniedByDefault)) return decisions;
  return [{ ruleNumber: DEFAULT_RULE, ports: deniedByDefault }, ...decisions];
}

function toDenier(ruleNumber: number): Denier {
  return ruleNumber === DEFAULT_RULE ? { kind: 'default' } : { kind: 'entry', ruleNumber };
}

/** Names the services at the areas of a rectangle. */
function toServiceNames({
  chosen,
}: Rectangle<DeniedPorts>): Pick<Gap, 'admittedBy' | 'behind' | 'acceptedBy'> {
  const services = [...new Set(chosen.map(({ served }) => served.service))];
  const acceptances = [...new Set(services.flatMap(({ acceptedBy }) => acceptedBy))];
  const ruleNumbers = services.flatMap(({ admittedBy }) => admittedBy.map(entry => entry.ruleNumber));
  return {
    admittedBy: [...new Set(ruleNumbers)].sort((a, b) => a - b),
    behind: toOwners(acceptances),
    acceptedBy: [...new Set(acceptances.flatMap(one => (one.by === 'rule' ? one.groupId : [])))].sort(),
  };
}

function toOwners(acceptances: readonly Acceptance[]): InterfaceOwner[] {
  const owners = new Map<string, InterfaceOwner>();
  for (const owner of acceptances.flatMap(one => one.interfaces.flatMap(set => set.owners))) {
    owners.set(`${owner.type} ${owner.name}`, owner);
  }
  return [...owners.values()];
}
