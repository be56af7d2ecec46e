import type { Range } from '../entry.ts';
import type { Draw } from './draw.ts';

const SERVICES = [443, 22, 80, 53, 123, 500, 4500, 8080, 1433, 67, 0, 65_535] as const;

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
  0, 1, 22, 66, 67, 68, 123, 443, 500, 1023, 1024, 1025, 2000, 4499, 4500, 4501, 5000, 5001, 32_767, 32_768,
  49_151, 49_152, 60_999, 61_000, 61_001, 65_534, 65_535,
] as const;

const LAST_PORT = 65_535;

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
  return parseRanges(CLIENT_RANGES[a % CLIENT_RANGES.length] ?? '')[0] ?? toRange(0);
}

function toRange(a: number, b = a): Range {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
