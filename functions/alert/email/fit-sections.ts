/** A section of an email: a paragraph, or a list. Sections are apart by an empty line. */
const APART = '\n\n';
const INDENT = '  ';

/** Without it, an operator could not remove what the guard added. */
const UNDO = /^ *aws ec2 delete-network-acl-entry /m;

/**
 * The text such that it has at most so many bytes: the longest lists are left out whole, each with a line that says so. Half
 * a list of commands could open too much. The commands that undo what the guard did are always there.
 *
 * @param toBytes - of the text as it is sent
 */
export function fitSections(text: string, most: number, toBytes: (text: string) => number): string {
  const sections = text.split(APART);
  const longestFirst = [...sections.entries()]
    .filter(([, section]) => section.trimEnd().includes('\n') && !UNDO.test(section))
    .toSorted(([, one], [, other]) => other.length - one.length);
  for (const [index, section] of longestFirst) {
    if (toBytes(sections.join(APART)) <= most) break;
    sections[index] = leaveOut(section);
  }
  return sections.join(APART);
}

/** The title of a list stays; code has none. */
function leaveOut(section: string): string {
  const lines = section.trimEnd().split('\n');
  const titles = section.startsWith(INDENT) ? [] : lines.slice(0, 1);
  const count = lines.length - titles.length;
  const note = `${INDENT}${count} lines are left out: this message would be too long.`;
  return [...titles, note, ...(section.endsWith('\n') ? [''] : [])].join('\n');
}
