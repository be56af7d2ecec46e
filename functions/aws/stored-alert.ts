import { gunzipSync, gzipSync } from 'node:zlib';
import type { Alert } from '../review/words/alert.ts';
import type { GapCause } from '../review/words/change.ts';

/** Changes with the shape of an alert: what another version stored is not understood. */
const FORMAT = 1;

/** The name of the one field of an object that represents a value which JSON lacks. */
const TYPE = '\u0000';

/** Far more than an alert about the largest network ACL has. */
const MOST_BYTES = 32_000_000;

interface Stored {
  readonly format: number;
  readonly alert: Alert | GapCause;
}

/**
 * A pending alert, or the change that explains one, as text for the findings table: data, which is rendered when it is
 * published. Compressed, because an item has at most 400 kB and a network ACL can have hundreds of gaps.
 */
export function toStoredAlert(alert: Alert | GapCause): string {
  const stored: Stored = { format: FORMAT, alert };
  const json = JSON.stringify(
    stored,
    function (this: Readonly<Record<string, unknown>>, name, value: unknown) {
      // JSON.stringify has turned a Date into text already.
      return toTyped(this[name]) ?? value;
    },
  );
  return gzipSync(json).toString('base64');
}

/** @returns undefined for what another version stored: the next review makes the alert again */
export function parseStoredAlert<Kept extends Alert | GapCause = Alert>(text: string): Kept | undefined {
  try {
    const json = gunzipSync(Buffer.from(text, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
    const stored = JSON.parse(json, (_, value: unknown) => fromTyped(value)) as Stored;
    return stored.format === FORMAT ? (stored.alert as Kept) : undefined;
  } catch {
    return undefined;
  }
}

function toTyped(value: unknown): object | undefined {
  if (typeof value === 'bigint') return { [TYPE]: 'bigint', value: String(value) };
  if (value instanceof Date) return { [TYPE]: 'date', value: value.toISOString() };
  if (value instanceof Map) return { [TYPE]: 'map', value: [...value] };
  // A tag may have any key: what looks like such an object is written as a list of its fields.
  return isObject(value) && TYPE in value ? { [TYPE]: 'object', value: Object.entries(value) } : undefined;
}

function fromTyped(value: unknown): unknown {
  if (!isObject(value) || !(TYPE in value) || !('value' in value)) return value;
  switch (value[TYPE]) {
    case 'bigint':
      return BigInt(String(value.value));
    case 'date':
      return new Date(String(value.value));
    case 'map':
      return new Map(value.value as readonly (readonly [unknown, unknown])[]);
    case 'object':
      return Object.fromEntries(value.value as readonly (readonly [string, unknown])[]);
    default:
      return value;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
