/** `1 message`, `2 messages`. */
export function renderCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A rounded age: `40 seconds`, `3 hours`. @param milliseconds - 0 or more */
export function renderAge(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return `${Math.floor(milliseconds / DAY)} days`;
  if (milliseconds >= 2 * HOUR) return `${Math.floor(milliseconds / HOUR)} hours`;
  if (milliseconds >= 2 * MINUTE) return `${Math.floor(milliseconds / MINUTE)} minutes`;
  return renderCount(Math.max(0, Math.round(milliseconds / 1_000)), 'second');
}
