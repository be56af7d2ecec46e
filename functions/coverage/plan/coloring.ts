import { type AddressHalf, type AddressNode, isFilled } from '../space/address-tree.ts';
import { type CidrBlock, without } from '../space/cidr-block.ts';

/**
 * What the planned entries may do at an address: leave it alone, deny it, or allow it. Numbers, because looking up by
 * names that vary took 6 % of the time of a judgement with a plan.
 */
export const COLOR = { none: 0, deny: 1, allow: 2 } as const;
type Color = (typeof COLOR)[keyof typeof COLOR];

/** Something for each color. */
type ByColor<T> = readonly [none: T, deny: T, allow: T];

/** Which colors an area may have. */
export type Accepted = ByColor<boolean>;

export const NO_COLOR: Accepted = [false, false, false];

/** A planned entry, but for its rule number. */
export interface ColoredBlock {
  readonly block: CidrBlock;
  readonly action: 'allow' | 'deny';
}

/**
 * The shortest list of entries that gives every area one of the colors it accepts, more specific blocks first;
 * undefined where no list does. An address has the color of the smallest listed block that holds it, else `none`.
 *
 * This is the dynamic programme of optimal routing table construction (Draves, King, Venkatachary, Zill 1999) over
 * the address tree, with a third color for what must not be touched: prices are found upwards, entries downwards.
 * Blocks between a half and the child inside it need no look: whatever one does for the area around, the half does for
 * no more, and the child decides for itself.
 *
 * @param accepts - for each area of the tree, the colors that it may have
 */
export function colorAreas(
  root: AddressNode,
  accepts: readonly Accepted[],
): readonly ColoredBlock[] | undefined {
  const priced = priceNode(root, accepts);
  if (priced.prices[COLOR.none] === IMPOSSIBLE) return undefined;
  const entries: ColoredBlock[] = [];
  listNode(priced, COLOR.none, entries);
  return entries.sort((a, b) => b.block.prefixLength - a.block.prefixLength);
}

/** What coloring a part of the tree costs at least, for each color that it may inherit from the blocks around it. */
type Prices = ByColor<number>;

const IMPOSSIBLE = Number.POSITIVE_INFINITY;
const FREE: Prices = [0, 0, 0];
/** An entry outweighs any number of denies: of the shortest lists, the one with the fewest denies is taken. */
const ENTRY_PRICE: Prices = [0, 1_001, 1_000];

interface PricedNode {
  readonly node: AddressNode;
  /** The colors that the node's own area accepts. */
  readonly own: Accepted;
  /** Without an entry for the node's block. */
  readonly inside: Prices;
  readonly prices: Prices;
  readonly halves: readonly PricedHalf[];
}

interface PricedHalf {
  readonly half: AddressHalf;
  readonly child: PricedNode | undefined;
}

function priceNode(node: AddressNode, accepts: readonly Accepted[]): PricedNode {
  // Without an area of its own, nothing of the node is left that could have a color of its own.
  const own = (node.area === undefined ? undefined : accepts[node.area]) ?? NO_COLOR;
  const halves = node.halves.map(half => ({ half, child: half.child && priceNode(half.child, accepts) }));
  const [low, high] = halves;
  const inside = forEachColor(color =>
    low && high ? priceHalf(low, own, color) + priceHalf(high, own, color) : own[color] ? 0 : IMPOSSIBLE,
  );
  const prices = forEachColor(color => priceAtNode(chooseAtNode(inside, color), inside, color));
  return { node, own, inside, prices, halves };
}

/** What is done about a block: with `none`, nothing is. */
interface Choice {
  readonly color: Color;
  /** The color is for what the child leaves of the block, so that the child still inherits from above. */
  readonly around: boolean;
}

const LEAVE: Choice = { color: COLOR.none, around: false };
const ALLOW: Choice = { color: COLOR.allow, around: false };
const DENY: Choice = { color: COLOR.deny, around: false };
const ALLOW_AROUND: Choice = { color: COLOR.allow, around: true };
const DENY_AROUND: Choice = { color: COLOR.deny, around: true };
// Of two that cost the same the first is taken: it changes less.
const AT_NODE = [LEAVE, ALLOW, DENY] as const;
const AT_HALF = [ALLOW, DENY, ALLOW_AROUND, DENY_AROUND] as const;

function chooseAtNode(inside: Prices, inherited: Color): Choice {
  return cheapest(AT_NODE, choice => priceAtNode(choice, inside, inherited));
}

function priceAtNode({ color }: Choice, inside: Prices, inherited: Color): number {
  return color === COLOR.none ? inside[inherited] : ENTRY_PRICE[color] + inside[color];
}

/** @param own - the colors that the area around the child accepts */
function chooseAtHalf(priced: PricedHalf, own: Accepted, inherited: Color): Choice {
  if (own[inherited] || isFilled(priced.half)) return LEAVE;
  return cheapest(AT_HALF, choice => priceAtHalf(choice, priced, own, inherited));
}

function priceHalf(priced: PricedHalf, own: Accepted, inherited: Color): number {
  return priceAtHalf(chooseAtHalf(priced, own, inherited), priced, own, inherited);
}

function priceAtHalf(choice: Choice, { half, child }: PricedHalf, own: Accepted, inherited: Color): number {
  const { color, around } = choice;
  const inside = child?.prices ?? FREE;
  if (color === COLOR.none) return inside[inherited];
  if (!own[color]) return IMPOSSIBLE;
  if (!around) return ENTRY_PRICE[color] + inside[color];
  const entries = child ? child.node.block.prefixLength - half.block.prefixLength : IMPOSSIBLE;
  return entries * ENTRY_PRICE[color] + inside[inherited];
}

function cheapest(choices: readonly [Choice, ...Choice[]], price: (choice: Choice) => number): Choice {
  let [best] = choices;
  for (const choice of choices) if (price(choice) < price(best)) best = choice;
  return best;
}

function forEachColor(price: (color: Color) => number): Prices {
  return [price(COLOR.none), price(COLOR.deny), price(COLOR.allow)];
}

/** Lists the entries of the choices that made the price. */
function listNode({ node, own, inside, halves }: PricedNode, around: Color, entries: ColoredBlock[]): void {
  const { color } = chooseAtNode(inside, around);
  listEntry(node.block, color, entries);
  for (const half of halves) listHalf(half, own, color === COLOR.none ? around : color, entries);
}

function listHalf(priced: PricedHalf, own: Accepted, inherited: Color, entries: ColoredBlock[]): void {
  const { half, child } = priced;
  const { color, around } = chooseAtHalf(priced, own, inherited);
  if (around && child) {
    const { below, above } = without(half.block, child.node.block);
    for (const block of [...below, ...above]) listEntry(block, color, entries);
  } else listEntry(half.block, color, entries);
  if (child) listNode(child, around || color === COLOR.none ? inherited : color, entries);
}

function listEntry(block: CidrBlock, color: Color, entries: ColoredBlock[]): void {
  if (color !== COLOR.none) entries.push({ block, action: color === COLOR.allow ? 'allow' : 'deny' });
}
