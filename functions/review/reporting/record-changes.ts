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
  { records }: Pick<RecordContext, 'records'>,
): Promise<void> {
  await untilWritten(async () => {
    const current = await records.read();
    const next = { ...current, ...changes, revision: current.revision + 1 };
    if ((await records.write(next)) === 'outdated') throw new Error('another reporter wrote its record');
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
