import { type CidrBlock, overlaps } from '../space/cidr-block.ts';
import { hull, intersect, type PortSet, toPortSet } from '../space/port-set.ts';
import type { PlannedBlock } from './planned-blocks.ts';

/** An area, by its nodes, to which replies are missing. */
interface Missing {
  readonly area: { readonly nodes: readonly { readonly block: CidrBlock }[] };
  readonly replies: { readonly deniedByDefault: PortSet };
}

/** The blocks, each with only those of its ports that are missing inside it; without those where none is. */
export function toNarrowBlocks(
  blocks: readonly PlannedBlock[],
  wanted: readonly Missing[],
): readonly PlannedBlock[] {
  return blocks.flatMap(({ cidrBlock, ports }) => {
    const inside = wanted.filter(({ area }) => area.nodes.some(({ block }) => overlaps(block, cidrBlock)));
    const missing = toPortSet(inside.flatMap(({ replies }) => replies.deniedByDefault));
    const needed = hull(intersect(missing, [ports]));
    return needed === undefined ? [] : [{ cidrBlock, ports: needed }];
  });
}
