import type { Ground } from './areas.ts';
import { differing } from './differing.ts';
import { DIRECTIONS, type Direction, type Entry, portsOf, TRANSPORTS, UDP } from './entry.ts';
import { findAdmitting } from './evidence.ts';
import { matchesAt } from './first-match.ts';
import type { Judgement } from './judgement.ts';
import type { Report } from './report.ts';
import { neverAnswers, toReceivers, toSides } from './services.ts';

/** Section 9: the entries that were taken to let in answers, or to be one-way, are named; of these, those that admit something. */
export function compareAssumptions({ ground }: Judgement, { assumptions }: Report): string[] {
  const { it } = ground;
  const { exposure } = it.place;
  const isNotNeeded = exposure.kind === 'unknown' && exposure.reason === 'not-needed';
  return [
    ...differing('exposure', isNotNeeded ? 'not-needed' : exposure.kind, assumptions.exposure),
    ...DIRECTIONS.flatMap(direction => {
      const { requests } = toSides(it.entries, direction);
      const receivers = TRANSPORTS.flatMap(transport => [...toReceivers(requests, transport)]);
      const side = direction === 'egress' ? 'ingress' : 'egress';
      return [
        ...differing(`answers, ${side}`, toNumbers(receivers), named(assumptions.answers, side)),
        ...differing(
          `one-way, ${side}`,
          toNumbers(requests.filter(entry => isOneWay(entry) && admitsAnything(ground, requests, entry))),
          named(assumptions.oneWay, side),
        ),
      ];
    }),
  ];
}

/** An allow of exactly udp for ports that expect no reply, and no others. */
function isOneWay(entry: Entry): boolean {
  const { from, to } = portsOf(entry);
  const ports = Array.from({ length: Math.min(to - from + 1, MANY) }, (_, index) => from + index);
  return entry.action === 'allow' && entry.protocol === UDP && ports.every(port => neverAnswers(UDP, port));
}

function admitsAnything({ areas, ports }: Ground, requests: readonly Entry[], entry: Entry): boolean {
  return areas.some(({ family, address, isOwn }) => {
    const met = requests.filter(one => matchesAt(one, family, UDP, address));
    return !isOwn && [...ports[UDP].keys()].some(port => findAdmitting(met, port).includes(entry));
  });
}

/** More ports in a row than are one-way anywhere. */
const MANY = 200;

function toNumbers(entries: readonly Entry[]): string {
  return `${entries.map(({ ruleNumber }) => ruleNumber).sort((a, b) => a - b)}`;
}

function named(refs: Report['assumptions']['answers'], side: Direction): string {
  return `${refs.filter(({ direction }) => direction === side).map(({ ruleNumber }) => ruleNumber)}`;
}
