import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkFix } from '../../fixtures/fixes.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';
import { ALL_FORMS } from '../../fixtures/input-forms.ts';
import { createFolder, run } from './program.ts';

const file = createFolder();

/** Inputs in all; 100,000 take about an hour. */
const INPUTS = Number(process.env.INPUTS ?? 300);

const WORDS = ['null', '[]', '{}', '1e999', '-1', 'true', '"acl-1"', '99999', '""', '[[[]]]'];
/** A literal of JSON, a word of YAML, or a bracket. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null|[[\]{},:]|[\w.:/-]+/g;

interface Mutation {
  readonly kind: 'cut' | 'double' | 'word' | 'text' | 'swap' | 'byte';
  readonly at: number;
  readonly other: number;
  readonly text: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('cut', 'double', 'word', 'word', 'text', 'text', 'swap', 'byte'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  other: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  text: hostileText,
});

function apply(text: string, { kind, at, other, text: hostile }: Mutation): string {
  const [from = 0, to = 0] = [at, other].map(share => Math.floor(share * text.length)).sort((a, b) => a - b);
  switch (kind) {
    case 'cut':
      return text.slice(0, from) + text.slice(other < 0.5 ? to : text.length);
    case 'double':
      return text.slice(0, to) + text.slice(from, to) + text.slice(to);
    case 'byte':
      return `${text.slice(0, from)}${String.fromCodePoint(Math.floor(other * 0x100))}${text.slice(from + 1)}`;
    default: {
      const tokens = [...text.matchAll(TOKEN)];
      const token = tokens[Math.floor(at * tokens.length)];
      const replaced = tokens[Math.floor(other * tokens.length)]?.[0] ?? '';
      if (token === undefined) return hostile;
      const word = WORDS[Math.floor(other * WORDS.length)] ?? '';
      const value = { word, swap: replaced, text: JSON.stringify(hostile) }[kind];
      return text.slice(0, token.index) + value + text.slice(token.index + token[0].length);
    }
  }
}

const input = fc
  .tuple(fc.constantFrom(...ALL_FORMS), fc.array(mutation, { minLength: 1, maxLength: 3 }))
  .map(([text, mutations]) => mutations.reduce(apply, text));

const OUTPUTS = [
  [],
  ['--all'],
  ...['json', 'sarif', 'junit', 'markdown', 'github', 'html'].map(format => ['--format', format]),
  ...['cli', 'terraform', 'cloudformation'].map(form => ['--fix', form]),
];
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('check of mutated input', () => {
  it(`never fails, never passes what has no network ACL, and escapes what it writes: ${INPUTS} inputs`, async () => {
    const codes = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(input, fc.constantFrom(...OUTPUTS), async (content, flags) => {
        const { status, stdout, stderr } = await run([file('mutated', content), ...flags]);
        codes.set(status, (codes.get(status) ?? 0) + 1);
        expect([0, 1, 2]).toContain(status);
        expect(stdout.replaceAll('\n', '')).not.toMatch(UNSEEN);
        expect(stderr.replaceAll('\n', '')).not.toMatch(UNSEEN);
        expect(stderr).not.toMatch(/RangeError|TypeError|ReferenceError| {4}at /);
        if (flags[0] === '--fix') checkFix(flags[1] ?? '', stdout);
        if (status === 2) expect(stderr).not.toBe('');
        else expect([status, stderr]).toEqual([status, '']);
        if (flags.length === 0 && status === 0) expect(stdout).toMatch(/^\d+ network ACLs?/);
      }),
      { numRuns: INPUTS },
    );
    expect([...codes.keys()]).toEqual(expect.arrayContaining([1, 2]));
  }, 7_200_000);
});
