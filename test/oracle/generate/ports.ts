import type { Range } from '../entry.ts';
import type { Draw } from './draw.ts';

const SERVICES = [443, 22, 80, 53, 123, 500, 4500, 8080, 1433, 67, 68, 137, 138, 0, 65_535] as const;

const CLIENT_RANGES = [
  '1024-65535',
  '32768-65535',
  '32768-60999',
  '49152-65535',
  '1025-5000',
  '32768-61000',
  '1024-32767',
  '0-65535',
] as const;

/** Where something in the definition begins or ends, and next to it. */
const BOUNDS = [
  0, 1, 22, 66, 67, 68, 123, 137, 138, 443, 500, 1023, 1024, 1025, 1026, 2000, 4499, 4500, 4501, 4999, 5000,
  5001, 32_767, 32_768, 32_769, 49_151, 49_152, 49_153, 60_998, 60_999, 61_000, 61_001, 65_534, 65_535,
] as const;

const LAST_PORT = 65_535;
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
