import { open } from 'node:fs/promises';
import { asFields } from '../../functions/parsing/structures.ts';
import { InputError } from '../input/input-error.ts';
import { userPath } from '../input/user-path.ts';

/** What a user can do about an error of the file system. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not write there',
  EROFS: 'this user may not write there',
  ENOSPC: 'the disk is full',
};

/**
 * Writes a report to a file, which it replaces.
 *
 * @param path - from the folder of the user
 * @throws InputError that names the file and the reason
 */
export async function writeReportFile(path: string, parts: Iterable<string>): Promise<void> {
  try {
    const file = await open(userPath(path), 'w');
    try {
      for (const part of parts) await file.write(part);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = asFields(error);
    const reason = REASONS[String(code)];
    if (reason === undefined) throw error;
    throw new InputError(`cannot write ${path}: ${reason}`, { cause: error });
  }
}
