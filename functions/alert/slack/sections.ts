import type { ShownDocument } from '../document/document.ts';
import { mrkdwn, type SlackBlock } from './blocks.ts';
import { cutLines, omittedLines, writtenLength } from './text.ts';

/** A titled list, to be shown as a code block. */
interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  /** Which list gets room first, where there is not enough for all: 1 before 2. */
  readonly rank: number;
}

/** Characters that Slack takes as the text of a section. */
const LONGEST_SECTION = 3_000;

/**
 * The parts of the alert that are lists, in the order in which they are read. What does not fit is cut, the least
 * important first; a line then says how much is left out.
 *
 * @param room - written characters of JSON for all of them
 */
export function renderSections(document: ShownDocument, room: number): SlackBlock[] {
  const sections = toSections(document).filter(({ lines }) => lines.some(line => line.trim() !== ''));
  const shown = new Map<Section, SlackBlock>();
  let left = room - sections.reduce((sum, section) => sum + leastLength(section), 0);
  for (const section of sections.toSorted((one, other) => one.rank - other.rank)) {
    const own = left + leastLength(section);
    const block = codeBlock(section.title, cutLines(section.lines, linesRoom(section, own)));
    shown.set(section, block);
    left = own - blockLength(block);
  }
  return sections.flatMap(section => shown.get(section) ?? []);
}

function toSections(document: ShownDocument): Section[] {
  const { kind, denied, bars, clients, changes, guard, fix } = document;
  const isFixed = kind === 'remediated';
  const chart = [...bars, ...(bars.length > 0 && clients.length > 0 ? [''] : []), ...renderClients(clients)];
  return [
    { title: isFixed ? 'What was denied' : 'Denied', lines: denied, rank: 3 },
    { title: isFixed ? 'Clients before' : 'Clients', lines: chart, rank: 2 },
    { title: 'Changed since the last alert', lines: changes, rank: 7 },
    { title: 'What the guard did', lines: guard.did, rank: 4 },
    { title: 'To fix it', lines: fix.cli, rank: 1 },
    { title: 'Notes', lines: fix.notes, rank: 6 },
    { title: 'To undo what the guard did', lines: guard.undo, rank: 5 },
  ];
}

/** Columns; a name that is longer only shifts its own line. */
const WIDEST_NAME = 40;

function renderClients(clients: ShownDocument['clients']): string[] {
  const width = Math.min(WIDEST_NAME, Math.max(...clients.map(({ name }) => name.length)));
  return clients.map(({ name, fromPort, toPort, replies }) => {
    const ports = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
    return `${name.padEnd(width)}  ${ports.padEnd(11)}  ${replies ?? 'not required'}`;
  });
}

function codeBlock(title: string, code: string): SlackBlock {
  return { type: 'section', text: mrkdwn(`*${title}*\n\`\`\`\n${code}\n\`\`\``) };
}

/** What a block adds to the payload, with the comma. */
function blockLength(block: SlackBlock): number {
  return JSON.stringify(block).length + 1;
}

/** The length of a section's block when all its lines are left out. */
function leastLength({ title, lines }: Section): number {
  return blockLength(codeBlock(title, omittedLines(lines.length)));
}

/** The room for lines that is left of a block's room, and of Slack's. */
function linesRoom({ title }: Section, room: number): number {
  const empty = codeBlock(title, '');
  const around = writtenLength(`*${title}*\n\`\`\`\n\n\`\`\``);
  return Math.min(room - blockLength(empty), LONGEST_SECTION - around);
}
