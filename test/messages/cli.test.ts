import { describe, expect, it } from 'vitest';
import { findReplacedWords } from '../docs/replaced-words.ts';
import { literalsIn, literalsOf } from './literals.ts';

/** A text that a user may read: more than one word, or a sentence. */
const MESSAGE = /[A-Za-z]{2}[^A-Za-z]*[ ,:;.][^A-Za-z]*[A-Za-z…]|…[^A-Za-z]* [^A-Za-z]*[A-Za-z]|[a-z]\.\n?$/;
/** Paths, names and ARNs, which only look like texts. */
const CODE = /^([\w./@-]+|[\w-]+:[\w.…]+|AWS::.+|arn:\S+)$/;

/** Words in a sentence, where an ellipsis is a value. */
const LONGEST = 22;

const messages = [...literalsIn('cli/**/*.ts', ['cli/aws-stand-in/**', 'cli/pictures/**'])].flatMap(
  ([file, literals]) =>
    literals.filter(text => MESSAGE.test(text) && !CODE.test(text)).map(text => ({ file, text })),
);

describe('the messages of the programs', () => {
  it('are all in one table', async () => {
    const files = Map.groupBy(messages, ({ file }) => file);
    const sections = [...files].map(([file, found]) => {
      const texts = new Set(found.map(({ text }) => text));
      return `${file}\n${[...texts].map(toRow).join('')}`;
    });
    await expect(sections.join('\n')).toMatchFileSnapshot('cli-messages.txt');
  });

  it('have plain words', () => {
    expect(messages.filter(({ text }) => findReplacedWords(text).length > 0)).toEqual([]);
  });

  it('have short sentences', () => {
    const sentences = messages
      .filter(({ text }) => !text.startsWith('usage:'))
      .flatMap(({ file, text }) =>
        text.split(/[.:;]\s|\n\n| -> |<[^>]*>/).map(sentence => ({ file, sentence })),
      );
    expect(sentences.filter(({ sentence }) => sentence.trim().split(/\s+/).length > LONGEST)).toEqual([]);
  });
});

/** One line for each message; the lines of a longer text are indented. */
function toRow(text: string): string {
  return `  ${text.trimEnd().replaceAll('\n', '\n  | ')}\n`;
}

it.each<[string, string, string[]]>([
  ['strings', `a('one', "two") // 'no'`, ['one', 'two']],
  ['escapes', String.raw`'it\'s\n'`, ["it's\n"]],
  ['templates', `a(\`x \${b} y\`)`, ['x … y']],
  ['templates in templates', `a(\`x \${b ? \`in \${c}\` : "else"} y\`)`, ['x … y', 'in …', 'else']],
  ['comments', `/* 'no' */ 'yes'`, ['yes']],
  ['regular expressions', `a(/'/, b / 2, 'yes')`, ['yes']],
  ['braces in values', `a(\`\${b({ c: 1 })}!\`)`, ['…!']],
])('the literals of a source: %s', (_, source, expected) => {
  expect(literalsOf(source)).toEqual(expected);
});
