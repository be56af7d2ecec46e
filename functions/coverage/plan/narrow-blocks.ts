import type { DeniedArea } from '../judgement.ts';
import { overlaps } from '../space/cidr-block.ts';
import { hull, intersect, toPortSet } from '../space/port-set.ts';
import type { PlannedBlock } from './planned-blocks.ts';

/** The blocks, each with only those of its ports that are missing inside it; without those where none is. */
export function toNarrowBlocks(
  blocks: readonly PlannedBlock[],
  wanted: readonly DeniedArea[],
): readonly PlannedBlock[] {
  return blocks.flatMap(({ cidrBlock, ports }) => {
    const inside = wanted.filter(({ area }) => area.nodes.some(({ block }) => overlaps(block, cidrBlock)));
    const missing = toPortSet(inside.flatMap(({ replies }) => replies.deniedByDefault));
    const needed = hull(intersect(missing, [ports]));
    return needed === undefined ? [] : [{ cidrBlock, ports: needed }];
  });
}
