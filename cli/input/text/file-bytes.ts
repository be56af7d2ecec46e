import { readFileSync } from 'node:fs';
import { InputError } from '../input-error.ts';
import { userPath } from '../user-path.ts';

/** Bytes of a file after gzip is undone; JavaScript takes no longer text. */
const LONGEST = 512 * 1024 * 1024;

/**
 * The bytes of a file, with gzip undone; `-` is standard input.
 *
 * @throws InputError if it cannot be read
 */
export function readBytes(file: string): Buffer {
  const bytes = readRaw(file);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    // Most files are not compressed, and loading the library takes time.
    return process.getBuiltinModule('node:zlib').gunzipSync(bytes, { maxOutputLength: LONGEST });
  } catch (error) {
    throw new InputError(`${file}: cannot be unpacked: ${codeOf(error)}`, { cause: error });
  }
}

function readRaw(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : userPath(file));
  } catch (error) {
    const code = codeOf(error);
    throw new InputError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? error);
}
