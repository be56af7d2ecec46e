import { asFields } from '../aws/untrusted.ts';

/** How far a sweep has come. */
export interface Progress {
  /** EC2's token of the page to read; absent: the first. */
  readonly nextToken?: string;
  /** Network ACLs of that page that are done. */
  readonly skip: number;
  /** Network ACLs that were reviewed. */
  readonly swept: number;
  /** Those of them with a gap that people should mend. */
  readonly openGaps: number;
}

export const START: Progress = { skip: 0, swept: 0, openGaps: 0 };

/** A message that is neither a schedule's event nor what a sweep handed on. */
export class ProgressError extends Error {
  override readonly name = 'ProgressError';
}

/**
 * Where to begin: at the start for the event of a schedule, else where the last invocation stopped.
 *
 * @throws ProgressError that names the field, its value and what was expected
 */
export function parseProgress(message: unknown): Progress {
  const { progress } = asFields(message);
  if (progress === undefined) return START;
  const { nextToken, ...counts } = asFields(progress);
  if (nextToken !== undefined && typeof nextToken !== 'string')
    throw unexpected('nextToken', nextToken, 'a token of EC2');
  return {
    ...(nextToken && { nextToken }),
    skip: parseCount('skip', counts.skip),
    swept: parseCount('swept', counts.swept),
    openGaps: parseCount('openGaps', counts.openGaps),
  };
}

function parseCount(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw unexpected(name, value, 'a whole number from 0');
}

function unexpected(name: string, value: unknown, expected: string): ProgressError {
  return new ProgressError(`progress.${name} is ${JSON.stringify(value) ?? 'missing'}, expected ${expected}`);
}
