import { ALL_ADDRESSES, type Block, type Family, holdsAddress } from './address.ts';
import type { Area, Ground } from './areas.ts';
import { type Entry, inRange, portsOf, type Transport } from './entry.ts';
import type { Judged, Judgement } from './judgement.ts';
import { isPlannable } from './judgement.ts';
import { isMissing } from './replies.ts';

/**
 * A block of addresses with what a plan must and must not open there. Bit i of a mask is the i-th column: a run of
 * neighbouring ports that are alike everywhere.
 */
export interface Cell {
  readonly block: Block;
  /** To be opened. */
  readonly wanted: number;
  /** Not to be matched: an entry would open more than the gap, override a decision, or be for ports that are not required. */
  readonly forbidden: number;
  /** The two halves, where the addresses are not all alike. */
  readonly halves: readonly Cell[];
}

/** How an entry that matches a packet changes it. */
type Effect = 'wanted' | 'forbidden' | 'none';

/**
 * The address space as halves of halves, down to blocks whose addresses are alike.
 *
 * @returns undefined where more columns differ than a mask has bits
 * @param heeded - the decisions in front of which the entries would be: they must not overlap them
 */
export function toCells(
  judgement: Judgement,
  family: Family,
  transport: Transport,
  heeded: readonly Entry[] = [],
): Cell | undefined {
  const { ground } = judgement;
  const judged = new Map(
    judgement.egress.filter(one => one.transport === transport).map(one => [one.area, one]),
  );
  const effectsOf = toEffects(ground, transport, judged, heeded);
  const masks = toMasks(
    ground.areas.filter(area => area.family === family),
    effectsOf,
  );
  if (masks === undefined) return undefined;
  const points = [...ground.points[family]];
  return split(ALL_ADDRESSES[family], points, masks);
}

function toEffects(
  { it, ports }: Ground,
  transport: Transport,
  judged: ReadonlyMap<Area, Judged>,
  heeded: readonly Entry[],
): (area: Area) => Effect[] {
  const isRequired = (port: number) => it.settings.required.some(range => inRange(range, port));
  const all = [...ports[transport].keys()];
  return area => {
    const one = judged.get(area);
    return all.map(port => (one === undefined ? 'forbidden' : toEffect(one, port, isRequired(port), heeded)));
  };
}

function toEffect(one: Judged, port: number, isRequired: boolean, heeded: readonly Entry[]): Effect {
  if (!isRequired || heeded.some(deny => isMatched(deny, one.area, port))) return 'forbidden';
  const decision = one.decisions.get(port);
  if (decision === undefined || decision.action === 'allow') return 'none';
  if (decision.kind === 'entry') return 'none';
  if (one.area.isOwn) return 'none';
  return isPlannable(one) && isMissing(one, port) ? 'wanted' : 'forbidden';
}

function isMatched(deny: Entry, { family, address }: Area, port: number): boolean {
  return deny.block.family === family && holdsAddress(deny.block, address) && inRange(portsOf(deny), port);
}

type Masks = ReadonlyMap<Area, Pick<Cell, 'wanted' | 'forbidden'>>;

/** Ports that are alike at every area are one column, so that a mask has bits for all of them. */
function toMasks(areas: readonly Area[], effectsOf: (area: Area) => Effect[]): Masks | undefined {
  const effects = new Map(areas.map(area => [area, effectsOf(area)]));
  const rows = [...effects.values()];
  const count = rows[0]?.length ?? 0;
  const starts = Array.from({ length: count }, (_, port) => port).filter(port =>
    rows.some(row => port === 0 || row[port] !== row[port - 1]),
  );
  if (starts.length > MOST_COLUMNS) return undefined;
  const toMask = (row: readonly Effect[], wanted: Effect) =>
    starts.reduce((mask, start, column) => (row[start] === wanted ? mask | (1 << column) : mask), 0);
  return new Map(
    [...effects].map(([area, row]) => [
      area,
      { wanted: toMask(row, 'wanted'), forbidden: toMask(row, 'forbidden') },
    ]),
  );
}

/** A mask has no more bits. */
const MOST_COLUMNS = 31;

/** @param points - representative addresses, ascending; those of the block and the last one in front of it */
function split(block: Block, points: readonly (readonly [bigint, Area])[], masks: Masks): Cell {
  const { family, first, last } = block;
  const from = points.findLastIndex(([address]) => address <= first);
  const within = points.slice(from).filter(([address]) => address <= last);
  const looks = within.map(([, area]) => masks.get(area) ?? { wanted: 0, forbidden: 0 });
  const merged = {
    block,
    wanted: looks.reduce((mask, look) => mask | look.wanted, 0),
    forbidden: looks.reduce((mask, look) => mask | look.forbidden, 0),
  };
  const isAlike = looks.every(
    look => look.wanted === looks[0]?.wanted && look.forbidden === looks[0]?.forbidden,
  );
  if (isAlike) return { ...merged, halves: [] };
  const middle = first + (last - first + 1n) / 2n;
  const halves = [
    split({ family, first, last: middle - 1n }, within, masks),
    split({ family, first: middle, last }, within, masks),
  ];
  return { ...merged, halves };
}
