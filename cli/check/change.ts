import type { Gap } from '../../functions/coverage/gaps.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import {
  ALL_PROTOCOLS,
  type Direction,
  type NetworkAclEntry,
} from '../../functions/coverage/network-acl-entry.ts';
import { reaches } from '../../functions/coverage/severity.ts';
import { contains as containsBlock, isInside } from '../../functions/coverage/space/cidr-block.ts';
import { contains, EVERY_PORT, toPortSet } from '../../functions/coverage/space/port-set.ts';
import type { ChangeKind } from './summary.ts';

/** A network ACL, and the gaps that it has. */
interface Judged {
  readonly networkAcl: NetworkAcl;
  readonly gaps: readonly Gap[];
}

/** What a change does to the replies of each direction. */
export type ChangeByDirection = Readonly<Record<Direction, Exclude<ChangeKind, 'new'>>>;

/** Worse, as soon as a reply is denied that was not, or to a service that had no such gap. */
export function toChangeByDirection(before: Judged, after: Judged): ChangeByDirection {
  const of = (direction: Direction) => toKind(within(before, direction), within(after, direction));
  return { ingress: of('ingress'), egress: of('egress') };
}

/** The change as a whole: what gets worse counts first. */
export function toChangeKind({ ingress, egress }: ChangeByDirection): ChangeKind {
  return (['worse', 'better'] as const).find(kind => kind === ingress || kind === egress) ?? 'same';
}

function within({ networkAcl, gaps }: Judged, direction: Direction): Judged {
  return { networkAcl, gaps: gaps.filter(gap => gap.direction === direction) };
}

function toKind(before: Judged, after: Judged): Exclude<ChangeKind, 'new'> {
  if (hasMore(after, before)) return 'worse';
  return hasMore(before, after) ? 'better' : 'same';
}

/** Whether one has a part of a gap that the other has not. */
function hasMore(one: Judged, other: Judged): boolean {
  return one.gaps.some(gap => toRequests(gap, one).some(request => !isKnown(gap, request, other)));
}

/** The entries that admit the service whose replies are denied. */
function toRequests({ direction, admittedBy }: Gap, { networkAcl }: Judged): (NetworkAclEntry | undefined)[] {
  const numbers = new Set(admittedBy);
  const found = networkAcl.entries.filter(
    entry => entry.direction !== direction && numbers.has(entry.ruleNumber),
  );
  return found.length > 0 ? found : [undefined];
}

/** Whether the other has the whole gap, as bad and for the same service. */
function isKnown(gap: Gap, request: NetworkAclEntry | undefined, other: Judged): boolean {
  const alike = other.gaps.filter(
    each =>
      each.direction === gap.direction &&
      each.protocol === gap.protocol &&
      reaches(each.severity, gap.severity) &&
      toRequests(each, other).some(wider => isWider(wider, request)),
  );
  const around = alike.filter(({ cidrBlock }) => containsBlock(cidrBlock, gap.cidrBlock));
  if (contains(toPortSet(around.map(({ ports }) => ports)), [gap.ports])) return true;
  const inPorts = alike.filter(({ ports }) => contains([ports], [gap.ports]));
  return isInside(
    gap.cidrBlock,
    inPorts.map(({ cidrBlock }) => cidrBlock),
  );
}

function isWider(wider: NetworkAclEntry | undefined, entry: NetworkAclEntry | undefined): boolean {
  if (wider === undefined || entry === undefined) return wider === entry;
  const hasProtocol = wider.protocol === ALL_PROTOCOLS || wider.protocol === entry.protocol;
  const ports = entry.portRange ?? EVERY_PORT;
  return (
    hasProtocol &&
    containsBlock(wider.cidrBlock, entry.cidrBlock) &&
    contains([wider.portRange ?? EVERY_PORT], [ports])
  );
}
