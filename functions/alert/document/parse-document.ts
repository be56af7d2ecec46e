import { mismatch } from '../../parsing/definition.ts';
import { parseJson } from '../../parsing/json-text.ts';
import { asFields } from '../../parsing/structures.ts';
import { text } from '../../parsing/values.ts';
import { DIGEST_DOCUMENT, type DigestDocument } from './digest-document.ts';
import { SHOWN_DOCUMENT, type ShownDocument } from './document.ts';

/**
 * Parses what the alert topic delivers. Fields that this version does not know are left out, and words that it does not
 * know are kept as text: within a version both may be added. Only an unknown version is refused.
 *
 * @param field - where the message was found, for the error
 * @throws ParseError
 */
export function parseAlertDocument(message: unknown, field: string): ShownDocument | DigestDocument {
  const json = text.parse(message, field);
  const document = parse(json);
  if (document === undefined) return mismatch(field, json, 'an alert document as JSON');
  const isDigest = asFields(document).kind === 'digest';
  return (isDigest ? DIGEST_DOCUMENT : SHOWN_DOCUMENT).parse(document, field);
}

function parse(json: string): unknown {
  try {
    return parseJson(json);
  } catch {
    return undefined;
  }
}
