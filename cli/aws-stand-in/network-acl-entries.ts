import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import ipaddr from 'ipaddr.js';
import { ServiceError } from './answer.ts';
import { invalidValue } from './query-form.ts';

/** The rule numbers that a caller may use; above them are the default rules. */
export const RULE_NUMBERS = { least: 1, most: 32_766 } as const;

const DENY_ALL = { Protocol: '-1', RuleAction: 'deny' } as const;
const DIRECTIONS = [true, false] as const;
const IPV4_DEFAULTS: readonly NetworkAclEntry[] = DIRECTIONS.map(Egress => ({
  ...DENY_ALL,
  CidrBlock: '0.0.0.0/0',
  Egress,
  RuleNumber: 32_767,
}));
const IPV6_DEFAULTS: readonly NetworkAclEntry[] = DIRECTIONS.map(Egress => ({
  ...DENY_ALL,
  Egress,
  Ipv6CidrBlock: '::/0',
  RuleNumber: 32_768,
}));

/** The entries without the default rules. */
export function customEntries(entries: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  return entries.filter(entry => !isDefaultRule(entry));
}

/** Whether EC2 made the entry itself: the last rule of its direction and family, which nobody can edit. */
export function isDefaultRule({ RuleNumber = 0 }: NetworkAclEntry): boolean {
  return RuleNumber > RULE_NUMBERS.most;
}

/**
 * The entries as a describe lists them: default rules included, egress first, by rule number.
 * The IPv6 defaults are there when any entry is for IPv6, a default among them, and stay from then on.
 *
 * @throws TypeError when a direction has a rule number twice
 */
export function listedEntries(entries: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  const custom = customEntries(entries).map(toCanonicalEntry);
  const repeated = custom.find((entry, index) =>
    custom.slice(0, index).some(other => isSameRule(other, entry)),
  );
  if (repeated !== undefined) throw new TypeError(`Rule number ${repeated.RuleNumber} is there twice`);
  const ipv6Defaults = entries.some(entry => entry.Ipv6CidrBlock !== undefined) ? IPV6_DEFAULTS : [];
  return [...custom, ...IPV4_DEFAULTS, ...ipv6Defaults].sort(
    (a, b) => Number(b.Egress) - Number(a.Egress) || (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0),
  );
}

/** Rule numbers are unique per direction, over both address families. */
export function isSameRule(a: NetworkAclEntry, b: NetworkAclEntry): boolean {
  return a.Egress === b.Egress && a.RuleNumber === b.RuleNumber;
}

/** The entry with its CIDR block in canonical form: no bits behind the prefix, short IPv6 notation. */
export function toCanonicalEntry(entry: NetworkAclEntry): NetworkAclEntry {
  const { CidrBlock, Ipv6CidrBlock, ...rest } = entry;
  if (CidrBlock !== undefined && Ipv6CidrBlock !== undefined) {
    // The code is a belief; the API reference only says that an entry has one or the other.
    const message = 'CidrBlock and Ipv6CidrBlock cannot be used together';
    throw new ServiceError('InvalidParameterCombination', 400, message);
  }
  return {
    ...rest,
    ...(CidrBlock !== undefined && { CidrBlock: toCanonicalIpv4(CidrBlock) }),
    ...(Ipv6CidrBlock !== undefined && { Ipv6CidrBlock: toCanonicalIpv6(Ipv6CidrBlock) }),
  };
}

function toCanonicalIpv4(block: string): string {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(block)) throw invalidValue('cidrBlock', block, 'a CIDR block');
  return `${ipaddr.IPv4.networkAddressFromCIDR(block)}/${ipaddr.IPv4.parseCIDR(block)[1]}`;
}

function toCanonicalIpv6(block: string): string {
  const hasZone = block.includes('%');
  if (hasZone || !ipaddr.IPv6.isValidCIDR(block)) throw invalidValue('ipv6CidrBlock', block, 'a CIDR block');
  return `${ipaddr.IPv6.networkAddressFromCIDR(block)}/${ipaddr.IPv6.parseCIDR(block)[1]}`;
}
