import { findReplacedWords } from '../../docs/replaced-words.ts';

const LONGEST_SUBJECT = 99;
/** Outlook joins a line of so many characters with the next one, unless it ends with a punctuation mark. */
const JOINED_FROM = 40;
const LONGEST_SENTENCE = 20;
/** Characters of a line of the details or of a list, which a phone wraps to three. */
const LONGEST_DETAIL = 110;
/** Lines that hold what others chose, or what has to be copied as it is. */
const VERBATIM = /aws ec2|https:\/\/|arn:/;

/**
 * What would keep an operator from reading the email, in any mail program.
 *
 * @param headlines - sentences that may be longer: they name services, clients, addresses and what is behind
 */
export function findEmailFaults(subject: string, text: string, headlines = 1): string[] {
  const lines = text.trimEnd().split('\n');
  return [
    ...(/[^ -~\n]/.test(subject + text) ? ['the email has characters beside ASCII'] : []),
    ...(subject.length > LONGEST_SUBJECT ? [`the subject has ${subject.length} characters`] : []),
    ...lines.flatMap((line, index) => findLineFaults(line, lines[index + 1] ?? '', index < headlines)),
  ];
}

function findLineFaults(line: string, next: string, isHeadline: boolean): string[] {
  const isIndented = line.startsWith('  ');
  const isJoined = line.length >= JOINED_FROM && !isIndented && !/[.?!:]$/.test(line) && next !== '';
  const sentences = isIndented || isHeadline ? [] : line.split(/(?<=[.?!:])\s+/);
  const isDetail = isIndented && !VERBATIM.test(line);
  return [
    ...(isJoined ? [`Outlook joins: ${line}`] : []),
    ...sentences.filter(hasManyWords).map(sentence => `a sentence is long: ${sentence}`),
    ...(!VERBATIM.test(line) && findReplacedWords(line).length > 0 ? [`a word is hard: ${line}`] : []),
    ...(isDetail && line.length > LONGEST_DETAIL ? [`a line has ${line.length} characters: ${line}`] : []),
  ];
}

function hasManyWords(sentence: string): boolean {
  return sentence.split(/\s+/).filter(Boolean).length > LONGEST_SENTENCE;
}
