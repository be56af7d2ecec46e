import { type Block, FAMILIES, type Family } from './address.ts';
import {
  type Case,
  type Entry,
  inRange,
  LAST_PORT,
  type Range,
  TRANSPORTS,
  type Transport,
} from './entry.ts';
import { isMissing, type Replies } from './replies.ts';
import type { Representatives } from './representatives.ts';

/** The planned entries for one family, transport and required range: they are placed together. */
export interface Group {
  readonly family: Family;
  readonly transport: Transport;
  readonly range: Range;
  /** From the lowest to the highest port of the range that is missing somewhere; undefined: none is. */
  readonly hull: Range | undefined;
  readonly planned: readonly Entry[];
}

export function toGroups({ settings }: Case, planned: readonly Entry[], egress: readonly Replies[]): Group[] {
  return FAMILIES.flatMap(family =>
    TRANSPORTS.flatMap(transport => {
      const replies = egress.filter(one => one.family === family && one.transport === transport);
      const mine = planned.filter(entry => entry.block.family === family && entry.protocol === transport);
      return settings.required.map(range => ({
        family,
        transport,
        range,
        hull: findHull(range, replies),
        planned: mine.filter(({ ports }) => ports !== undefined && inRange(range, ports.from)),
      }));
    }),
  );
}

function findHull(range: Range, egress: readonly Replies[]): Range | undefined {
  const from = egress
    .flatMap(replies => missingIn(range, replies))
    .reduce((a, b) => Math.min(a, b), LAST_PORT + 1);
  const to = egress.flatMap(replies => missingRuns(range, replies)).reduce((a, b) => Math.max(a, b), -1);
  return from > to ? undefined : { from, to };
}

/** The missing representative ports within the range. */
function missingIn(range: Range, replies: Replies): number[] {
  return replies.required.filter(port => inRange(range, port) && isMissing(replies, port));
}

/** The last port that each of them stands for. */
function missingRuns(range: Range, replies: Replies): number[] {
  const ports: Representatives['ports'] = [...replies.decisions.keys()];
  return missingIn(range, replies).map(port => (ports[ports.indexOf(port) + 1] ?? LAST_PORT + 1) - 1);
}

/** What is wrong with the shape of the planned entries. */
export function findMisshapen(groups: readonly Group[], planned: readonly Entry[]): string[] {
  const wrong = groups.flatMap(({ planned: mine, hull }) =>
    mine.filter(({ ports }) => ports?.from !== hull?.from || ports?.to !== hull?.to),
  );
  const inNoGroup = planned.filter(entry => !groups.some(group => group.planned.includes(entry)));
  return [
    ...wrong.map(({ ruleNumber }) => `${ruleNumber}: not the missing ports' hull`),
    ...groups.flatMap(findUnordered),
    ...inNoGroup.map(({ ruleNumber }) => `${ruleNumber}: of no required range, transport and family`),
  ];
}

/** More specific entries are created first. */
function findUnordered({ planned }: Group): string[] {
  return planned
    .filter(({ block }, index) => sizeOf(block) < sizeOf(planned[index - 1]?.block ?? block))
    .map(({ ruleNumber }) => `${ruleNumber}: created behind a less specific entry`);
}

function sizeOf({ first, last }: Block): bigint {
  return last - first + 1n;
}
