import { type RequiredPorts, toDeniedShare } from '../../coverage/clients.ts';
import type { Gap } from '../../coverage/gaps.ts';
import { type CidrBlock, contains, formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { toPortSet } from '../../coverage/space/port-set.ts';
import type { Impact } from '../words/impact.ts';

/** Addresses that the same gaps are about. */
export interface HitArea {
  readonly blocks: readonly CidrBlock[];
  /** All gaps at these addresses. */
  readonly gaps: readonly Gap[];
  readonly shares: Impact['shares'];
}

/**
 * The addresses of one family at which most replies are denied; undefined where there is no gap. Blocks of gaps can be
 * nested: at the inner one the outer gap denies, too.
 *
 * @param gaps - of one direction, transport and family
 * @param leading - those of them at whose addresses it is looked for: the most severe ones
 */
export function toWorstArea(
  gaps: readonly Gap[],
  required: RequiredPorts,
  leading: readonly Gap[] = gaps,
): HitArea | undefined {
  const blocks = new Map(leading.map(({ cidrBlock }) => [formatCidrBlock(cidrBlock), cidrBlock]));
  const areas = [...blocks.values()].map(block => toArea(block, gaps, required));
  const [worst] = areas.toSorted((one, other) => toWeight(other) - toWeight(one));
  if (worst === undefined) return undefined;
  const alike = areas.filter(area => toWeight(area) === toWeight(worst));
  return {
    blocks: toOutermost(alike.flatMap(area => area.blocks)),
    gaps: [...new Set(alike.flatMap(area => area.gaps))],
    shares: worst.shares,
  };
}

function toArea(block: CidrBlock, gaps: readonly Gap[], required: RequiredPorts): HitArea {
  const there = gaps.filter(({ cidrBlock }) => contains(cidrBlock, block));
  const denied = toPortSet(there.map(({ ports }) => ports));
  return {
    blocks: [block],
    gaps: there,
    shares: {
      linux: toDeniedShare('linux', denied, required),
      windows: toDeniedShare('windows', denied, required),
      nat: toDeniedShare('nat-elb-lambda', denied, required),
    },
  };
}

/** What a reader would call worse: clients that connect directly first, in whole percent; then NAT. */
export function toWeight({ shares: { linux, windows, nat } }: Pick<HitArea, 'shares'>): number {
  return Math.round(Math.max(linux, windows) * 100) * 1_000 + Math.round(nat * 100);
}

/** Without those that are inside another. */
export function toOutermost(blocks: readonly CidrBlock[]): CidrBlock[] {
  const kept: CidrBlock[] = [];
  for (const block of blocks.toSorted((one, other) => one.prefixLength - other.prefixLength)) {
    if (!kept.some(outer => contains(outer, block))) kept.push(block);
  }
  return kept;
}

/** Whether every address of the whole is in one of the parts. */
export function isFilledBy(whole: CidrBlock, parts: readonly CidrBlock[]): boolean {
  const inside = toOutermost(parts);
  if (inside.some(part => contains(part, whole))) return true;
  const filled = inside.filter(part => contains(whole, part)).reduce((sum, part) => sum + toSize(part), 0n);
  return filled === toSize(whole);
}

function toSize({ first, last }: CidrBlock): bigint {
  return last - first + 1n;
}
