import { describe, expect, it } from 'vitest';
import { findEmailFaults } from './email-faults.ts';

describe('the check of emails', () => {
  it.each([
    ['characters beside ASCII', '[high] a', 'Zürich.', 'the email has characters beside ASCII'],
    ['a subject that SNS refuses', 'x'.repeat(100), 'One.', 'the subject has 100 characters'],
    ['lines that Outlook joins', 'a', `Head.\n${'ab'.repeat(20)} b\nc.`, /^Outlook joins/],
    ['a long sentence', 'a', `Head.\n${'word '.repeat(21)}end.`, /^a sentence is long/],
    ['a hard word', 'a', 'Head.\nNobody knows.', /^a word is hard/],
    ['a long detail', 'a', `Head.\n  ${'a'.repeat(120)}`, /^a line has 122 characters/],
  ])('finds %s', (_, subject, text, fault) => {
    expect(findEmailFaults(subject, text)).toEqual([expect.stringMatching(fault)]);
  });

  it('takes commands, links and a headline of any length', () => {
    const text = `${'word '.repeat(30)}end.\n\n  aws ec2 ${'x '.repeat(90)}\n  https://${'x'.repeat(120)}\n`;
    expect(findEmailFaults('[high] a', text)).toEqual([]);
  });
});
