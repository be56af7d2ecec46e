import { FAMILIES, type Family, formatAddress } from './address.ts';
import { askShadowed, type Rectangle, type Report } from './engine.ts';
import { type Case, inRange, TRANSPORTS } from './entry.ts';
import type { Judgement } from './judgement.ts';
import { findUnmerged } from './rectangles.ts';
import { denialOf, type Replies } from './replies.ts';
import { representing, toAddresses, toPorts } from './representatives.ts';
import { findShadowed } from './shadowed.ts';

/** Where the engine's report differs from the oracle's judgement; empty where they agree. */
export function findDisagreements(judgement: Judgement, report: Report): string[] {
  const clients = Object.keys({ ...judgement.clients, ...report.clients });
  return [
    ...differing('status', judgement.status, report.status),
    ...differing('severity', judgement.severity, report.severity),
    ...clients.flatMap(client => differing(client, judgement.clients[client], report.clients[client])),
    ...compareServed([...judgement.egress, ...judgement.ingress], report.served),
    ...compareGaps([...judgement.egress, ...judgement.ingress], report.gaps),
    ...findUnmerged(report.gaps),
  ];
}

export function differing(what: string, expected: unknown, actual: unknown): string[] {
  return expected === actual ? [] : [`${what}: oracle ${expected}, engine ${actual}`];
}

function compareServed(judged: readonly Replies[], served: Report['served']): string[] {
  return (['egress', 'ingress'] as const).flatMap(direction =>
    TRANSPORTS.flatMap(transport => {
      const isOf = (one: Report['served'][number]) =>
        one.direction === direction && one.transport === transport;
      const expected = judged.some(one => isOf(one) && one.admittedBy.length > 0);
      return differing(`services, ${direction} ${transport}`, expected, served.some(isOf));
    }),
  );
}

export function compareShadowed(it: Case): string[] {
  const engine = askShadowed(it);
  return (['egress', 'ingress'] as const).flatMap(direction =>
    differing(`shadowed, ${direction}`, `${findShadowed(it, direction)}`, `${engine[direction]}`),
  );
}

/** Compares the two, one direction, transport and family after the other: gaps concern one of each. */
export function compareGaps(judged: readonly Replies[], gaps: readonly Rectangle[]): string[] {
  return (['egress', 'ingress'] as const).flatMap(direction =>
    TRANSPORTS.flatMap(transport =>
      FAMILIES.flatMap(family => {
        const replies = judged.filter(
          one => one.direction === direction && one.transport === transport && one.family === family,
        );
        const here = gaps.filter(
          gap => gap.direction === direction && gap.transport === transport && gap.block.family === family,
        );
        return [
          ...comparePoints(family, replies, here),
          ...here.flatMap(gap => compareAdmitting(gap, replies)),
        ];
      }),
    ),
  );
}

/**
 * Each denied required reply lies in exactly one rectangle, which names what denies it; no other reply in any.
 * The points are the oracle's and the bounds of the rectangles; `replies` are in the order of their addresses.
 */
function comparePoints(family: Family, replies: readonly Replies[], gaps: readonly Rectangle[]): string[] {
  const blocks = gaps.map(({ block }) => block);
  const starting = Map.groupBy(gaps, ({ block }) => block.first);
  const found: string[] = [];
  let holding: Rectangle[] = [];
  let judged = replies[0];
  let compared = '';
  const byAddress = new Map(replies.map(one => [one.address, one]));
  for (const address of toAddresses(family, blocks, [...byAddress.keys()])) {
    holding = [...holding.filter(({ block }) => block.last >= address), ...(starting.get(address) ?? [])];
    judged = byAddress.get(address) ?? judged;
    if (judged === undefined || (judged.required.length === 0 && holding.length === 0)) continue;
    // Many neighbours look alike; one comparison says it all.
    const view = holding.reduce(
      (text, { ports, deniedBy }) => `${text} ${ports.from}-${ports.to}:${deniedBy}`,
      '',
    );
    if (view === compared && !byAddress.has(address)) continue;
    compared = view;
    for (const difference of comparePorts(judged, holding)) {
      const { direction, transport } = judged;
      found.push(`gap at ${direction} ${transport} ${formatAddress(family, address)} ${difference}`);
    }
  }
  return found;
}

function comparePorts(judged: Replies, holding: readonly Rectangle[]): string[] {
  const known = [...judged.decisions.keys()];
  const ranges = holding.map(gap => gap.ports);
  return toPorts(ranges, known).flatMap(port => {
    const denial = denialOf(
      judged,
      judged.decisions.has(port) ? port : (known[representing(known, port)] ?? -1),
    );
    const expected = denial === undefined ? 'none' : denial.kind === 'entry' ? denial.ruleNumber : 'default';
    const actual = holding.filter(gap => inRange(gap.ports, port)).map(gap => gap.deniedBy ?? 'default');
    return differing(`${port}`, `${expected}`, actual.join(' and ') || 'none');
  });
}

/** A rectangle names the entries that admit requests from any of its addresses, and no others. */
function compareAdmitting({ block, admittedBy }: Rectangle, replies: readonly Replies[]): string[] {
  const first = representing(
    replies.map(({ address }) => address),
    block.first,
  );
  const within = replies.filter(({ address }, index) => index >= first && address <= block.last);
  const admitting = new Set(within.flatMap(one => one.admittedBy));
  const expected = [...admitting].sort((a, b) => a - b);
  return differing('admittedBy', `${expected}`, `${admittedBy}`);
}
