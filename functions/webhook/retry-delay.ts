/**
 * Milliseconds to wait by a Retry-After header: seconds, or a date of HTTP (RFC 9110, 10.2.3). Undefined where there
 * is none, or none that makes sense.
 */
export function toRetryDelay(header: string | null, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes much else for a date; one of HTTP begins with the day of the week and is of GMT.
  const time = /^[A-Z][a-z]+, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now.getTime());
}
