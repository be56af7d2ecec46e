/** Addresses for the oracle: plain integers, parsed here, so that a mistake of the engine's CIDR library shows. */

export type Family = 'ipv4' | 'ipv6';

export const FAMILIES = ['ipv4', 'ipv6'] as const;
export const BITS = { ipv4: 32, ipv6: 128 } as const;

export const LAST_ADDRESS = { ipv4: 2n ** 32n - 1n, ipv6: 2n ** 128n - 1n } as const;

/** The addresses that share a prefix; both ends inclusive. */
export interface Block {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

export function toBlock(family: Family, address: bigint, prefixLength: number): Block {
  const size = 1n << BigInt(BITS[family] - prefixLength);
  const first = (address / size) * size;
  return { family, first, last: first + size - 1n };
}

export const ALL_ADDRESSES = { ipv4: toBlock('ipv4', 0n, 0), ipv6: toBlock('ipv6', 0n, 0) } as const;

/** Reads `10.0.0.0/8` or `2001:db8::/32`; address bits behind the prefix are cleared. */
export function parseBlock(text: string): Block {
  const [address = '', length = ''] = text.split('/');
  return address.includes(':')
    ? toBlock('ipv6', parseIpv6(address), Number(length))
    : toBlock('ipv4', joinDigits(address.split('.').map(Number), 256n), Number(length));
}

function parseIpv6(text: string): bigint {
  const [left = '', right] = text.split('::');
  const head = toGroups(left);
  const tail = toGroups(right ?? '');
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return joinDigits([...head, ...zeros, ...tail], 65_536n);
}

function toGroups(text: string): number[] {
  return text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16));
}

function joinDigits(digits: readonly number[], base: bigint): bigint {
  return digits.reduce((number, digit) => number * base + BigInt(digit), 0n);
}

function splitDigits(number: bigint, base: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Number((number / base ** BigInt(count - 1 - index)) % base),
  );
}

export function formatBlock(block: Block): string {
  return `${formatAddress(block.family, block.first)}/${prefixLengthOf(block)}`;
}

export function prefixLengthOf({ family, first, last }: Block): number {
  return BITS[family] - ((last - first + 1n).toString(2).length - 1);
}

export function formatAddress(family: Family, address: bigint): string {
  if (family === 'ipv4') return splitDigits(address, 256n, 4).join('.');
  const groups = splitDigits(address, 65_536n, 8).map(group => group.toString(16));
  const zeros = groups.findLastIndex(group => group !== '0') + 1;
  return zeros < 7 ? `${groups.slice(0, zeros).join(':')}::` : groups.join(':');
}

export function isAll({ family, first, last }: Block): boolean {
  return first === 0n && last === LAST_ADDRESS[family];
}

export function holdsAddress(block: Block, address: bigint): boolean {
  return block.first <= address && address <= block.last;
}

export function sameBlock(a: Block, b: Block): boolean {
  return a.family === b.family && a.first === b.first && a.last === b.last;
}

export function containsBlock(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the blocks share an address. */
export function blocksMeet(a: Block, b: Block): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}
