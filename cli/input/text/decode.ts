import { InputError } from '../input-error.ts';
import { readBytes } from './file-bytes.ts';

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be'] as const;
type Encoding = (typeof ENCODINGS)[number];

/**
 * The text of a file, with gzip undone and without a byte order mark; `-` is standard input.
 *
 * @throws InputError if it cannot be read, or is no text in UTF-8 or UTF-16
 */
export function readText(file: string): string {
  const bytes = readBytes(file);
  if (isZip(bytes)) {
    throw new InputError(
      `${file}: a saved plan of Terraform, expected the output of "terraform show -json ${file}"`,
    );
  }
  try {
    return new TextDecoder(toEncoding(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`${file}: no text in UTF-8 or UTF-16`, { cause: error });
  }
}

/** Terraform saves a plan as a zip file. */
function isZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
}

/** PowerShell writes UTF-16 with a byte order mark; without one, the first character of all forms is ASCII. */
function toEncoding([first, second]: Buffer): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}
