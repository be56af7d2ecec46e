import { describe, expect, it } from 'vitest';
import { cutText, joinFirst, joinWords, toPlain } from '../../../functions/alert/words/plain-text.ts';

describe('toPlain', () => {
  it('cleans every text of a value, and nothing else', () => {
    const at = new Date(0);
    const value = {
      text: 'one\r\ntwo\u0000\u202ethree\u2028\ud83d ',
      list: ['\u001b[31mred', 7, null, true],
      names: new Map([['a\nb', 'c\td']]),
      ...{ at, address: 10n, absent: undefined },
    };
    expect(toPlain(value)).toEqual({
      text: 'one two three',
      list: ['[31mred', 7, null, true],
      names: new Map([['a b', 'c d']]),
      ...{ at, address: 10n, absent: undefined },
    });
  });

  it('cuts with a visible mark', () => {
    expect(toPlain('x'.repeat(300))).toBe('x'.repeat(300));
    expect(toPlain('x'.repeat(301))).toBe(`${'x'.repeat(297)}...`);
  });
});

it.each([
  ['short', 5, 'short'],
  ['longer', 5, 'lo...'],
  ['see www[.]a', 10, 'see ...'],
  ['1\ud83d\ude00234', 5, '1...'],
  ['\ud83d\ude001234', 5, '\ud83d\ude00...'],
])('cutText(%j, %i) is %j', (text, most, cut) => expect(cutText(text, most)).toBe(cut));

it('joins words', () => {
  expect(['', 'a', 'a and b', 'a, b and c']).toEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joinWords));
  expect(joinFirst(['a', 'b', 'c'], 3, 'letters')).toBe('a, b and c');
  expect(joinFirst(['a', 'b', 'c', 'd'], 2, 'letters')).toBe('a, b and 2 more letters');
});
