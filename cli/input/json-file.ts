import { InputError } from './input-error.ts';
import { readText } from './text/decode.ts';
import { parseDocuments } from './text/documents.ts';
import { explainText, looksLikeJson } from './text/other-text.ts';

/**
 * Reads the JSON values of a file: one, or several behind each other; `-` is standard input.
 *
 * @throws InputError if it cannot be read or is not JSON; where it is known what else it is, with what to run instead
 */
export function readDocuments(file: string): unknown[] {
  return toDocuments(readText(file), file);
}

/** As {@link readDocuments}, of a text that was read. */
export function toDocuments(text: string, file: string): unknown[] {
  const explained = looksLikeJson(text) ? undefined : explainText(text);
  if (explained !== undefined) throw new InputError(`${file}: ${explained}`);
  return parseDocuments(text, file);
}

/**
 * Reads a JSON file; of several values the file gives a list.
 *
 * @throws InputError as {@link readDocuments}
 */
export function readJson(file: string): unknown {
  const documents = readDocuments(file);
  return documents.length === 1 ? documents[0] : documents;
}
