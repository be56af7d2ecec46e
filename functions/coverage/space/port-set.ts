/** A closed interval of ports, both ends inclusive, 0-65535. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** A set of ports: closed ranges in ascending order, with at least one port missing between neighbours. */
export type PortSet = readonly PortRange[];

export const LAST_PORT = 65_535;
export const EVERY_PORT: PortRange = { from: 0, to: LAST_PORT };
export const ALL_PORTS: PortSet = [EVERY_PORT];
// Stryker disable next-line ArrayDeclaration: what is no range has no port in common with any
export const NO_PORTS: PortSet = [];

/** The canonical set of exactly the ports of the given ranges, in whatever order they come. */
export function toPortSet(ranges: readonly PortRange[]): PortSet {
  // A single range, or none, is canonical already.
  // Stryker disable next-line ConditionalExpression: saves time
  if (ranges.length < 2) return ranges;
  const ascending = [...ranges].sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of ascending) {
    const previous = merged.at(-1);
    if (previous !== undefined && from <= previous.to + 1) previous.to = Math.max(previous.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** The ports of both sets; `a` itself where they are the same object, as they often are. */
export function intersect(a: PortSet, b: PortSet): PortSet {
  // Stryker disable next-line ConditionalExpression: saves time
  if (a === b) return a;
  const common: PortRange[] = [];
  for (let i = 0, j = 0; ; ) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return common;
    const from = Math.max(left.from, right.from);
    const to = Math.min(left.to, right.to);
    if (from <= to) common.push({ from, to });
    // Stryker disable next-line EqualityOperator: where both end, either may go on
    if (left.to < right.to) i += 1;
    else j += 1;
  }
}

/** The ports of `a` that are not in `b`; `a` itself where they have none in common. */
export function subtract(a: PortSet, b: PortSet): PortSet {
  // Stryker disable next-line ConditionalExpression: saves time
  if (a === b) return NO_PORTS;
  let left = a;
  for (const range of b) left = remove(left, range);
  return left;
}

function remove(ports: PortSet, { from, to }: PortRange): PortSet {
  if (!hasSome(ports, { from, to })) return ports;
  const left: PortRange[] = [];
  for (const range of ports) {
    if (range.to < from || to < range.from) left.push(range);
    else {
      if (range.from < from) left.push({ from: range.from, to: from - 1 });
      if (to < range.to) left.push({ from: to + 1, to: range.to });
    }
  }
  return left;
}

/** The ports of either set; `a` itself where `b` adds none. */
export function unite(a: PortSet, b: PortSet): PortSet {
  return contains(a, b) ? a : toPortSet([...a, ...b]);
}

/** How many ports the set has. */
export function countPorts(ports: PortSet): number {
  return ports.reduce((count, { from, to }) => count + to - from + 1, 0);
}

export function isEmpty(ports: PortSet): boolean {
  return ports.length === 0;
}

/** Whether both sets have a port in common. */
export function overlaps(a: PortSet, b: PortSet): boolean {
  for (const one of a) {
    for (const other of b) if (one.from <= other.to && other.from <= one.to) return true;
  }
  return false;
}

/** Whether some port of the range is in the set. */
export function hasSome(ports: PortSet, { from, to }: PortRange): boolean {
  for (const range of ports) if (range.from <= to && from <= range.to) return true;
  return false;
}

/** Whether every port of `part` is in `whole`. */
export function contains(whole: PortSet, part: PortSet): boolean {
  for (const inner of part)
    if (!whole.some(outer => outer.from <= inner.from && inner.to <= outer.to)) return false;
  return true;
}

/** The smallest single range that contains the set; undefined for the empty set. */
export function hull(ports: PortSet): PortRange | undefined {
  const first = ports[0];
  const last = ports.at(-1);
  // Stryker disable next-line LogicalOperator: a set has both or neither
  return first && last && { from: first.from, to: last.to };
}

/** Text such as `1024-65535` or `443,1024-5000`. */
export function formatPorts(ports: PortSet): string {
  return ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/**
 * Parses a comma list of port ranges such as `1024-65535` or `1025-5000,32768-60999`.
 *
 * @throws RangeError that quotes the range at fault and says what was expected
 */
export function parsePortRanges(text: string): PortSet {
  return toPortSet(text.split(',').map(range => parsePortRange(range.trim())));
}

function parsePortRange(text: string): PortRange {
  // Stryker disable next-line ArrayDeclaration: what is in place of a match has no numbers, either
  const [, from = Number.NaN, to = Number.NaN] = /^(\d{1,5})-(\d{1,5})$/.exec(text)?.map(Number) ?? [];
  if (from <= to && to <= LAST_PORT) return { from, to };
  throw new RangeError(
    `"${text}" is not a port range FROM-TO with 0 <= FROM <= TO <= 65535, such as 1024-65535`,
  );
}
