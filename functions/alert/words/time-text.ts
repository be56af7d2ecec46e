import { joinWords } from './plain-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** To the second: `2026-11-20 09:14:03 UTC`. */
export function renderTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** To the minute: `2026-11-20 09:14 UTC`. */
export function renderMinute(time: Date): string {
  return `${toText(time)} UTC`;
}

/** `2026-11-20 09:16 and 10:31 UTC`; the date again only where it differs. @param times - in their order, at least one */
export function renderMinutes(times: readonly Date[]): string {
  const texts = times.map(toText);
  const shown = texts.map((text, index) =>
    text.slice(0, 10) === texts[index - 1]?.slice(0, 10) ? text.slice(11) : text,
  );
  return `${joinWords(shown)} UTC`;
}

/** `2026-11-20`, in UTC. */
export function renderDay(time: Date): string {
  return toText(time).slice(0, 10);
}

/** `from 2026-11-20 09:14 to 09:55 UTC`; the second date only where it differs. */
export function renderSpan(from: Date, to: Date): string {
  const [first, last] = [toText(from), toText(to)];
  const isSameDay = first.slice(0, 10) === last.slice(0, 10);
  return `from ${first} to ${isSameDay ? last.slice(11) : last} UTC`;
}

/** `41 minutes`, `3 hours` or `7 days`, rounded down; at least a minute. */
export function renderDuration(milliseconds: number): string {
  const [size, unit] =
    milliseconds >= 2 * DAY ? [DAY, 'day'] : milliseconds >= 2 * HOUR ? [HOUR, 'hour'] : [MINUTE, 'minute'];
  const count = Math.max(1, Math.floor(milliseconds / size));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Whole days between two times, at least one. */
export function countDays(from: Date, to: Date): number {
  return Math.max(1, Math.floor((to.getTime() - from.getTime()) / DAY));
}

function toText(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
