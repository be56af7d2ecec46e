import {
  ADDRESS_BITS,
  type AddressFamily,
  type CidrBlock,
  parseCidrBlock,
} from '../coverage/space/cidr-block.ts';
import type { Definition, Leaf } from '../parsing/definition.ts';
import { optional } from '../parsing/structures.ts';
import { textParsedBy } from '../parsing/text-values.ts';

const FAMILIES: Readonly<Record<AddressFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** A CIDR block of one family, as text. */
export function block(family: AddressFamily): Leaf<CidrBlock> {
  return textParsedBy(`an ${FAMILIES[family]} CIDR block`, text => {
    const parsed = parseCidrBlock(text);
    return parsed.family === family ? parsed : undefined;
  });
}

/** A single address of one family, as text; its block holds nothing else. */
export function address(family: AddressFamily): Leaf<CidrBlock> {
  return textParsedBy(`an ${FAMILIES[family]} address`, text => {
    const parsed = parseCidrBlock(`${text}/${ADDRESS_BITS[family]}`);
    return parsed.family === family ? parsed : undefined;
  });
}

/** A text that may be absent; other tools write an absent one as an empty text. */
export function optionalText<T>(leaf: Leaf<T>): Definition<T | undefined> {
  const present = optional(leaf);
  return {
    ...present,
    parse: (value, field) => (value === '' ? undefined : present.parse(value, field)),
  };
}
