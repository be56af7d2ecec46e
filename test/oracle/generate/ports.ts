import { LAST_PORT, type Range } from '../entry.ts';
import type { Draw } from './draw.ts';

const SERVICES = [
  443, 22, 80, 53, 123, 500, 4500, 8080, 1433, 67, 137, 7946, 514, 4789, 1194, 3389, 5432, 0, 65_535,
] as const;

const CLIENT_RANGES = [
  '1024-65535',
  '32768-65535',
  '32768-60999',
  '49152-65535',
  '1025-5000',
  '32768-61000',
  '1024-32767',
  '0-65535',
  '30000-32767',
  '1-65535',
  '0-61000',
] as const;

/** Where something in the definition begins or ends, and next to it. */
const BOUNDS = [
  0, 1, 22, 53, 66, 67, 68, 123, 137, 138, 162, 443, 500, 514, 1023, 1024, 1025, 1026, 2000, 2055, 4499, 4500,
  4501, 4789, 4999, 5000, 5001, 7946, 8125, 29_999, 30_000, 32_767, 32_768, 32_769, 33_433, 33_434, 33_534,
  33_535, 49_151, 49_152, 49_153, 60_998, 60_999, 61_000, 61_001, 65_534, 65_535,
] as const;

const NEAR_MISS_PERCENT = 8;

export function parseRanges(text: string): Range[] {
  return text.split(',').map(range => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return { from, to };
  });
}

/** Requests mostly go to a service, replies mostly to a client's range. */
export function drawPorts(draw: Draw, repliesPercent: number): Range {
  const style = draw.weighted([
    [100 - repliesPercent, 'service'],
    [repliesPercent, 'client'],
    [40, 'bounds'],
    [8, 'any'],
  ]);
  const [a, b] = [draw.below(LAST_PORT + 1), draw.below(LAST_PORT + 1)];
  if (style === 'any') return toRange(a, b);
  if (style === 'bounds') return toRange(BOUNDS[a % BOUNDS.length] ?? 0, BOUNDS[b % BOUNDS.length] ?? 0);
  if (style === 'service') return toRange(SERVICES[a % SERVICES.length] ?? 0);
  const [range = toRange(0)] = parseRanges(CLIENT_RANGES[a % CLIENT_RANGES.length] ?? '');
  return draw.percent(NEAR_MISS_PERCENT) ? toNearMiss(range, b) : range;
}

/** One port more or less at either end: no longer, or still, the range that something is decided by. */
function toNearMiss({ from, to }: Range, choice: number): Range {
  const [low, high] = [from + (choice % 3) - 1, to + (Math.floor(choice / 3) % 3) - 1];
  return toRange(Math.max(0, low), Math.min(LAST_PORT, high));
}

function toRange(a: number, b = a): Range {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}

const CHAINS = [
  '1024-65535',
  '32768-65535',
  '32768-60999',
  '49152-65535',
  '1024-61000',
  '30000-65535',
] as const;
const CUTS = [3389, 2049, 5901, 32_768, 40_000, 50_050, 30_000, 60_999] as const;

/** A range that receives answers, cut in two or three with holes of few ports, or with an overlap. */
export function drawChain(draw: Draw): Range[] {
  const [whole = toRange(0)] = parseRanges(draw.oneOf([...CHAINS]));
  const pieces: Range[] = [];
  let { from } = whole;
  for (let cuts = draw.between(1, 2); cuts > 0; cuts--) {
    const at = draw.oneOf([...CUTS]);
    const hole = draw.between(-1, 3);
    if (at <= from || at + hole > whole.to) continue;
    pieces.push({ from, to: at - 1 });
    from = at + hole;
  }
  return [...pieces, { from, to: whole.to }];
}
