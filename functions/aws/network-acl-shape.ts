import type {
  CreateNetworkAclEntryCommandInput,
  NetworkAclEntry as Ec2Entry,
  NetworkAcl as Ec2NetworkAcl,
  Tag,
} from '@aws-sdk/client-ec2';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import {
  ALL_PROTOCOLS,
  DEFAULT_RULE_NUMBERS,
  FIRST_RULE_NUMBER,
  type NetworkAclEntry,
  TRANSPORTS,
} from '../coverage/network-acl-entry.ts';
import { type CidrBlock, formatCidrBlock, parseCidrBlock } from '../coverage/space/cidr-block.ts';
import { LAST_PORT, type PortRange } from '../coverage/space/port-set.ts';

/** A network ACL that is not as EC2 describes one; the message names the network ACL, the rule, and what is wrong. */
export class NetworkAclShapeError extends Error {
  override readonly name = 'NetworkAclShapeError';
}

/**
 * Parses one element of DescribeNetworkAcls.
 *
 * @throws NetworkAclShapeError where a field is missing or malformed: nothing is guessed
 */
export function parseNetworkAcl(described: Ec2NetworkAcl): NetworkAcl {
  const networkAclId = described.NetworkAclId;
  if (typeof networkAclId !== 'string' || networkAclId === '') {
    throw new NetworkAclShapeError(
      `a network ACL without NetworkAclId: ${JSON.stringify(described).slice(0, 80)}`,
    );
  }
  if (!Array.isArray(described.Entries)) {
    throw new NetworkAclShapeError(
      `${networkAclId}: Entries is ${JSON.stringify(described.Entries)}, expected a list`,
    );
  }
  const entries = described.Entries.map(entry => parseEntry(entry, networkAclId));
  rejectDuplicates(entries, networkAclId);
  const subnetIds = parseList(described, 'Associations').flatMap(association => association?.SubnetId ?? []);
  return {
    networkAclId,
    vpcId: described.VpcId ?? '',
    subnetIds,
    // A new subnet uses the default network ACL at once.
    inUse: subnetIds.length > 0 || described.IsDefault === true,
    tags: Object.fromEntries(parseList(described, 'Tags').map(toTag)),
    entries,
  };
}

/** The tags alone, of a network ACL that has something else wrong with it; none where they are at fault. */
export function parseTags({ Tags }: Ec2NetworkAcl): Record<string, string> {
  return Array.isArray(Tags) ? Object.fromEntries(Tags.map(toTag)) : {};
}

function toTag(tag: Tag | undefined): [string, string] {
  return [tag?.Key ?? '', tag?.Value ?? ''];
}

/** A list that may be missing. */
function parseList<K extends 'Associations' | 'Tags'>(
  described: Ec2NetworkAcl,
  field: K,
): NonNullable<Ec2NetworkAcl[K]> {
  const list = described[field] ?? [];
  if (Array.isArray(list)) return list as NonNullable<Ec2NetworkAcl[K]>;
  throw new NetworkAclShapeError(
    `${described.NetworkAclId}: ${field} is ${JSON.stringify(list)}, expected a list`,
  );
}

function parseEntry(described: Ec2Entry | null, networkAclId: string): NetworkAclEntry {
  if (typeof described !== 'object' || described === null) {
    throw new NetworkAclShapeError(
      `${networkAclId}: an entry is ${JSON.stringify(described)}, expected an object`,
    );
  }
  const rule = `${networkAclId} ${described.Egress ? 'egress' : 'ingress'} rule ${described.RuleNumber}`;
  const fail = (field: string, value: unknown, expected: string): never => {
    throw new NetworkAclShapeError(`${rule}: ${field} is ${JSON.stringify(value)}, expected ${expected}`);
  };
  const { RuleNumber, Egress, RuleAction } = described;
  if (!isIntegerIn(RuleNumber, FIRST_RULE_NUMBER, DEFAULT_RULE_NUMBERS.ipv6)) {
    return fail('RuleNumber', RuleNumber, 'a number from 1 to 32768');
  }
  if (typeof Egress !== 'boolean') return fail('Egress', Egress, 'true or false');
  if (RuleAction !== 'allow' && RuleAction !== 'deny')
    return fail('RuleAction', RuleAction, '"allow" or "deny"');
  const protocol =
    parseProtocol(described.Protocol) ?? fail('Protocol', described.Protocol, '"-1" or "0" to "255"');
  const portRange = parsePortRange(described, protocol, fail);
  const icmp = described.IcmpTypeCode;
  return {
    ruleNumber: RuleNumber,
    direction: Egress ? 'egress' : 'ingress',
    action: RuleAction,
    protocol,
    cidrBlock: parseBlock(described, fail),
    ...(portRange && { portRange }),
    ...(icmp?.Type !== undefined && { icmp: { type: icmp.Type, code: icmp.Code ?? -1 } }),
  };
}

type Fail = (field: string, value: unknown, expected: string) => never;

function parseProtocol(text: string | undefined): number | undefined {
  if (text === undefined || !/^(-1|\d{1,3})$/.test(text)) return undefined;
  return isIntegerIn(Number(text), ALL_PROTOCOLS, 255) ? Number(text) : undefined;
}

/** The ports of a tcp or udp entry; other protocols have none, whatever is listed. */
function parsePortRange({ PortRange: range }: Ec2Entry, protocol: number, fail: Fail): PortRange | undefined {
  if (protocol !== TRANSPORTS.tcp && protocol !== TRANSPORTS.udp) return undefined;
  if (range === undefined || range === null || Object.keys(range).length === 0) return undefined;
  const { From: from, To: to } = range;
  if (!isIntegerIn(from, 0, LAST_PORT) || !isIntegerIn(to, from, LAST_PORT)) {
    return fail('PortRange', range, 'From and To with 0 <= From <= To <= 65535');
  }
  return { from, to };
}

function parseBlock({ CidrBlock: ipv4, Ipv6CidrBlock: ipv6 }: Ec2Entry, fail: Fail): CidrBlock {
  const [field, text, family] = ipv4
    ? (['CidrBlock', ipv4, 'ipv4'] as const)
    : (['Ipv6CidrBlock', ipv6, 'ipv6'] as const);
  if (!text) return fail('CidrBlock', ipv4, 'a CIDR block here or in Ipv6CidrBlock');
  if (ipv4 && ipv6) return fail('Ipv6CidrBlock', ipv6, 'none beside CidrBlock');
  const block = parseOrUndefined(text);
  return block?.family === family
    ? block
    : fail(field, text, `an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} CIDR block`);
}

function parseOrUndefined(text: string): CidrBlock | undefined {
  try {
    return parseCidrBlock(text);
  } catch {
    return undefined;
  }
}

function rejectDuplicates(entries: readonly NetworkAclEntry[], networkAclId: string): void {
  const seen = new Set<string>();
  for (const { direction, ruleNumber } of entries) {
    const rule = `${direction} rule ${ruleNumber}`;
    if (seen.has(rule))
      throw new NetworkAclShapeError(`${networkAclId} ${rule}: listed twice, expected once`);
    seen.add(rule);
  }
}

function isIntegerIn(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && least <= value && value <= most;
}

/** The entry as EC2 takes and lists it: with the network ACL's id, the input of CreateNetworkAclEntry. */
export function toEc2Entry(entry: NetworkAclEntry): Omit<CreateNetworkAclEntryCommandInput, 'NetworkAclId'> {
  const { ruleNumber, direction, action, protocol, cidrBlock, portRange } = entry;
  const block = formatCidrBlock(cidrBlock);
  return {
    RuleNumber: ruleNumber,
    Protocol: String(protocol),
    RuleAction: action,
    Egress: direction === 'egress',
    ...(cidrBlock.family === 'ipv4' ? { CidrBlock: block } : { Ipv6CidrBlock: block }),
    ...(portRange && { PortRange: { From: portRange.from, To: portRange.to } }),
  };
}
