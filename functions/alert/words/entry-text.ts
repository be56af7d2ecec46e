import { ALL_PROTOCOLS, type NetworkAclEntry, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { formatPorts } from '../../coverage/space/port-set.ts';

const PROTOCOL_NAMES: Readonly<Record<number, string>> = {
  [ALL_PROTOCOLS]: 'all',
  1: 'icmp',
  [TRANSPORTS.tcp]: 'tcp',
  [TRANSPORTS.udp]: 'udp',
  58: 'icmpv6',
};

/** The protocol by name where it is a common one, else by IANA's number. */
export function renderProtocol(protocol: number): string {
  return PROTOCOL_NAMES[protocol] ?? `protocol ${protocol}`;
}

/** An entry in one line, such as `100 allow tcp 1024-65535 0.0.0.0/0`. */
export function renderEntry({ ruleNumber, action, protocol, portRange, cidrBlock }: NetworkAclEntry): string {
  const ports = portRange ? [formatPorts([portRange])] : [];
  return [ruleNumber, action, renderProtocol(protocol), ...ports, formatCidrBlock(cidrBlock)].join(' ');
}

/** What an entry matches, such as `tcp/22`, `tcp/80-443` or `all protocols`. */
export function renderMatch({ protocol, portRange }: NetworkAclEntry): string {
  if (protocol === ALL_PROTOCOLS) return 'all protocols';
  return renderProtocol(protocol) + (portRange ? `/${formatPorts([portRange])}` : '');
}
