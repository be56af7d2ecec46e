import fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeLines, escapeUnprintable, toJsonText } from '../../functions/parsing/printable.ts';

/** By name, so that the list can be read: none of them is in this file as it is. */
const UNSEEN: Readonly<Record<string, number>> = {
  'the null character': 0x00,
  'a line break': 0x0a,
  'an escape': 0x1b,
  'a deletion': 0x7f,
  'a next line': 0x85,
  'a control sequence of C1': 0x9b,
  'a soft hyphen': 0xad,
  'a combining grapheme joiner': 0x34f,
  'an Arabic letter mark': 0x61c,
  'a Hangul filler': 0x3164,
  'a zero-width space': 0x200b,
  'a zero-width joiner': 0x200d,
  'a left-to-right mark': 0x200e,
  'a right-to-left mark': 0x200f,
  'a line separator': 0x2028,
  'a paragraph separator': 0x2029,
  'an embedding': 0x202a,
  'a right-to-left override': 0x202e,
  'a word joiner': 0x2060,
  'an isolate': 0x2066,
  'the end of an isolate': 0x2069,
  'a variation selector': 0xfe0f,
  'a byte order mark': 0xfeff,
  'half a character': 0xd83d,
};

it.each(Object.entries(UNSEEN))('%s is shown as an escape', (_, code) => {
  expect(escapeUnprintable(`a${String.fromCharCode(code)}b`)).toBe(
    `a\\u${code.toString(16).padStart(4, '0')}b`,
  );
});

it('shows a tag character by both of its halves', () => {
  expect(escapeUnprintable('a\u{e0041}')).toBe('a\\udb40\\udc41');
});

it('keeps what can be read, and the line breaks of several lines', () => {
  expect(escapeUnprintable('Zürich 東京 🔥 ~!')).toBe('Zürich 東京 🔥 ~!');
  expect(escapeLines('one\ntwo\r\n\u202e')).toBe('one\ntwo\\u000d\n\\u202e');
});

it('writes JSON that reads as the same value and has nothing unprintable', () => {
  const strings = fc.string({ unit: 'binary' });
  const value = fc.jsonValue({ stringUnit: 'binary' });
  fc.assert(
    fc.property(fc.record({ name: strings, value }), fc.constantFrom(0, 2), (json, indent) => {
      const text = toJsonText(json, indent);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 50 },
  );
});
