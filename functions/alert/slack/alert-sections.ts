import { showsBefore } from '../../review/words/alert-kind.ts';
import type { ShownDocument } from '../document/document.ts';
import { LEGEND } from '../words/coverage-bar.ts';
import { plainLines, type SlackSection } from './blocks.ts';
import type { CodeSection } from './sections.ts';

type Steps = NonNullable<ShownDocument['fix']['steps']>;

/** The rules to add, and the commands: what an operator acts on first. */
export function toActions(document: ShownDocument): CodeSection[] {
  const { fix, guard } = document;
  const undo = { title: 'To undo what the guard did', lines: guard.undo, rank: 3, isExpanded: true };
  if (fix.steps === undefined)
    return [{ title: 'To fix it', lines: fix.cli, rank: 1, isExpanded: true }, undo];
  const steps = fix.steps.filter(({ kind }) => ACTIONS.includes(kind));
  const rank = (kind: string) => (kind === 'undo' ? 3 : 1);
  return steps.map(({ kind, intro, lines }) => ({
    title: toTitle(kind, intro),
    ...{ lines, rank: rank(kind), isExpanded: true },
  }));
}

/** Where the steps before it have no place, a step is the first. */
function toTitle(kind: string, intro: string): string {
  if (intro === '') return kind === 'all' ? 'Rules' : 'With the AWS CLI';
  return intro.replace(/^Or w/, 'W');
}

const ACTIONS: readonly string[] = ['cli', 'all', 'undo', 'mute'];

/** Code for the tool of the change; it may fold. */
export function toCode(document: ShownDocument): CodeSection[] {
  return toCodeSteps(document).map(({ intro, lines }) => ({
    ...{ title: intro, lines, rank: 4, isExpanded: false },
  }));
}

/** Sentences about the code. */
export function toCodeNotes(document: ShownDocument): SlackSection[] {
  const notes = toCodeSteps(document).flatMap(step => step.notes);
  const text = plainLines(notes, 1_000);
  return text.text === '' ? [] : [{ type: 'section', text }];
}

function toCodeSteps({ fix }: ShownDocument): Steps {
  return (fix.steps ?? []).filter(({ kind }) => kind === 'terraform' || kind === 'cloudformation');
}

/** The bars with their legend, and the table of clients. */
export function toChart({ kind, bars, clients }: ShownDocument): CodeSection[] {
  const lines = [...bars, ...(bars.length > 0 ? [LEGEND] : [])];
  const gap = lines.length > 0 && clients.length > 0 ? [''] : [];
  const title = showsBefore(kind) ? 'Replies by client port, before' : 'Replies by client port';
  return [{ title, lines: [...lines, ...gap, ...renderClients(clients)], rank: 5, isExpanded: false }];
}

/** What is denied, where no other part says so, and what differs from the last alert. */
export function toLists(document: ShownDocument): CodeSection[] {
  const { changes, denied, details, guard } = document;
  const isOld = details === undefined;
  return [
    { title: 'Since the last alert', lines: changes, rank: 6, isExpanded: false },
    { title: 'Denied', lines: isOld ? denied : [], rank: 7, isExpanded: false },
    { title: 'What the guard did', lines: isOld ? guard.did : [], rank: 8, isExpanded: false },
  ];
}

/** Columns; a name that is longer only shifts its own line. */
const WIDEST_NAME = 40;

function renderClients(clients: ShownDocument['clients']): string[] {
  const names = clients.map(({ name, fromPort, toPort }) => {
    const ports = fromPort === toPort ? `${fromPort}` : `${fromPort}-${toPort}`;
    return `${name} ${ports}`;
  });
  const width = Math.min(WIDEST_NAME, Math.max(...names.map(name => name.length)));
  return clients.map((client, index) => `${(names[index] ?? '').padEnd(width)}  ${renderReplies(client)}`);
}

/** What a later version says of replies is shown as it is. */
const KNOWN_REPLIES: readonly string[] = ['allowed', 'partial', 'blocked'];

function renderReplies({ replies, deniedShare }: ShownDocument['clients'][number]): string {
  if (replies === null) return 'not required';
  const isKnown = KNOWN_REPLIES.includes(replies);
  if (!isKnown || deniedShare === undefined || deniedShare === null) return replies;
  if (deniedShare > 0 && deniedShare < 0.01) return 'below 1% blocked';
  return deniedShare > 0.99 && deniedShare < 1
    ? 'above 99% blocked'
    : `${Math.round(deniedShare * 100)}% blocked`;
}
