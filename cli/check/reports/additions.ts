import { renderProtocol } from '../../../functions/alert/words/entry-text.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { formatPorts } from '../../../functions/coverage/space/port-set.ts';

/** `allow tcp 1024-65535 to 0.0.0.0/0`: a missing rule without its number. */
export function renderMatchOf({
  direction,
  action,
  protocol,
  portRange,
  cidrBlock,
}: NetworkAclEntry): string {
  const ports = portRange ? [formatPorts([portRange])] : [];
  const preposition = direction === 'egress' ? 'to' : 'from';
  return [action, renderProtocol(protocol), ...ports, preposition, formatCidrBlock(cidrBlock)].join(' ');
}

/** `outbound 100 allow tcp 1024-65535 to 0.0.0.0/0`. */
export function renderAddition(entry: NetworkAclEntry): string {
  return `${sideOf(entry)} ${entry.ruleNumber} ${renderMatchOf(entry)}`;
}

export function sideOf({ direction }: Pick<NetworkAclEntry, 'direction'>): 'inbound' | 'outbound' {
  return direction === 'egress' ? 'outbound' : 'inbound';
}
