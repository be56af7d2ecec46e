import { coverAreas } from './address-cover.ts';
import type { AddressTree } from './address-tree.ts';
import type { CidrBlock } from './cidr-block.ts';
import type { Denial } from './first-match.ts';
import type { Transport } from './network-acl-entry.ts';
import { overlap, type PortRange, type PortSet, toPortSet } from './port-set.ts';
import type { KindReplies } from './replies.ts';
import type { Traffic } from './traffic.ts';

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

/** Stands for the default rule, before all rule numbers. */
const DEFAULT_RULE = 0;

/**
 * The gaps of one direction, transport and family: disjoint rectangles of addresses and ports, no two of which
 * could be one, ordered by denier (the default rule first), ports and addresses.
 *
 * @param replies - for each kind of areas
 */
export function toGaps(
  direction: Gap['direction'],
  { transport, tree, kindOf }: Traffic,
  replies: readonly KindReplies[],
): Gap[] {
  const deniers = new Set(replies.flatMap(({ denied }) => denied.map(toDenier)));
  const admittedBy = kindOf.map(kind => replies[kind]?.service?.admittedBy ?? []);
  return [...deniers]
    .sort((a, b) => a - b)
    .flatMap(denier =>
      toRectangles(tree, kindOf, toDeniedPorts(replies, denier)).map(({ cidrBlock, ports, within }) => ({
        direction,
        protocol: transport,
        cidrBlock,
        ports,
        deniedBy: denier === DEFAULT_RULE ? undefined : denier,
        admittedBy: toAdmitting(within, admittedBy),
      })),
    );
}

function toDenier({ entry }: Denial): number {
  return entry?.ruleNumber ?? DEFAULT_RULE;
}

function toAdmitting(
  within: readonly number[],
  admittedBy: readonly (readonly number[])[],
): readonly number[] {
  return within.map(area => admittedBy[area] ?? []).reduce(unite);
}

function unite(known: readonly number[], others: readonly number[]): readonly number[] {
  const added = others.filter(ruleNumber => !known.includes(ruleNumber));
  return added.length === 0 ? known : [...known, ...added].sort((a, b) => a - b);
}

/** For each kind, the ports of its areas that the denier denies. */
function toDeniedPorts(replies: readonly KindReplies[], denier: number): PortSet[] {
  return replies.map(({ denied }) =>
    toPortSet(denied.filter(denial => toDenier(denial) === denier).flatMap(({ ports }) => ports)),
  );
}

interface Rectangle {
  readonly cidrBlock: CidrBlock;
  readonly ports: { readonly from: number; to: number };
  /** The areas that the block holds, wholly or in part. */
  readonly within: readonly number[];
}

/** Sweeps over the ports; a block that is denied on both sides of a bound goes on as the same rectangle. */
function toRectangles(
  tree: AddressTree,
  kindOf: readonly number[],
  deniedByKind: readonly PortSet[],
): Rectangle[] {
  const rectangles: Rectangle[] = [];
  let open = new Map<CidrBlock, Rectangle>();
  for (const stretch of toStretches(deniedByKind)) {
    const isDenied = deniedByKind.map(ports => overlap(ports, [stretch]));
    const chosen = kindOf.map(kind => isDenied[kind] === true);
    const next = new Map<CidrBlock, Rectangle>();
    for (const { block, areas } of coverAreas(tree, chosen)) {
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
function toStretches(deniedByKind: readonly PortSet[]): PortRange[] {
  const starts = new Set(deniedByKind.flatMap(ports => ports.flatMap(({ from, to }) => [from, to + 1])));
  const ascending = [...starts].sort((a, b) => a - b);
  return ascending.slice(1).map((start, index) => ({ from: ascending[index] ?? 0, to: start - 1 }));
}
