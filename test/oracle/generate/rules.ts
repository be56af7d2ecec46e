import { ALL_ADDRESSES, type Family } from '../address.ts';
import type { Rule, Source } from '../case.ts';
import { ALL_PROTOCOLS, type Range, TCP, UDP } from '../entry.ts';
import { drawUsualBlock } from './blocks.ts';
import type { Draw } from './draw.ts';
import { drawPorts, parseRanges } from './ports.ts';

export const GROUP_IDS = ['a', 'b', 'c'] as const;
export const READABLE_LIST = 'pl-1';

const WIDE_RANGES = '0-65535,1024-65535,32768-65535,49152-65535,32768-60999,1025-65535,30000-32767,1-61000';

/** An inbound rule of a security group. */
export function drawRule(draw: Draw): Rule {
  const protocol = draw.weighted([
    [62, TCP],
    [22, UDP],
    [14, ALL_PROTOCOLS],
    [2, 1],
  ]);
  const ports = drawRulePorts(draw);
  const source = drawSource(draw);
  return protocol === ALL_PROTOCOLS || draw.percent(3) ? { protocol, source } : { protocol, ports, source };
}

function drawRulePorts(draw: Draw): Range {
  const wide = parseRanges(WIDE_RANGES);
  const range = wide[draw.below(wide.length)];
  const other = drawPorts(draw, 10);
  return draw.percent(30) && range !== undefined ? range : other;
}

function drawSource(draw: Draw): Source {
  const family: Family = draw.percent(25) ? 'ipv6' : 'ipv4';
  const block = drawUsualBlock(draw, family);
  const groupId = draw.oneOf([...GROUP_IDS, 'd']);
  return draw.weighted<Source>([
    [30, { kind: 'cidr', block }],
    [30, { kind: 'cidr', block: ALL_ADDRESSES[family] }],
    [22, { kind: 'group', groupId }],
    [5, { kind: 'prefix-list', prefixListId: READABLE_LIST }],
    [3, { kind: 'prefix-list', prefixListId: 'pl-2' }],
    [3, { kind: 'group', groupId: 'peer', vpcId: 'vpc-2', peeringStatus: 'active' }],
    [3, { kind: 'group', groupId: 'peer', vpcId: 'vpc-2', peeringStatus: 'deleted' }],
    [2, { kind: 'group', groupId: 'peer', vpcId: 'vpc-2' }],
    [2, { kind: 'group', groupId, vpcId: 'vpc-1' }],
  ]);
}
