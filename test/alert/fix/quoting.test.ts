import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHclString, toShellWord, toYamlScalar } from '../../../functions/alert/fix/quoting.ts';
import { UNPRINTABLE } from '../../../functions/parsing/printable.ts';
import { evaluateHcl, readHclString } from '../../fixtures/hcl.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';
import { splitWords } from '../../fixtures/shell.ts';

/** What is left of a hostile text. */
const readable = (text: string) => text.replaceAll(UNPRINTABLE, ' ');
const texts = fc.array(hostileText, { minLength: 20, maxLength: 60 });

describe('a word of a shell', () => {
  it.each([
    ['acl-0123', 'acl-0123'],
    ['arn:aws:sns:eu-west-1:123456789012:alerts', 'arn:aws:sns:eu-west-1:123456789012:alerts'],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['$(id)`id`', "'$(id)`id`'"],
    ['', "''"],
  ])('%j is written as %s', (text, word) => expect(toShellWord(text)).toBe(word));

  it('is one word, whatever the text', () => {
    fc.assert(
      fc.property(texts, hostile => {
        const [words] = splitWords(`aws ${hostile.map(toShellWord).join(' ')}\n`);
        expect(words).toEqual(['aws', ...hostile.map(readable)]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a string of HCL', () => {
  it.each([
    ['acl-0123', '"acl-0123"'],
    [`\${path.module}`, '"$${path.module}"'],
    ['%{ if true }', '"%%{ if true }"'],
    ['$${', '"$$${"'],
    ['$%{', '"$%%{"'],
    ['a"b\\', String.raw`"a\"b\\"`],
    ['a\nb', '"a b"'],
  ])('%j is written as %s', (text, string) => expect(toHclString(text)).toBe(string));

  it('has no template and ends where it should, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, hostile => {
        expect(readHclString(toHclString(hostile))).toBe(readable(hostile));
      }),
    );
  });

  it('says to Terraform what the text says, where Terraform is installed', context => {
    const hostile = fc.sample(texts, { numRuns: 20, seed: 14 }).flat();
    const read = evaluateHcl(hostile.map(toHclString));
    if (read === undefined) context.skip('terraform is not installed');
    // Terraform normalises strings (HCL's specification, "String Literals").
    const expected = hostile.map(text => readable(text).normalize('NFC'));
    expect(read?.map(text => text.normalize('NFC'))).toEqual(expected);
  });
});

describe('a scalar of YAML', () => {
  it.each([
    ['acl-0123', 'acl-0123'],
    ['a: b', '"a: b"'],
    ['a\nEgress: false', '"a Egress: false"'],
    ['yes', '"yes"'],
    ['*a', '"*a"'],
  ])('%j is written as %s', (text, scalar) => expect(toYamlScalar(text)).toBe(scalar));

  it('is an id or one string of JSON, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, hostile => {
        const scalar = toYamlScalar(hostile);
        if (scalar !== hostile) expect(JSON.parse(scalar)).toBe(readable(hostile));
        else expect(scalar).toMatch(/^[a-z]+-[\da-zA-Z-]+$/);
        expect(scalar).not.toMatch(UNPRINTABLE);
      }),
    );
  });
});
