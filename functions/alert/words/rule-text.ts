import {
  ALL_PROTOCOLS,
  type EntryRef,
  type NetworkAclEntry,
  TRANSPORTS,
} from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { renderProtocol } from './entry-text.ts';
import { joinFirst } from './plain-text.ts';

/** `outbound rule 110`. */
export function renderRuleName({ direction, ruleNumber }: EntryRef): string {
  return `${direction === 'egress' ? 'outbound' : 'inbound'} rule ${ruleNumber}`;
}

/** What a rule says: `allow tcp 1024-65535 to 0.0.0.0/0`, or `allow tcp/22 from 10.0.0.0/8`. */
export function renderContent(entry: NetworkAclEntry): string {
  const way = entry.direction === 'egress' ? 'to' : 'from';
  return `${entry.action} ${renderTraffic(entry)} ${way} ${formatCidrBlock(entry.cidrBlock)}`;
}

/** `outbound rule 110: allow tcp 1024-65535 to 0.0.0.0/0`. */
export function renderRule(entry: NetworkAclEntry): string {
  return `${renderRuleName(entry)}: ${renderContent(entry)}`;
}

const RULES_SHOWN = 4;

/** `outbound rules 100, 110 and 3 more`. @param refs - of one direction, at least one */
export function renderRuleNames(refs: readonly EntryRef[]): string {
  const [first] = refs;
  if (first === undefined) return 'no rule';
  if (refs.length === 1) return renderRuleName(first);
  const numbers = refs.map(({ ruleNumber }) => String(ruleNumber));
  const side = first.direction === 'egress' ? 'outbound' : 'inbound';
  return `${side} rules ${joinFirst(numbers, RULES_SHOWN, '').trimEnd()}`;
}

function renderTraffic({ protocol, portRange }: NetworkAclEntry): string {
  if (protocol === ALL_PROTOCOLS) return 'everything';
  const name = renderProtocol(protocol);
  if (portRange === undefined)
    return protocol === TRANSPORTS.tcp || protocol === TRANSPORTS.udp ? `all ${name}` : name;
  const { from, to } = portRange;
  return from === to ? `${name}/${from}` : `${name} ${from}-${to}`;
}
