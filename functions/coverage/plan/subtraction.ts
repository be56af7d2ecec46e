import type { NetworkAclEntry } from '../network-acl-entry.ts';
import { type CidrBlock, contains, overlaps, without } from '../space/cidr-block.ts';
import { type PortRange, subtract, toPortSet } from '../space/port-set.ts';

/** Every address of a block, every port of a range. */
interface Part {
  readonly cidrBlock: CidrBlock;
  readonly ports: PortRange;
}

/** What planned allows of its family and transport leave of a part, as disjoint parts. */
export function subtractEntries(part: Part, planned: readonly NetworkAclEntry[]): Part[] {
  return planned.reduce<Part[]>(
    (left, entry) => left.flatMap(one => subtractEntry(one, entry)),
    [{ cidrBlock: part.cidrBlock, ports: part.ports }],
  );
}

/**
 * The entry may be for a block around, or for one inside, which takes the ports of the entry out of a part of the block:
 *
 *     part   |-----------------|
 *     entry       |---|
 */
function subtractEntry(part: Part, { cidrBlock, portRange }: NetworkAclEntry): Part[] {
  if (!overlaps(part.cidrBlock, cidrBlock)) return [part];
  const inner = contains(cidrBlock, part.cidrBlock) ? part.cidrBlock : cidrBlock;
  const { below, above } = without(part.cidrBlock, inner);
  const beside = [...below, ...above].map(block => ({ cidrBlock: block, ports: part.ports }));
  const allowed = toPortSet(portRange ? [portRange] : [part.ports]);
  return [...beside, ...subtract([part.ports], allowed).map(ports => ({ cidrBlock: inner, ports }))];
}
