import type { Fields } from '../../../functions/parsing/structures.ts';
import type { Deciding, WrittenRule } from '../partial-rule.ts';

/**
 * IANA's numbers of the protocols that the AWS provider takes by name (its internal/service/ec2, network ACL protocols).
 * Others are written as numbers.
 */
const PROTOCOLS: Readonly<Record<string, string>> = {
  ...{ all: '-1', icmp: '1', igmp: '2', tcp: '6', egp: '8', udp: '17', rdp: '27', ipv6: '41', rsvp: '46' },
  ...{ gre: '47', esp: '50', ah: '51', icmpv6: '58', 'ipv6-icmp': '58', ospf: '89', vrrp: '112', pgm: '113' },
  ...{ l2tp: '115', sctp: '132', udplite: '136' },
};
/** Only their rules have ports. */
const WITH_PORTS: ReadonlySet<unknown> = new Set(['6', '17']);

/** The arguments of a rule, and what EC2 calls them. */
const SHARED = {
  protocol: 'Protocol',
  cidr_block: 'CidrBlock',
  ipv6_cidr_block: 'Ipv6CidrBlock',
  from_port: 'PortRange',
  to_port: 'PortRange',
} as const satisfies Record<string, Deciding>;
const ARGUMENTS = {
  resources: { ...SHARED, rule_number: 'RuleNumber', rule_action: 'RuleAction', egress: 'Egress' },
  inline: { ...SHARED, rule_no: 'RuleNumber', action: 'RuleAction' },
} as const;

/** How a rule is written: as a resource of its own, or as a block inside the network ACL. */
export type Style = keyof typeof ARGUMENTS;

/** A rule as EC2 would list it. */
export function toEc2Rule(values: Fields, style: Style, egress: unknown): WrittenRule['rule'] {
  const Protocol = toProtocol(values.protocol);
  return {
    RuleNumber: style === 'inline' ? values.rule_no : values.rule_number,
    Egress: egress,
    RuleAction: lowerCase(style === 'inline' ? values.action : values.rule_action),
    Protocol,
    CidrBlock: values.cidr_block ?? undefined,
    Ipv6CidrBlock: values.ipv6_cidr_block ?? undefined,
    // The provider sends 0 for a port that is not given.
    ...(WITH_PORTS.has(Protocol) && { PortRange: { From: values.from_port ?? 0, To: values.to_port ?? 0 } }),
  };
}

/**
 * What of a rule is known only after apply.
 *
 * @param unknown - `true` for each argument that is
 * @param expressionOf - what gives an argument
 */
export function toMissing(
  values: Fields,
  unknown: Fields,
  style: Style,
  expressionOf: (argument: string) => string,
): Map<Deciding, string> {
  const missing = new Map<Deciding, string>();
  for (const [argument, field] of Object.entries(ARGUMENTS[style]))
    if (unknown[argument] === true) missing.set(field, expressionOf(argument));
  const hasPorts = missing.has('Protocol') || WITH_PORTS.has(toProtocol(values.protocol));
  if (!hasPorts) missing.delete('PortRange');
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
