import { type CidrBlock, parseCidrBlock } from './space/cidr-block.ts';

/** Addresses that the internet does not reach: RFC 1918, RFC 6598 (carrier NAT) and RFC 4193 (unique local IPv6). */
export const PRIVATE_BLOCKS: readonly CidrBlock[] = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
].map(parseCidrBlock);
