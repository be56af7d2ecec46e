import { toErrorCode } from './denial.ts';

/** @returns `refused` where the table refuses the write by its condition @throws what else keeps it from answering */
export async function unlessRefused<T, R>(refused: R, write: () => Promise<T>): Promise<T | R> {
  try {
    return await write();
  } catch (error) {
    if (toErrorCode(error) !== 'ConditionalCheckFailedException') throw error;
    return refused;
  }
}
