import {
  ADDRESS_BITS,
  type AddressFamily,
  type CidrBlock,
  parseCidrBlock,
} from '../../coverage/space/cidr-block.ts';
import type { Described } from './described.ts';

const FAMILIES: Readonly<Record<AddressFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/**
 * The CIDR block of a field.
 *
 * @param family - undefined: of either
 * @throws ExposureShapeError
 */
export function requireBlock(described: Described, field: string, family?: AddressFamily): CidrBlock {
  return optionalBlock(described, field, family) ?? described.fail(field, toExpected(family));
}

/** The CIDR block of a field that may be absent or empty. @throws ExposureShapeError */
export function optionalBlock(
  described: Described,
  field: string,
  family?: AddressFamily,
): CidrBlock | undefined {
  const text = described.text(field);
  if (!text) return undefined;
  const block = parseOrUndefined(text);
  if (block !== undefined && (family === undefined || block.family === family)) return block;
  return described.fail(field, toExpected(family));
}

/** The single address of a field that may be absent or empty, as a block. @throws ExposureShapeError */
export function optionalAddress(
  described: Described,
  field: string,
  family: AddressFamily,
): CidrBlock | undefined {
  const text = described.text(field);
  if (!text) return undefined;
  const block = parseOrUndefined(`${text}/${ADDRESS_BITS[family]}`);
  return block?.family === family ? block : described.fail(field, `an ${FAMILIES[family]} address`);
}

function toExpected(family: AddressFamily | undefined): string {
  return family === undefined ? 'a CIDR block' : `an ${FAMILIES[family]} CIDR block`;
}

function parseOrUndefined(text: string): CidrBlock | undefined {
  try {
    return parseCidrBlock(text);
  } catch {
    return undefined;
  }
}
