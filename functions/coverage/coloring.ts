import { type AddressHalf, type AddressNode, isFilled } from './address-tree.ts';
import type { CidrBlock } from './cidr-block.ts';

/** What the planned entries may do at an address: leave it alone, deny it, or allow it. */
type Color = 'none' | 'deny' | 'allow';

/** Which colors an area may have. */
export type Accepted = Readonly<Record<Color, boolean>>;

export const NO_COLOR: Accepted = { none: false, deny: false, allow: false };

/** A planned entry, but for its rule number. */
export interface ColoredBlock {
  readonly block: CidrBlock;
  readonly action: 'allow' | 'deny';
}

/** A coloring of a part of the tree, as its price and, only when it is wanted, its entries. */
interface Coloring {
  readonly cost: number;
  readonly list: () => readonly ColoredBlock[];
}

const NO_ENTRIES: Coloring = { cost: 0, list: () => [] };
const IMPOSSIBLE: Coloring = { ...NO_ENTRIES, cost: Number.POSITIVE_INFINITY };
/** An entry outweighs any number of denies: of the shortest lists, the one with the fewest denies is taken. */
const ENTRY_COST = { allow: 1_000, deny: 1_001 } as const;

/**
 * The shortest list of entries that gives every area one of the colors it accepts, more specific blocks first;
 * undefined where no list does. An address has the color of the smallest listed block that holds it, else `none`.
 *
 * This is the dynamic programme of optimal routing table construction (Draves, King, Venkatachary, Zill 1999) over
 * the address tree, with a third color for what must not be touched. Blocks between a half and the child
 * inside it need no look: whatever one does for the area around, the half does for no more, and the child decides
 * for itself.
 *
 * @param accepts - for each area of the tree, the colors that it may have
 */
export function colorAreas(
  root: AddressNode,
  accepts: readonly Accepted[],
): readonly ColoredBlock[] | undefined {
  const { cost, list } = colorNode(root, accepts).none;
  if (cost === IMPOSSIBLE.cost) return undefined;
  return list().toSorted((a, b) => b.block.prefixLength - a.block.prefixLength);
}

/** The cheapest coloring of a part of the tree for each color that it may inherit from the blocks around it. */
type Colorings = Readonly<Record<Color, Coloring>>;

const ALL_FREE: Colorings = { none: NO_ENTRIES, deny: NO_ENTRIES, allow: NO_ENTRIES };

function colorNode(node: AddressNode, accepts: readonly Accepted[]): Colorings {
  // Without an area of its own, nothing of the node is left that could have a color of its own.
  const own = (node.area === undefined ? undefined : accepts[node.area]) ?? NO_COLOR;
  const parts = node.halves.map(half => colorHalf(half, own, half.child && colorNode(half.child, accepts)));
  const inside = forEachColor(color => {
    if (parts.length === 0) return own[color] ? NO_ENTRIES : IMPOSSIBLE;
    return join(parts.map(part => part[color]));
  });
  const allowed = withEntry(node.block, 'allow', inside);
  const denied = withEntry(node.block, 'deny', inside);
  return forEachColor(color => cheaper(cheaper(inside[color], allowed), denied));
}

/** @param own - the colors that the area around the child accepts */
function colorHalf(half: AddressHalf, own: Accepted, child: Colorings | undefined): Colorings {
  const inside = child ?? ALL_FREE;
  if (isFilled(half)) return inside;
  const colors = (['allow', 'deny'] as const).filter(color => own[color]);
  const whole = colors.map(color => withEntry(half.block, color, inside)).reduce(cheaper, IMPOSSIBLE);
  return forEachColor(inherited => {
    if (own[inherited]) return inside[inherited];
    const around = colors.map(color => withEntriesAround(half, color, inside[inherited]));
    return around.reduce(cheaper, whole);
  });
}

function withEntry(block: CidrBlock, action: 'allow' | 'deny', inside: Colorings): Coloring {
  const { cost, list } = inside[action];
  return { cost: ENTRY_COST[action] + cost, list: () => [{ block, action }, ...list()] };
}

/** One entry for each block that the child leaves of the half, so that the child still inherits from above. */
function withEntriesAround(half: AddressHalf, action: 'allow' | 'deny', inside: Coloring): Coloring {
  const { block, child } = half;
  if (child === undefined) return IMPOSSIBLE;
  const entries = child.block.prefixLength - block.prefixLength;
  return {
    cost: entries * ENTRY_COST[action] + inside.cost,
    list: () => [...half.beside().map(beside => ({ block: beside, action })), ...inside.list()],
  };
}

function forEachColor(coloring: (color: Color) => Coloring): Colorings {
  return { none: coloring('none'), deny: coloring('deny'), allow: coloring('allow') };
}

/** The first where both cost the same: an earlier one changes less. */
function cheaper(first: Coloring, second: Coloring): Coloring {
  return second.cost < first.cost ? second : first;
}

function join(parts: readonly Coloring[]): Coloring {
  return {
    cost: parts.reduce((sum, { cost }) => sum + cost, 0),
    list: () => parts.flatMap(({ list }) => list()),
  };
}
