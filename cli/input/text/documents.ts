import { parseJson } from '../../../functions/parsing/json-text.ts';
import { InputError } from '../input-error.ts';

/**
 * The JSON values of a text: one, one on each line, or one behind the other.
 *
 * @throws InputError if some part of the text is not JSON
 */
export function parseDocuments(text: string, file: string): unknown[] {
  try {
    return [parseJson(text)];
  } catch (error) {
    const parts = splitDocuments(text);
    if (parts.length < 2) throw notJson(error, file);
    try {
      return parts.map(parseJson);
    } catch {
      throw notJson(error, file);
    }
  }
}

function notJson(error: unknown, file: string): InputError {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new InputError(`${file}: not JSON: ${reason}`, { cause: error });
}

/** Cuts the text behind each bracket that closes an object or list of the outermost level. */
function splitDocuments(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index);
    else if (character === '[' || character === '{') depth += 1;
    else if ((character === ']' || character === '}') && --depth <= 0) {
      parts.push(text.slice(start, index + 1));
      start = index + 1;
    }
  }
  const rest = text.slice(start);
  return rest.trim() === '' ? parts : [...parts, rest];
}

/** A bracket inside a string counts for nothing. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}
