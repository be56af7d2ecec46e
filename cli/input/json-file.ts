import { readFileSync } from 'node:fs';
import { parseJson } from '../../functions/parsing/json-text.ts';
import { InputError } from './input-error.ts';
import { userPath } from './user-path.ts';

/**
 * Reads a JSON file; `-` is standard input.
 *
 * @throws InputError if it cannot be read or is not JSON
 */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return parseJson(text);
  } catch (error) {
    throw new InputError(
      `${file}: not JSON: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

function readText(file: string): string {
  try {
    // PowerShell writes a byte order mark at the start of a redirected file.
    return readFileSync(file === '-' ? 0 : userPath(file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}
