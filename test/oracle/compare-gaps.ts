import { FAMILIES, type Family, formatAddress } from './address.ts';
import { differing } from './differing.ts';
import { DIRECTIONS, inRange, TRANSPORTS } from './entry.ts';
import type { Judged, Judgement } from './judgement.ts';
import { formatRectangle } from './rectangles.ts';
import { acceptingAt, admittingAt, behindAt, denialOf } from './replies.ts';
import type { Rectangle } from './report.ts';
import { representing, toAddresses, toPorts } from './representatives.ts';
import type { Severity } from './severity.ts';

/** Compares the two, one direction, transport and family after the other: gaps concern one of each. */
export function compareGaps(judgement: Judgement, gaps: readonly Rectangle[]): string[] {
  return DIRECTIONS.flatMap(direction =>
    TRANSPORTS.flatMap(transport =>
      FAMILIES.flatMap(family => {
        const isHere = (one: { direction: string; transport: number }) =>
          one.direction === direction && one.transport === transport;
        const ofFamily = judgement[direction].filter(one => isHere(one) && one.area.family === family);
        const here = gaps.filter(gap => isHere(gap) && gap.block.family === family);
        if (here.length === 0 && ofFamily.every(({ required }) => required.size === 0)) return [];
        const judged = toPoints(judgement, family, ofFamily);
        return [...comparePoints(family, judged, here), ...compareNamed(here, judged)];
      }),
    ),
  );
}

type JudgedPoints = ReadonlyMap<bigint, Judged>;

/** What is judged at each representative address, ascending. */
function toPoints({ ground }: Judgement, family: Family, judged: readonly Judged[]): JudgedPoints {
  const byArea = new Map(judged.map(one => [one.area, one]));
  return new Map(
    [...ground.points[family]].flatMap(([address, area]) => {
      const one = byArea.get(area);
      return one === undefined ? [] : [[address, one] as const];
    }),
  );
}

/**
 * Each denied required reply is in exactly one rectangle, which names what denies it; no other reply in any.
 * The points are the oracle's and the bounds of the rectangles.
 */
function comparePoints(family: Family, judged: JudgedPoints, gaps: readonly Rectangle[]): string[] {
  const blocks = gaps.map(({ block }) => block);
  const found: string[] = [];
  const compared = new Map<Judged, Set<string>>();
  let one: Judged | undefined;
  for (const address of toAddresses(family, blocks, [...judged.keys()])) {
    one = judged.get(address) ?? one;
    const holding = gaps.filter(({ block }) => block.first <= address && address <= block.last);
    if (one === undefined || (one.required.size === 0 && holding.length === 0)) continue;
    // Most addresses of an area look alike; one comparison says it all.
    const views = compared.get(one) ?? new Set();
    const view = holding.map(toView).join();
    if (views.has(view)) continue;
    compared.set(one, views.add(view));
    for (const difference of comparePorts(one, holding)) {
      const { direction, transport } = one;
      found.push(`gap at ${direction} ${transport} ${formatAddress(family, address)} ${difference}`);
    }
  }
  return found;
}

function toView({ ports, deniedBy, evidence, severity }: Rectangle): string {
  return `${ports.from}-${ports.to} ${toName(deniedBy)} ${evidence} ${severity}`;
}

function comparePorts(judged: Judged, holding: readonly Rectangle[]): string[] {
  const known = [...judged.decisions.keys()];
  const ranges = holding.map(gap => gap.ports);
  return toPorts(ranges, known).flatMap(port => {
    const denial = denialOf(judged, known[representing(known, port)] ?? -1);
    const expected = denial && [
      toName('ruleNumber' in denial ? denial.ruleNumber : undefined),
      judged.evidence,
      severityOf(judged, denial),
    ];
    const actual = holding
      .filter(gap => inRange(gap.ports, port))
      .map(gap => [toName(gap.deniedBy), gap.evidence, gap.severity].join(' '));
    return differing(`${port}`, expected?.join(' ') ?? 'none', actual.join(' and ') || 'none');
  });
}

/** What an operator decided is no worse than `low`, whatever else is denied in the area. */
function severityOf({ severity }: Judged, denial: NonNullable<ReturnType<typeof denialOf>>): Severity {
  return denial.kind === 'entry' ? 'low' : severity;
}

function toName(deniedBy: number | undefined): string {
  return deniedBy === undefined ? 'default' : `rule ${deniedBy}`;
}

/** A rectangle names the entries that admit a service to any of its addresses, and what accepts it; and no others. */
function compareNamed(gaps: readonly Rectangle[], judged: JudgedPoints): string[] {
  const addresses = [...judged.keys()];
  const all = [...judged.values()];
  return gaps.flatMap(gap => {
    const { block, admittedBy, acceptedBy, behind } = gap;
    const first = representing(addresses, block.first);
    const within = all.filter((_, i) => i >= first && (addresses[i] ?? 0n) <= block.last);
    return [
      ...differing('admittedBy', `${admittingAt(within)}`, `${admittedBy}`),
      ...differing('acceptedBy', `${acceptingAt(within)}`, `${acceptedBy}`),
      ...differing('behind', `${behindAt(within)}`, `${behind}`),
    ].map(difference => `${difference}: ${formatRectangle(gap)}`);
  });
}
