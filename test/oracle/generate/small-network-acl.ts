import { ALL_ADDRESSES, BITS, type Block, type Family, toBlock } from '../address.ts';
import type { Case } from '../case.ts';
import { type Entry, TCP, UDP } from '../entry.ts';
import { type Choices, Draw } from './draw.ts';
import type { Recipe } from './network-acl.ts';
import { toPlace } from './place.ts';
import { parseRanges } from './ports.ts';

// In small cases every block is all of a family or is within one small block, so that few planned entries often do.
const HOST_BITS = 3;
const MOST_REQUESTS = 7;
const MOST_REPLIES = 6;

function toSmallBlock(family: Family): Block {
  // At the beginning, so that one address is enough to stand for the rest of the world, which begins behind it.
  return toBlock(family, 0n, BITS[family] - HOST_BITS);
}

/** All blocks that a small case, or a plan for it, may have. */
export const CANDIDATES: Readonly<Record<Family, readonly Block[]>> = {
  ipv4: [ALL_ADDRESSES.ipv4, ...blocksWithin(toSmallBlock('ipv4'))],
  ipv6: [ALL_ADDRESSES.ipv6, ...blocksWithin(toSmallBlock('ipv6'))],
};

/** All blocks within the small one, itself among them. */
function blocksWithin({ family, first, last }: Block): Block[] {
  const blocks: Block[] = [];
  for (let size = last - first + 1n; size > 0n; size /= 2n) {
    for (let at = first; at <= last; at += size) blocks.push({ family, first: at, last: at + size - 1n });
  }
  return blocks;
}

export function toSmallCase({ settings, place, ingress, egress }: Recipe): Case {
  const draw = new Draw(settings);
  const family = draw.oneOf<Family>(['ipv4', 'ipv6']);
  const required = draw.oneOf(['1024-65535', '1025-5000,32768-65535', '49152-65535']);
  const squeezed = draw.percent(40);
  const defaultAt = draw.percent(75) ? draw.between(2, 10) : undefined;
  const requests = ingress.slice(0, MOST_REQUESTS).map((choices, index) => ({
    ...drawSmallEntry(choices, false, family),
    ruleNumber: 100 + index,
  }));
  const replies = egress.slice(0, MOST_REPLIES).map((choices, index) => ({
    ...drawSmallEntry(choices, true, family),
    ruleNumber: squeezed ? 1 + ((choices[0] ?? 0) % 14) : 100 + 10 * index,
  }));
  const last = squeezed && defaultAt ? [writeOutDefault(family, defaultAt)] : [];
  return {
    settings: { required: parseRanges(required), ruleQuota: 40 },
    place: toPlace(place),
    entries: [...requests, ...[...new Map([...replies, ...last].map(one => [one.ruleNumber, one])).values()]],
  };
}

function drawSmallEntry([, ...choices]: Choices, egress: boolean, family: Family): Omit<Entry, 'ruleNumber'> {
  const draw = new Draw(choices);
  const [whole = ALL_ADDRESSES[family], ...within] = CANDIDATES[family];
  const block = draw.percent(30) ? whole : (within[draw.below(within.length)] ?? whole);
  const action = draw.percent(40) ? 'deny' : 'allow';
  const protocol = draw.weighted([
    [6, TCP],
    [1, UDP],
    [1, -1],
  ]);
  const requested = draw.oneOf(['443', '443', '22', '0-65535', '1024-65535']);
  const replied = draw.oneOf(['1024-65535', '0-65535', '1024-40000', '1025-5000', '40000-65535', '443']);
  const [ports] = parseRanges(egress ? replied : requested);
  return { egress, action, protocol, block, ports };
}

function writeOutDefault(family: Family, ruleNumber: number): Entry {
  return { ruleNumber, egress: true, action: 'deny', protocol: -1, block: ALL_ADDRESSES[family] };
}
