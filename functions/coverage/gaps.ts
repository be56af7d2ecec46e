import { coverAreas } from './address-cover.ts';
import type { AddressTree } from './address-tree.ts';
import type { CidrBlock } from './cidr-block.ts';
import type { Denial } from './first-match.ts';
import type { Transport } from './network-acl-entry.ts';
import { overlap, type PortRange, type PortSet, toPortSet } from './port-set.ts';
import type { AreaReplies } from './replies.ts';
import type { Service } from './services.ts';

/** Required replies that are denied: every address of a block, every port of a range. */
export interface Gap {
  readonly direction: 'egress' | 'ingress';
  readonly protocol: Transport;
  readonly cidrBlock: CidrBlock;
  readonly ports: PortRange;
  /** The deny entry that somebody wrote; undefined where nothing lets the replies through: the default rule. */
  readonly deniedBy: number | undefined;
  /** The rule numbers of the request entries that let the clients in, ascending. */
  readonly admittedBy: readonly number[];
}

/** Whether nobody decided against the replies: no rule lets them through, so that the default rule denies them. */
export function isForgotten({ deniedBy }: Gap): boolean {
  return deniedBy === undefined;
}

/** The denied replies of one denier: which ports of which areas. */
type DeniedPorts = ReadonlyMap<number, PortSet>;

/**
 * The gaps of one direction, transport and family: disjoint rectangles of addresses and ports, no two of which
 * could be one, ordered by denier (the default rule first), ports and addresses.
 */
export function toGaps(
  direction: Gap['direction'],
  protocol: Transport,
  tree: AddressTree,
  areas: readonly AreaReplies[],
): Gap[] {
  const deniers = new Set(areas.flatMap(({ denied }) => denied.map(toDenier)));
  return [...deniers]
    .sort((a, b) => a - b)
    .flatMap(denier =>
      toRectangles(tree, toDeniedPorts(areas, denier)).map(({ cidrBlock, ports, within }) => ({
        direction,
        protocol,
        cidrBlock,
        ports,
        deniedBy: denier === DEFAULT_RULE ? undefined : denier,
        admittedBy: toAdmitting(within.flatMap(area => areas[area]?.service ?? [])),
      })),
    );
}

/** Stands for the default rule, before all rule numbers. */
const DEFAULT_RULE = 0;

function toDenier({ entry }: Denial): number {
  return entry?.ruleNumber ?? DEFAULT_RULE;
}

function toAdmitting(services: readonly Service[]): number[] {
  return [...new Set(services.flatMap(({ admittedBy }) => admittedBy))].sort((a, b) => a - b);
}

function toDeniedPorts(areas: readonly AreaReplies[], denier: number): DeniedPorts {
  const byArea = new Map<number, PortSet>();
  for (const [area, { denied }] of areas.entries()) {
    const ports = denied.filter(denial => toDenier(denial) === denier).flatMap(denial => denial.ports);
    byArea.set(area, toPortSet(ports));
  }
  return byArea;
}

interface Rectangle {
  readonly cidrBlock: CidrBlock;
  readonly ports: { readonly from: number; to: number };
  /** The areas that the block holds, wholly or in part. */
  readonly within: readonly number[];
}

/** Sweeps over the ports; a block that is denied on both sides of a bound goes on as the same rectangle. */
function toRectangles(tree: AddressTree, denied: DeniedPorts): Rectangle[] {
  const rectangles: Rectangle[] = [];
  let open = new Map<CidrBlock, Rectangle>();
  for (const stretch of toStretches(denied)) {
    const chosen = [...denied].filter(([, ports]) => overlap(ports, [stretch])).map(([area]) => area);
    const next = new Map<CidrBlock, Rectangle>();
    for (const { block, areas } of coverAreas(tree, new Set(chosen))) {
      const rectangle = open.get(block) ?? { cidrBlock: block, ports: { ...stretch }, within: areas };
      if (!open.has(block)) rectangles.push(rectangle);
      rectangle.ports.to = stretch.to;
      next.set(block, rectangle);
    }
    open = next;
  }
  return rectangles;
}

/** The ranges between neighbouring bounds of the port sets, ascending; each port set holds all of one or none. */
function toStretches(denied: DeniedPorts): PortRange[] {
  const starts = new Set(
    [...denied.values()].flatMap(ports => ports.flatMap(({ from, to }) => [from, to + 1])),
  );
  const ascending = [...starts].sort((a, b) => a - b);
  return ascending.slice(1).map((start, index) => ({ from: ascending[index] ?? 0, to: start - 1 }));
}
