import { readFileSync } from 'node:fs';

/** A file or option that cannot be used; the message is for the person who gave it, one line but for the usage. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/**
 * Reads a JSON file; `-` is standard input.
 *
 * @throws InputError where it cannot be read or is not JSON
 */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      `${file}: not JSON: ${error instanceof Error ? error.message.split('\n')[0] : error}`,
    );
  }
}

function readText(file: string): string {
  try {
    // PowerShell writes a byte order mark in front of what it redirects.
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new InputError(`${file}: ${code === 'ENOENT' ? 'no such file' : `cannot be read (${code})`}`);
  }
}
