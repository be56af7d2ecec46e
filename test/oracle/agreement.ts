import { FAMILIES, type Family, formatAddress } from './address.ts';
import type { Rectangle, Report } from './engine.ts';
import { DIRECTIONS, inRange, TRANSPORTS } from './entry.ts';
import type { Judged, Judgement } from './judgement.ts';
import { findUnmerged, formatRectangle } from './rectangles.ts';
import { admittingAt, denialOf } from './replies.ts';
import { representing, toAddresses, toPorts } from './representatives.ts';
import type { Severity } from './severity.ts';

/** Where the engine's report differs from the oracle's judgement; empty where they agree. */
export function findDisagreements(judgement: Judgement, report: Report): string[] {
  return [
    ...differing('status', judgement.status, report.status),
    ...differing('severity', judgement.severity, report.severity),
    ...differing('ingress severity', judgement.ingressSeverity, report.ingressSeverity),
    ...compareClients(judgement, report),
    ...compareServed([...judgement.egress, ...judgement.ingress], report.served),
    ...compareGaps(judgement, report.gaps),
    ...findUnmerged(report.gaps),
  ];
}

export function differing(what: string, expected: unknown, actual: unknown): string[] {
  return expected === actual ? [] : [`${what}: oracle ${expected}, engine ${actual}`];
}

function compareClients(judgement: Judgement, report: Report): string[] {
  const clients = Object.keys({ ...judgement.clients, ...report.clients });
  return clients.flatMap(client => {
    const [expected, actual] = [judgement.clients[client], report.clients[client]];
    const apart = Math.abs((expected?.deniedShare ?? -1) - (actual?.deniedShare ?? -1));
    return [
      ...differing(client, expected?.replies, actual?.replies),
      // Shares are quotients of whole numbers, whose last bits differ with the way of adding up.
      ...(apart < 1e-9 ? [] : differing(`${client}, denied`, expected?.deniedShare, actual?.deniedShare)),
    ];
  });
}

function compareServed(judged: readonly Judged[], served: Report['served']): string[] {
  return DIRECTIONS.flatMap(direction =>
    TRANSPORTS.flatMap(transport => {
      const isOf = (one: Report['served'][number]) =>
        one.direction === direction && one.transport === transport;
      const expected = judged.some(one => isOf(one) && one.evidence !== undefined);
      return differing(`services, ${direction} ${transport}`, expected, served.some(isOf));
    }),
  );
}

/** Compares the two, one direction, transport and family after the other: gaps concern one of each. */
function compareGaps(judgement: Judgement, gaps: readonly Rectangle[]): string[] {
  return DIRECTIONS.flatMap(direction =>
    TRANSPORTS.flatMap(transport =>
      FAMILIES.flatMap(family => {
        const isHere = (one: { direction: string; transport: number }) =>
          one.direction === direction && one.transport === transport;
        const judged = toPoints(judgement, family, judgement[direction].filter(isHere));
        const here = gaps.filter(gap => isHere(gap) && gap.block.family === family);
        return [
          ...comparePoints(family, judged, here),
          ...here.flatMap(gap => compareAdmitting(gap, judged)),
        ];
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
  let one: Judged | undefined;
  for (const address of toAddresses(family, blocks, [...judged.keys()])) {
    one = judged.get(address) ?? one;
    const holding = gaps.filter(({ block }) => block.first <= address && address <= block.last);
    if (one === undefined || (one.required.size === 0 && holding.length === 0)) continue;
    for (const difference of comparePorts(one, holding)) {
      const { direction, transport } = one;
      found.push(`gap at ${direction} ${transport} ${formatAddress(family, address)} ${difference}`);
    }
  }
  return found;
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

/** What somebody decided is no worse than `low`, whatever else is denied in the area. */
function severityOf({ severity }: Judged, denial: NonNullable<ReturnType<typeof denialOf>>): Severity {
  return denial.kind === 'entry' ? 'low' : severity;
}

function toName(deniedBy: number | undefined): string {
  return deniedBy === undefined ? 'default' : `rule ${deniedBy}`;
}

/** A rectangle names the entries that admit a service to any of its addresses, and no others. */
function compareAdmitting(gap: Rectangle, judged: JudgedPoints): string[] {
  const { block, admittedBy } = gap;
  const addresses = [...judged.keys()];
  const first = representing(addresses, block.first);
  const within = [...judged.values()].filter((_, i) => i >= first && (addresses[i] ?? 0n) <= block.last);
  return differing(`admittedBy of ${formatRectangle(gap)}`, `${admittingAt(within)}`, `${admittedBy}`);
}
