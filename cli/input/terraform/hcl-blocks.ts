/** A `resource` block of HCL. */
export interface HclBlock {
  readonly type: string;
  readonly name: string;
  /** Of its first line, from 1. */
  readonly line: number;
  /** What a comment above or in the block gives as the reason to ignore it; undefined: no such comment. */
  readonly ignored: string | undefined;
}

const HEADER = /^\s*resource\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{/;
const COMMENT = /^\s*(?:#|\/\/)/;
const IGNORE = /^\s*(?:#|\/\/)\s*nacl-ephemeral-guard:\s*ignore\b[:\s]*(.*?)\s*$/;
/** What hides brackets: strings, and comments to the end of the line. */
const HIDDEN = /"(?:[^"\\]|\\.)*"|#.*$|\/\/.*$/g;

/** The `resource` blocks of a file, as far as their lines show: nothing is evaluated. */
export function findBlocks(text: string): HclBlock[] {
  const lines = text.split(/\r?\n/);
  const blocks: HclBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, type, name] = HEADER.exec(lines[index] ?? '') ?? [];
    if (type === undefined || name === undefined) continue;
    const end = findEnd(lines, index);
    const around = [...commentsAbove(lines, index), ...lines.slice(index, end + 1)];
    blocks.push({ type, name, line: index + 1, ignored: toReason(around) });
    index = end;
  }
  return blocks;
}

/** The line in which as many brackets are closed as were opened. */
function findEnd(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const visible = (lines[index] ?? '').replaceAll(HIDDEN, '');
    depth += visible.split('{').length - visible.split('}').length;
    if (depth <= 0) return index;
  }
  return lines.length - 1;
}

function commentsAbove(lines: readonly string[], start: number): string[] {
  let first = start;
  while (first > 0 && COMMENT.test(lines[first - 1] ?? '')) first -= 1;
  return lines.slice(first, start);
}

function toReason(lines: readonly string[]): string | undefined {
  return lines.map(line => IGNORE.exec(line)?.[1]).find(reason => reason !== undefined);
}
