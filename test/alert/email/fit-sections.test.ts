import { expect, it } from 'vitest';
import { fitSections } from '../../../functions/alert/email/fit-sections.ts';

const numbered = (count: number, toLine: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `  ${toLine(index)}`).join('\n');
const CREATE = numbered(8, index => `aws ec2 create-network-acl-entry --rule-number ${index}`);
const UNDO = numbered(20, index => `aws ec2 delete-network-acl-entry --rule-number ${index}`);
const DETAILS = `Details:\n${numbered(3, index => `Label ${index}: text`)}`;
const CLOSING = `To mute it, set its tag. Alert 0123456789abcdef.\n`;
const EMAIL = ['All SSH connections time out.', CREATE, UNDO, DETAILS, CLOSING].join('\n\n');

const toSections = (most: number) => fitSections(EMAIL, most, text => text.length).split('\n\n');
const NOTE = 'lines are left out: this message would be too long.';

it.each<[string, number, readonly string[]]>([
  ['of just so many bytes stays as it is', EMAIL.length, [CREATE, UNDO, DETAILS]],
  ['with a byte too many has no list of commands', EMAIL.length - 1, [`  8 ${NOTE}`, UNDO, DETAILS]],
  ['keeps the undo and the titles, however long it is', 0, [`  8 ${NOTE}`, UNDO, `Details:\n  3 ${NOTE}`]],
])('an email %s', (_, most, expected) => {
  expect(toSections(most)).toEqual(['All SSH connections time out.', ...expected, CLOSING]);
});
