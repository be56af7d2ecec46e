import type { DeniedArea, Judgement } from '../judgement.ts';
import { memoise } from '../memoise.ts';
import type { NetworkAclEntry } from '../network-acl-entry.ts';
import { isCertainAt } from '../services.ts';
import { type CidrBlock, compareBlocks, contains } from '../space/cidr-block.ts';
import { hull, intersect, type PortRange, type PortSet, toPortSet } from '../space/port-set.ts';
import { toExactBlocks } from './exact-blocks.ts';
import type { PlanScope } from './scope.ts';
import { toWishes } from './wanted.ts';

/** What a planned entry allows. */
export interface PlannedBlock {
  readonly cidrBlock: CidrBlock;
  readonly ports: PortRange;
}

/** The most entries of a family and transport that an operator is asked to add so that a plan is exact. */
const MOST_EXACT_ENTRIES = 4;

/**
 * What to allow so that the replies to the wanted areas get out: exactly these, where few entries do, else the blocks
 * from which request entries let the clients in.
 *
 * @returns undefined where that would open more than security groups accept
 */
export function planBlocks(
  judgement: Judgement,
  wanted: readonly DeniedArea[],
  required: PortSet,
  scope: PlanScope,
): readonly PlannedBlock[] | undefined {
  const missing = toPortSet(wanted.flatMap(({ replies }) => replies.deniedByDefault));
  // Each required range has entries of its own, with the smallest range that contains all that is missing of it.
  const ranges = required.flatMap(range => hull(intersect(missing, [range])) ?? []);
  const exact = ranges.flatMap(ports =>
    toExactBlocks(judgement.traffic.root, toWishes(judgement, wanted, ports)).map(cidrBlock => ({
      cidrBlock,
      ports,
    })),
  );
  if (exact.length <= MOST_EXACT_ENTRIES) return exact;
  const admitting = toAdmittingBlocks(judgement, wanted, scope);
  return admitting && ranges.flatMap(ports => admitting.map(cidrBlock => ({ cidrBlock, ports })));
}

/** For each wanted area the narrowest block of an entry that admits it; of blocks in one another, the wider. */
function toAdmittingBlocks(
  judgement: Judgement,
  wanted: readonly DeniedArea[],
  { admittedBy, counts }: PlanScope,
): readonly CidrBlock[] | undefined {
  const isUsable = memoise((entry: NetworkAclEntry) => isCertainAsAWhole(entry, judgement, counts));
  const blocks: CidrBlock[] = [];
  for (const { service } of wanted) {
    const [first, ...others] = admittedBy(service)
      .filter(isUsable)
      .map(({ cidrBlock }) => cidrBlock);
    if (first === undefined) return undefined;
    // Stryker disable next-line EqualityOperator: of one length, both are the same block
    blocks.push(others.reduce((a, b) => (b.prefixLength > a.prefixLength ? b : a), first));
  }
  const kept: CidrBlock[] = [];
  for (const block of blocks.sort(compareBlocks)) {
    if (!kept.some(wider => contains(wider, block))) kept.push(block);
  }
  return kept;
}

/** Whether what the entry lets in is accepted from its whole block; while exposure is unknown, its own word is enough. */
function isCertainAsAWhole(
  entry: NetworkAclEntry,
  { traffic, facts }: Judgement,
  counts: PlanScope['counts'],
): boolean {
  const inside = traffic.areas.filter(({ nodes }) =>
    // Stryker disable next-line MethodExpression: an entry is for all nodes of an area, or for none
    nodes.some(node => contains(entry.cidrBlock, node.block)),
  );
  return inside.every(
    ({ kind }) => kind.isOwnSubnet || isCertainAt(entry, kind.acceptances.filter(counts), facts),
  );
}
