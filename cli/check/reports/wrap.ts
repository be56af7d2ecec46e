/**
 * Breaks a text into lines between its words. A word that is longer than a line has a line of its own.
 *
 * @param width - the most characters of a line, without the indent
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && length(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map(each => each.trimEnd());
}

/** The characters that a reader sees: those beyond 16 bits count once. */
function length(text: string): number {
  return [...text].length;
}
