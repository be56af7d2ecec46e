import ipaddr from 'ipaddr.js';

export type AddressFamily = 'ipv4' | 'ipv6';

/** A CIDR block in canonical form: the closed interval of the addresses that share its prefix. */
export interface CidrBlock {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

export const ADDRESS_BITS = { ipv4: 32, ipv6: 128 } as const satisfies Record<AddressFamily, number>;

/** So many low bits, all set: what the addresses of a block differ in. Every operation on a bigint makes a new one. */
const HOST_BITS = Array.from({ length: 129 }, (_, count) => (1n << BigInt(count)) - 1n);

/** All addresses of a family: 0.0.0.0/0 and ::/0. */
export const UNIVERSE = {
  ipv4: toCidrBlock('ipv4', 0n, 0),
  ipv6: toCidrBlock('ipv6', 0n, 0),
} as const satisfies Record<AddressFamily, CidrBlock>;

/** The block of the given length that contains the address; bits behind the prefix are cleared. */
export function toCidrBlock(family: AddressFamily, address: bigint, prefixLength: number): CidrBlock {
  const hosts = HOST_BITS[ADDRESS_BITS[family] - prefixLength] ?? 0n;
  const last = address | hosts;
  return { family, first: last ^ hosts, last, prefixLength };
}

/**
 * Parses `10.0.0.0/8` or `2001:db8::/32`. Bits behind the prefix are cleared, as EC2 does.
 *
 * @throws RangeError that quotes the text and says what was expected
 */
export function parseCidrBlock(text: string): CidrBlock {
  // Stryker disable next-line StringLiteral,ArrayDeclaration: no other text in place of a match is an address
  const [, address = '', length = ''] = /^([\da-fA-F:.]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (ipaddr.IPv4.isValidFourPartDecimal(address) && Number(length) <= ADDRESS_BITS.ipv4) {
    return toCidrBlock('ipv4', toAddress(ipaddr.IPv4.parse(address)), Number(length));
  }
  if (ipaddr.IPv6.isValid(address) && Number(length) <= ADDRESS_BITS.ipv6) {
    return toCidrBlock('ipv6', toAddress(ipaddr.IPv6.parse(address)), Number(length));
  }
  throw new RangeError(`"${text}" is not a CIDR block such as 10.0.0.0/8 or 2001:db8::/32`);
}

function toAddress(parsed: ipaddr.IPv4 | ipaddr.IPv6): bigint {
  return parsed.toByteArray().reduce((address, byte) => (address << 8n) | BigInt(byte), 0n);
}

/** The block in EC2's notation: IPv6 addresses in the short form of RFC 5952. */
export function formatCidrBlock({ family, first, prefixLength }: CidrBlock): string {
  const bytes = Array.from({ length: ADDRESS_BITS[family] / 8 }, (_, index) =>
    Number((first >> BigInt(ADDRESS_BITS[family] - 8 * (index + 1))) & 0xffn),
  );
  return `${ipaddr.fromByteArray(bytes).toString()}/${prefixLength}`;
}

/** Whether every address of `inner` is in `outer`. Blocks of different families never contain one another. */
export function contains(outer: CidrBlock, inner: CidrBlock): boolean {
  // Of two blocks the shorter prefix decides which may contain the other: comparing bigints takes longer.
  // Stryker disable next-line ConditionalExpression: saves time, since the addresses decide, too
  if (outer.family !== inner.family || outer.prefixLength > inner.prefixLength) return false;
  // Stryker disable next-line ConditionalExpression: saves time, since the universe contains all addresses
  return outer.prefixLength === 0 || (outer.first <= inner.first && inner.last <= outer.last);
}

export function isSameBlock(a: CidrBlock, b: CidrBlock): boolean {
  return a.family === b.family && a.first === b.first && a.prefixLength === b.prefixLength;
}

/** Whether both have an address in common: one of them then contains the other. */
export function overlaps(a: CidrBlock, b: CidrBlock): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether every address of the block is in one of the others, which together may contain it. */
export function isInside(block: CidrBlock, others: readonly CidrBlock[]): boolean {
  if (others.some(other => contains(other, block))) return true;
  return others.some(other => contains(block, other)) && halves(block).every(half => isInside(half, others));
}

/** Orders blocks of one family by address; a block comes before the blocks inside it. */
export function compareBlocks(a: CidrBlock, b: CidrBlock): number {
  // Stryker disable next-line EqualityOperator: they differ
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.prefixLength - b.prefixLength;
}

/** The two blocks, one bit longer, that together make up the block. */
export function halves({ family, first, last, prefixLength }: CidrBlock): [CidrBlock, CidrBlock] {
  const low = toCidrBlock(family, first, prefixLength + 1);
  return [low, { family, first: low.last + 1n, last, prefixLength: prefixLength + 1 }];
}

/** The smallest block that contains both, which are of one family. */
export function commonBlock(a: CidrBlock, b: CidrBlock): CidrBlock {
  const shared = ADDRESS_BITS[a.family] - countBits(a.first ^ b.first);
  return toCidrBlock(a.family, a.first, Math.min(shared, a.prefixLength, b.prefixLength));
}

/** The bits that it takes to write the number; none for 0. */
function countBits(number: bigint): number {
  // Stryker disable next-line EqualityOperator: of 32 bits, all set, either way counts 32
  return number > 0xffff_ffffn ? 32 + countBits(number >> 32n) : 32 - Math.clz32(Number(number));
}

/**
 * The blocks that make up `outer` without `inner`, one for each bit of the way, in ascending order on either side:
 *
 *     outer |-----------------------|
 *     inner       |--|
 *           |-----|  |--|-----------|
 *            below    above
 */
export function without(outer: CidrBlock, inner: CidrBlock): { below: CidrBlock[]; above: CidrBlock[] } {
  const below: CidrBlock[] = [];
  const above: CidrBlock[] = [];
  for (let block = outer; block.prefixLength < inner.prefixLength; ) {
    const [low, high] = halves(block);
    const inLow = inner.first < high.first;
    if (inLow) above.push(high);
    else below.push(low);
    block = inLow ? low : high;
  }
  return { below, above: above.reverse() };
}
