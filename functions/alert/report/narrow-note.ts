import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { contains, formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { GapAlert } from '../../review/words/alert.ts';
import { renderPortsOf } from '../words/service-text.ts';

/** Why the rule is narrower than the one that lets clients in: without a reason, a reader would widen it. */
export function toNarrowNote(
  { impacts, networkAcl }: GapAlert,
  entries: readonly NetworkAclEntry[],
): string[] {
  const [entry, ...others] = entries;
  const [impact] = impacts;
  const [group, ...groups] = impact?.groups.shown ?? [];
  const isOne = others.length + groups.length + (impact?.groups.omitted ?? 0) === 0;
  if (entry === undefined || impact === undefined || group === undefined || !isOne) return [];
  const block = formatCidrBlock(entry.cidrBlock);
  const [service, ...services] = group.services;
  const isThere = group.sources.shown.length === 1 && group.sources.shown[0] === block;
  const isWider = networkAcl.entries.some(
    ({ direction, ruleNumber, cidrBlock }) =>
      direction !== entry.direction &&
      impact.admittedBy.shown.includes(ruleNumber) &&
      cidrBlock.prefixLength < entry.cidrBlock.prefixLength &&
      contains(cidrBlock, entry.cidrBlock),
  );
  if (!isThere || !isWider || service === undefined) return [];
  const what = services.length === 0 ? renderPortsOf(impact.transport, service) : 'these services';
  return [`${block} is enough: security group ${group.name || group.id} accepts ${what} only from there.`];
}
