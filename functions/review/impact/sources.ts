import type { Gap } from '../../coverage/gaps.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { toMatch } from '../../coverage/network-acl-entry.ts';
import { type CidrBlock, compareBlocks, formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { Impact } from '../words/impact.ts';
import { type HitArea, isFilledBy, toOutermost } from './areas.ts';
import { toListed } from './listed.ts';

/** CIDR blocks that an impact names. */
const MOST_BLOCKS = 4;

/** The request entries that let the clients in. */
export function toAdmitting(
  { entries }: Pick<NetworkAcl, 'entries'>,
  gaps: readonly Gap[],
): NetworkAclEntry[] {
  return entries.filter(({ direction, ruleNumber }) =>
    gaps.some(gap => gap.direction !== direction && gap.admittedBy.includes(ruleNumber)),
  );
}

/**
 * Where the clients are, in the words of the rules that let them in: what a request rule denies in between is no client.
 *
 * @param gaps - all that count, of one direction, transport and family
 * @param own - of the network ACL's subnets: what stays inside a subnet passes no network ACL
 */
export function toSources(
  area: HitArea,
  gaps: readonly Gap[],
  networkAcl: Pick<NetworkAcl, 'entries'>,
  own: readonly CidrBlock[],
): Pick<Impact, 'sources' | 'isOnlyThere'> {
  const [{ protocol, cidrBlock }] = area.gaps as readonly [Gap, ...Gap[]];
  const admitting = toAdmitting(networkAcl, area.gaps).filter(
    entry => entry.cidrBlock.family === cidrBlock.family,
  );
  const denied = networkAcl.entries.filter(
    entry =>
      entry.action === 'deny' &&
      admitting.some(
        ({ direction, ruleNumber }) => direction === entry.direction && ruleNumber > entry.ruleNumber,
      ) &&
      toMatch(entry, protocol) !== undefined,
  );
  const refused = [...denied.map(entry => entry.cidrBlock), ...own].filter(
    ({ family }) => family === cidrBlock.family,
  );
  const isHit = (block: CidrBlock, hit: readonly CidrBlock[]) => isFilledBy(block, [...hit, ...refused]);
  const whole = admitting.map(entry => entry.cidrBlock).filter(block => isHit(block, area.blocks));
  const blocks = toOutermost([...whole, ...area.blocks]).toSorted(compareBlocks);
  const isAnywhere = blocks.some(({ prefixLength }) => prefixLength === 0);
  const hit = gaps.map(gap => gap.cidrBlock);
  const isElsewhere = admitting.some(entry => !isHit(entry.cidrBlock, hit));
  const isAllHit = hit.every(block => isFilledBy(block, blocks));
  return {
    sources: toListed(isAnywhere ? [] : blocks.map(formatCidrBlock), MOST_BLOCKS),
    isOnlyThere: !isAnywhere && isElsewhere && isAllHit,
  };
}
