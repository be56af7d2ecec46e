import { existsSync } from 'node:fs';
import { leaf, type Parsed, ParseError } from '../../../functions/parsing/definition.ts';
import { toJsonText } from '../../../functions/parsing/printable.ts';
import { list, object } from '../../../functions/parsing/structures.ts';
import { filledText, matching, text } from '../../../functions/parsing/values.ts';
import { InputError } from '../../input/input-error.ts';
import { readJson } from '../../input/json-file.ts';
import { userPath } from '../../input/user-path.ts';
import { writeReportFile } from '../report-file.ts';

const day = leaf('a day such as 2027-01-31', { type: 'string', format: 'date' }, value =>
  typeof value === 'string' && isDay(value) ? value : undefined,
);

const ENTRY = object({
  fingerprint: matching('32 hexadecimal digits', /^[\da-f]{32}$/),
  /** For readers; the fingerprint decides. */
  networkAcl: text,
  reason: filledText,
  /** The last day on which it is accepted, in UTC. */
  until: day,
});
/** An accepted finding. */
export type BaselineEntry = Parsed<typeof ENTRY>;

const FILE = object({
  version: leaf('1', { const: 1 }, value => (value === 1 ? 1 : undefined)),
  accepted: list(ENTRY),
});

/** @throws InputError that names the file and the field */
export function readBaselineFile(path: string): readonly BaselineEntry[] {
  try {
    return FILE.parse(readJson(path)).accepted;
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${path}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The entries of a file that may not exist yet. */
export function readOldEntries(path: string): readonly BaselineEntry[] {
  return existsSync(userPath(path)) ? readBaselineFile(path) : [];
}

/** One line for each entry, so that a change of the file shows what is accepted. */
export async function writeBaselineFile(path: string, entries: readonly BaselineEntry[]): Promise<void> {
  const lines = entries.map(entry => `    ${toJsonText(entry)}`).join(',\n');
  const accepted = lines ? `[\n${lines}\n  ]` : '[]';
  await writeReportFile(path, [`{\n  "version": 1,\n  "accepted": ${accepted}\n}\n`]);
}

/** The day in UTC. @param time - in milliseconds since 1970 */
export function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Whether the calendar has such a day. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && toDay(time) === text;
}
