/** A section of an email: its title, and its lines. Sections are apart by an empty line. */
const APART = '\n\n';

/**
 * The text such that it has at most so many bytes: the longest sections are left out whole, each with a line that says so.
 * Half a list of commands could open too much.
 *
 * @param toBytes - of the text as it is sent
 */
export function fitSections(text: string, most: number, toBytes: (text: string) => number): string {
  const sections = text.split(APART);
  for (let left = sections.length; left > 0 && toBytes(sections.join(APART)) > most; left -= 1) {
    const longest = Math.max(...sections.map(section => section.length));
    const index = sections.findIndex(section => section.length === longest);
    sections[index] = leaveOut(sections[index] ?? '');
  }
  return sections.join(APART);
}

function leaveOut(section: string): string {
  const [title = '', ...lines] = section.split('\n');
  return `${title}\n  ${lines.length} lines are left out: this message would be too long.`;
}
