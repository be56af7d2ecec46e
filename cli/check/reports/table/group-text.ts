import { joinFirst } from '../../../../functions/alert/words/plain-text.ts';
import type { Paint } from '../../../terminal/terminal.ts';
import type { Group, GroupedNetworkAcl } from '../groups.ts';
import { wrap } from '../wrap.ts';
import { INDENT, LABELS } from './style.ts';

const MEMBERS_SHOWN = 6;
const ADDITIONS_SHOWN = 3;

/** How the blocks of a table are written. */
export interface BlockFormat {
  readonly paint: Paint;
  readonly width: number;
  /** Names that more than one network ACL has: their ids are shown, too. */
  readonly isAmbiguous: (name: string) => boolean;
  readonly hasRegions: boolean;
}

/** The group in a few lines: who is hit, what happens, what to add. */
export function renderGroup(group: Group, format: BlockFormat): string[] {
  const { paint, width } = format;
  const names = joinFirst(
    group.members.map(member => renderMember(member, format)),
    MEMBERS_SHOWN,
    'network ACLs',
  ).replaceAll(' and ', ', ');
  const [only] = group.members;
  const place = group.members.length === 1 && only ? renderPlace(only) : '';
  const region = format.hasRegions && group.region ? `${group.region}  ` : '';
  const { text, style } = LABELS[group.level];
  const [first = '', ...more] = wrap(`${region}${names}${place}`, width - INDENT);
  return [
    `${paint(style, text)}${' '.repeat(INDENT - text.length)}${paint('bold', first)}`,
    ...more.map(line => indent(paint('bold', line))),
    ...[group.headline, ...group.causes].flatMap(line => prose(line, width)),
    ...renderAdditions(group.additions, width),
    ...group.advice.flatMap(text => prose(text, width)),
  ];
}

/** Where to change it, of one network ACL that is managed as code. */
function renderPlace({ name, id, hasAddress, place }: GroupedNetworkAcl): string {
  const address = name !== undefined && hasAddress ? `  ${id}` : '';
  return address + (place ? `  ${place}` : '');
}

function renderMember({ name, id }: GroupedNetworkAcl, { isAmbiguous }: BlockFormat): string {
  if (name === undefined) return id;
  return isAmbiguous(name) ? `${name} (${id})` : name;
}

/** `Add  outbound 100 allow tcp 1024-65535 to 0.0.0.0/0`. */
export function renderAdditions(additions: readonly string[], width: number): string[] {
  const rest = additions.length - ADDITIONS_SHOWN;
  const shown = [
    ...additions.slice(0, ADDITIONS_SHOWN),
    ...(rest > 0 ? [`${rest} more: --fix cli prints them`] : []),
  ];
  return shown.flatMap((text, index) => {
    const lines = wrap(text, width - INDENT - 5);
    return lines.map((line, at) => indent(`${index + at === 0 ? 'Add  ' : '     '}${line}`));
  });
}

export function prose(text: string, width: number): string[] {
  return wrap(text, width - INDENT).map(indent);
}

export function indent(line: string): string {
  return ' '.repeat(INDENT) + line;
}
