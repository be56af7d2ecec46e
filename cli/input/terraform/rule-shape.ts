import { parseEntries } from '../../../functions/aws/network-acl-shape.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';

/**
 * IANA's numbers of the protocols that the AWS provider takes by name (its internal/service/ec2, "protocol_map"). Others
 * are written as numbers.
 */
const PROTOCOLS: Readonly<Record<string, string>> = {
  ...{
    all: '-1',
    icmp: '1',
    igmp: '2',
    tcp: '6',
    egp: '8',
    udp: '17',
    rdp: '27',
    ipv6: '41',
    rsvp: '46',
    gre: '47',
  },
  ...{
    esp: '50',
    ah: '51',
    icmpv6: '58',
    'ipv6-icmp': '58',
    ospf: '89',
    vrrp: '112',
    pgm: '113',
    l2tp: '115',
  },
  ...{ sctp: '132', udplite: '136' },
};
/** Only their rules have ports. */
const WITH_PORTS: ReadonlySet<unknown> = new Set(['6', '17']);

/** The arguments of a rule, whichever way it is written. */
export const ARGUMENTS = {
  resources: { ruleNumber: 'rule_number', action: 'rule_action' },
  inline: { ruleNumber: 'rule_no', action: 'action' },
} as const;
export type Style = keyof typeof ARGUMENTS;

/** A rule as EC2 would list it. */
export function toEc2Rule(values: Fields, style: Style, egress: unknown): object {
  const { ruleNumber, action } = ARGUMENTS[style];
  const Protocol = toProtocol(values.protocol);
  return {
    RuleNumber: values[ruleNumber],
    Egress: egress,
    RuleAction: lowerCase(values[action]),
    Protocol,
    CidrBlock: values.cidr_block ?? undefined,
    Ipv6CidrBlock: values.ipv6_cidr_block ?? undefined,
    // The provider sends 0 for a port that is not given.
    ...(WITH_PORTS.has(Protocol) && {
      PortRange: { From: values.from_port ?? 0, To: values.to_port ?? 0 },
    }),
  };
}

/**
 * What is known of a rule of which something is not.
 *
 * @param missing - the arguments that are not known
 * @param name - what errors call the network ACL
 * @throws ParseError for a value that EC2 would not take
 */
export function toKnownPart(
  rule: object,
  missing: ReadonlySet<string>,
  name: string,
): Partial<NetworkAclEntry> {
  const given = asFields(rule);
  const isMissing = (...names: string[]) => names.some(name => missing.has(name));
  const filled = {
    ...given,
    ...(isMissing('rule_number', 'rule_no') && { RuleNumber: 1 }),
    ...(isMissing('egress') && { Egress: false }),
    ...(isMissing('rule_action', 'action') && { RuleAction: 'allow' }),
    ...(isMissing('protocol') && { Protocol: '-1' }),
    ...(isMissing('cidr_block', 'ipv6_cidr_block') && { CidrBlock: '0.0.0.0/0', Ipv6CidrBlock: undefined }),
    ...(isMissing('from_port', 'to_port', 'protocol') && { PortRange: undefined }),
  };
  const [entry] = parseEntries([filled], name);
  if (entry === undefined) return {};
  return {
    ...(!isMissing('rule_number', 'rule_no') && { ruleNumber: entry.ruleNumber }),
    ...(!isMissing('egress') && { direction: entry.direction }),
    ...(!isMissing('rule_action', 'action') && { action: entry.action }),
    ...(!isMissing('protocol') && { protocol: entry.protocol }),
    ...(!isMissing('cidr_block', 'ipv6_cidr_block') && { cidrBlock: entry.cidrBlock }),
    ...(entry.portRange && { portRange: entry.portRange }),
  };
}

const COUNTING: readonly string[] = [
  ...['rule_number', 'rule_no', 'egress', 'rule_action', 'action', 'protocol'],
  ...['cidr_block', 'ipv6_cidr_block', 'from_port', 'to_port'],
];

/** The arguments that are known only after apply and that decide about packets. */
export function toMissing(values: Fields, unknown: Fields): Set<string> {
  const missing = new Set(COUNTING.filter(name => unknown[name] === true));
  const hasPorts = missing.has('protocol') || WITH_PORTS.has(toProtocol(values.protocol));
  if (!hasPorts) for (const port of ['from_port', 'to_port']) missing.delete(port);
  return missing;
}

function toProtocol(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return value;
  const name = value.toLowerCase();
  return Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : value;
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
