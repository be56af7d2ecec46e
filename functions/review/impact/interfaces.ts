import type { Exposure, InterfaceOwner, InterfaceSet } from '../../coverage/exposure/exposure.ts';
import type { Gap } from '../../coverage/gaps.ts';
import { type InterfaceCount, MOST_OWNERS } from '../words/impact.ts';

/**
 * How many of the interfaces in the network ACL's subnets the gaps hit; undefined where the interfaces are not known. Gaps
 * name all owners that are kept of a set, or none.
 */
export function countInterfaces(gaps: readonly Gap[], exposure: Exposure): InterfaceCount | undefined {
  if (exposure.kind === 'unknown') return undefined;
  const behind = new Set(gaps.flatMap(gap => gap.behind).map(toText));
  const isHit = ({ owners }: InterfaceSet) =>
    owners.length > 0 && owners.every(owner => behind.has(toText(owner)));
  const hit = exposure.interfaces.filter(isHit);
  const sum = (sets: readonly InterfaceSet[]) => sets.reduce((total, { count }) => total + count, 0);
  return {
    ...{ hit: sum(hit), all: sum(exposure.interfaces) },
    ownersKnown: hit.every(({ owners, count }) => owners.length < MOST_OWNERS || owners.length === count),
  };
}

function toText({ type, name }: InterfaceOwner): string {
  return `${type} ${name}`;
}
