import type { Clock, ReporterRecords } from '../interfaces.ts';
import { CLAIM, untilWritten } from './claims.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** What a reporter changes of its record, whatever others have changed meanwhile. */
export type RecordChanges = Partial<Omit<ReporterRecord, 'revision'>>;

interface RecordContext {
  readonly records: ReporterRecords;
  readonly clock: Clock;
}

/** @throws where the record could not be written after several tries */
export async function changeRecord(
  changes: RecordChanges,
  context: Pick<RecordContext, 'records'>,
): Promise<void> {
  await updateRecord(() => changes, context);
}

/**
 * As {@link changeRecord}, where the change depends on the record.
 *
 * @param toChanges - called again where another writer was faster; undefined: there is nothing to change
 * @returns the record as it is now
 */
export function updateRecord(
  toChanges: (current: ReporterRecord) => RecordChanges | undefined,
  { records }: Pick<RecordContext, 'records'>,
): Promise<ReporterRecord> {
  return untilWritten(async () => {
    const current = await records.read();
    const changes = toChanges(current);
    if (changes === undefined) return current;
    const next = { ...current, ...changes, revision: current.revision + 1 };
    if ((await records.write(next)) === 'outdated') throw new Error('another reporter wrote its record');
    return next;
  });
}

/** Keeps other reporters from beginning. @returns undefined where another one was faster */
export async function begin(
  record: ReporterRecord,
  { records, clock }: RecordContext,
): Promise<ReporterRecord | undefined> {
  const busyUntil = new Date(clock.now().getTime() + CLAIM);
  const begun = { ...record, busyUntil, revision: record.revision + 1 };
  return (await records.write(begun)) === 'written' ? begun : undefined;
}
