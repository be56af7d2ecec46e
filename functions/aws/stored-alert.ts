import type { Alert } from '../review/words/alert.ts';

/** Changes with the shape of an alert: what another version stored is not understood. */
const FORMAT = 1;

/** The name of the one field of an object that stands for a value which JSON lacks; no tag and no id can have it. */
const TYPE = '\u0000';

interface Stored {
  readonly format: number;
  readonly alert: Alert;
}

/** A pending alert as text, for the findings table: data, which is rendered when it is published. */
export function toStoredAlert(alert: Alert): string {
  const stored: Stored = { format: FORMAT, alert };
  return JSON.stringify(stored, function (this: Readonly<Record<string, unknown>>, name, value: unknown) {
    // JSON.stringify has turned a Date into text already.
    return toTyped(this[name]) ?? value;
  });
}

/** @returns undefined for what another version stored: the next review makes the alert again */
export function parseStoredAlert(text: string): Alert | undefined {
  try {
    const stored = JSON.parse(text, (_, value: unknown) => fromTyped(value)) as Stored;
    return stored.format === FORMAT ? stored.alert : undefined;
  } catch {
    return undefined;
  }
}

function toTyped(value: unknown): object | undefined {
  if (typeof value === 'bigint') return { [TYPE]: 'bigint', value: String(value) };
  if (value instanceof Date) return { [TYPE]: 'date', value: value.toISOString() };
  return value instanceof Map ? { [TYPE]: 'map', value: [...value] } : undefined;
}

function fromTyped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !(TYPE in value) || !('value' in value)) return value;
  switch (value[TYPE]) {
    case 'bigint':
      return BigInt(String(value.value));
    case 'date':
      return new Date(String(value.value));
    case 'map':
      return new Map(value.value as readonly (readonly [unknown, unknown])[]);
    default:
      return value;
  }
}
