import type { Coverage } from '../../functions/coverage/coverage.ts';
import type { Gap } from '../../functions/coverage/gaps.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { ALL_PROTOCOLS, type NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { reaches } from '../../functions/coverage/severity.ts';
import { contains as containsBlock, isInside } from '../../functions/coverage/space/cidr-block.ts';
import { contains, EVERY_PORT, toPortSet } from '../../functions/coverage/space/port-set.ts';
import type { ChangeKind } from './summary.ts';

/** A network ACL, and what its coverage is. */
export interface Judged {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
}

/** What a change does: worse, as soon as a reply is denied that was not, or to a service that had no such gap. */
export function toChangeKind(before: Judged, after: Judged): ChangeKind {
  if (hasMore(after, before)) return 'worse';
  return hasMore(before, after) ? 'better' : 'same';
}

/** Whether one has a part of a gap that the other has not. */
function hasMore(one: Judged, other: Judged): boolean {
  return one.coverage.gaps.some(gap => toRequests(gap, one).some(request => !isKnown(gap, request, other)));
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
  const alike = other.coverage.gaps.filter(
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
