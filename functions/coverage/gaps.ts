import type { Denial } from './first-match.ts';
import type { Direction, Transport } from './network-acl-entry.ts';
import type { KindReplies } from './replies.ts';
import type { CidrBlock } from './space/cidr-block.ts';
import type { PortRange, PortSet } from './space/port-set.ts';
import { toRectangles } from './space/rectangles.ts';
import type { Traffic } from './traffic.ts';

/** Required replies that are denied: every address of a block, every port of a range. */
export interface Gap {
  readonly direction: Direction;
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
  const admittedBy = (area: number) => replies[kindOf[area] ?? 0]?.service?.admittedBy ?? [];
  return [...deniers]
    .sort((a, b) => a - b)
    .flatMap(denier => {
      const denied = replies.map(kind => toDeniedPorts(kind, denier));
      const byArea = kindOf.map(kind => denied[kind] ?? []);
      return toRectangles(tree, byArea).map(({ block, ports, areas }) => ({
        direction,
        protocol: transport,
        cidrBlock: block,
        ports,
        deniedBy: denier === DEFAULT_RULE ? undefined : denier,
        admittedBy: areas.map(admittedBy).reduce(unite),
      }));
    });
}

function toDenier({ entry }: Denial): number {
  return entry?.ruleNumber ?? DEFAULT_RULE;
}

/** Of a kind of areas, a denier decides once. */
function toDeniedPorts({ denied }: KindReplies, denier: number): PortSet {
  return denied.find(denial => toDenier(denial) === denier)?.ports ?? [];
}

function unite(known: readonly number[], others: readonly number[]): readonly number[] {
  const added = others.filter(ruleNumber => !known.includes(ruleNumber));
  return added.length === 0 ? known : [...known, ...added].sort((a, b) => a - b);
}
