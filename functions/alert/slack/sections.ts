import { bold, mrkdwn, type SlackSection } from './blocks.ts';
import { cutLines, omittedLines, writtenLength } from './text.ts';

/** A titled list, to be shown as a code block. */
export interface CodeSection {
  readonly title: string;
  readonly lines: readonly string[];
  /** Which list gets room first, where there is not enough for all: 1 before 2. */
  readonly rank: number;
  /** Whether Slack shows all of it at once. */
  readonly isExpanded: boolean;
}

/** Characters that Slack takes as the text of a section. */
const LONGEST_SECTION = 3_000;

/**
 * The lists of a message, in the order in which they are read. What does not fit is cut, the least important first; a line
 * then says how much is left out.
 *
 * @param room - written characters of JSON for all of them
 */
export function renderSections(all: readonly CodeSection[], room: number): SlackSection[] {
  const sections = all.filter(({ lines }) => lines.some(line => line.trim() !== ''));
  const shown = new Map<CodeSection, SlackSection>();
  let left = room - sections.reduce((sum, section) => sum + leastLength(section), 0);
  for (const section of sections.toSorted((one, other) => one.rank - other.rank)) {
    const own = left + leastLength(section);
    const block = codeBlock(section, cutLines(section.lines, linesRoom(section, own)));
    shown.set(section, block);
    left = own - blockLength(block);
  }
  return sections.flatMap(section => shown.get(section) ?? []);
}

function codeBlock({ title, isExpanded }: CodeSection, code: string): SlackSection {
  return {
    type: 'section',
    ...(isExpanded && { expand: true }),
    text: mrkdwn(`${bold(title)}\n\`\`\`\n${code}\n\`\`\``),
  };
}

/** What a block adds to the payload, with the comma. */
function blockLength(block: SlackSection): number {
  return JSON.stringify(block).length + 1;
}

/** The length of a section's block when all its lines are left out. */
function leastLength(section: CodeSection): number {
  return blockLength(codeBlock(section, omittedLines(section.lines.length)));
}

/** The room for lines that is left of a block's room, and of Slack's. */
function linesRoom(section: CodeSection, room: number): number {
  const empty = codeBlock(section, '');
  const around = writtenLength(`${bold(section.title)}\n\`\`\`\n\n\`\`\``);
  return Math.min(room - blockLength(empty), LONGEST_SECTION - around);
}
