import type { Coverage } from '../../../../functions/coverage/coverage.ts';
import { type Gap, isForgotten } from '../../../../functions/coverage/gaps.ts';
import { type PortSet, subtract, toPortSet, unite } from '../../../../functions/coverage/space/port-set.ts';
import type { CheckedNetworkAcl } from '../../checked.ts';

/** What becomes of replies to ports: somewhere, since a port is as bad as its worst address. */
export const PORT_STATES = ['passes', 'blocked', 'denied'] as const;
type PortState = (typeof PORT_STATES)[number];

/** Ports from and to, both inclusive, and what becomes of replies to them. */
type Segment = readonly [from: number, to: number, state: PortState];

/** The axis of ports of one direction and protocol. */
export interface Axis {
  readonly name: string;
  readonly now: readonly Segment[];
  /** Undefined: nothing changes, or it is new. */
  readonly before?: readonly Segment[];
}

type Way = Pick<Gap, 'direction' | 'protocol'>;

/** The axes of the directions and protocols that are hit, now or before. */
export function toAxes({ coverage, before: evaluatedBefore, settings }: CheckedNetworkAcl): Axis[] {
  const before = evaluatedBefore?.coverage;
  const hit = coverage.served.filter(way => isHit(coverage, way) || (before && isHit(before, way)));
  return hit.map(way => ({
    name: `${way.direction === 'egress' ? 'outbound' : 'inbound'} ${way.protocol}`,
    now: toSegments(coverage, way, settings.ephemeralPorts),
    ...(before && { before: toSegments(before, way, settings.ephemeralPorts) }),
  }));
}

function isHit({ gaps }: Coverage, way: Way): boolean {
  return gaps.some(gap => isOf(gap, way));
}

function isOf(gap: Gap, { direction, protocol }: Way): boolean {
  return gap.direction === direction && gap.protocol === protocol;
}

function toSegments({ gaps }: Coverage, way: Way, required: PortSet): Segment[] {
  const ofWay = gaps.filter(gap => isOf(gap, way));
  const blocked = toPortSet(ofWay.filter(isForgotten).map(({ ports }) => ports));
  const decided = toPortSet(ofWay.filter(gap => !isForgotten(gap)).map(({ ports }) => ports));
  const segment =
    (state: PortState) =>
    ({ from, to }: PortSet[number]): Segment => [from, to, state];
  return [
    ...subtract(required, unite(blocked, decided)).map(segment('passes')),
    ...blocked.map(segment('blocked')),
    ...subtract(decided, blocked).map(segment('denied')),
  ].sort(([one], [other]) => one - other);
}
