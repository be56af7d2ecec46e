import { InputError } from './input-error.ts';
import { readText } from './text/decode.ts';
import { parseDocuments } from './text/documents.ts';
import { explainText, looksLikeJson } from './text/other-text.ts';

/**
 * The JSON values of a text that should describe network ACLs: one, or several behind each other.
 *
 * @throws InputError if it is not JSON; where it is known what else it is, with what to run instead
 */
export function toDocuments(text: string, file: string): unknown[] {
  const explained = looksLikeJson(text) ? undefined : explainText(text);
  if (explained !== undefined) throw new InputError(`${file}: ${explained}`);
  return parseDocuments(text, file);
}

/**
 * Reads a JSON file of any kind; of several values the file gives a list. `-` is standard input.
 *
 * @throws InputError if it cannot be read, or is not JSON
 */
export function readJson(file: string): unknown {
  const text = readText(file);
  if (text.trim() === '') throw new InputError(`${file}: the file is empty`);
  const documents = parseDocuments(text, file);
  return documents.length === 1 ? documents[0] : documents;
}
