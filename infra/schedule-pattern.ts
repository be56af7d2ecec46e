import { type AcceptedValues, pattern } from './accepted-values.ts';

/** 2 to 1440: the minutes of a day. */
const MINUTES_OF_A_DAY = String.raw`[2-9]|[1-9]\d{1,2}|1[0-3]\d{2}|14[0-3]\d|1440`;

const RATE = String.raw`rate\((?:1 minute|(?:${MINUTES_OF_A_DAY}) minutes|1 hour|(?:[2-9]|1\d|2[0-4]) hours|1 day)\)`;

/** Such as `0`, `*`, `5,35`, `9-17`, `0/15`. */
function times(number: string): string {
  const item = String.raw`(?:\*|${number}(?:-${number})?)(?:/[1-9]\d?)?`;
  return `${item}(?:,${item})*`;
}

/** Minutes, hours, day of month, month, day of week and year; all but the first two must be any. */
const DAILY_CRON = String.raw`cron\(${times(String.raw`[0-5]?\d`)} ${times(String.raw`(?:[01]?\d|2[0-3])`)} (?:\* \* \?|\? \* \*) \*\)`;

/** EventBridge's expressions, as far as they run every day: after two days without a sweep there is an alarm. */
export const everyDay: AcceptedValues = pattern(
  'rate(…) of at most a day such as rate(12 hours), or cron(…) that runs every day such as cron(30 5 * * ? *)',
  `${RATE}|${DAILY_CRON}`,
);
