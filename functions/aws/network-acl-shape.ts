import type {
  CreateNetworkAclEntryCommandInput,
  NetworkAcl as Ec2NetworkAcl,
  Tag,
} from '@aws-sdk/client-ec2';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import {
  DEFAULT_RULE_NUMBERS,
  FIRST_RULE_NUMBER,
  type NetworkAclEntry,
  TRANSPORTS,
} from '../coverage/network-acl-entry.ts';
import { type CidrBlock, formatCidrBlock } from '../coverage/space/cidr-block.ts';
import { LAST_PORT, type PortRange } from '../coverage/space/port-set.ts';
import { type Leaf, leaf, mismatch, type Parsed, ParseError } from '../parsing/definition.ts';
import { asFields, list, object, optional } from '../parsing/structures.ts';
import { textParsedBy } from '../parsing/text-values.ts';
import { anything, flag, integer, oneOf, text } from '../parsing/values.ts';
import { block, optionalText } from './address-values.ts';
import { id } from './exposure/resource.ts';

const port = integer(0, LAST_PORT);
const icmp = integer(-1, 255);

const PROTOCOL: Leaf<number> = textParsedBy('"-1" or "0" to "255"', value =>
  /^(-1|\d{1,3})$/.test(value) && Number(value) <= 255 ? Number(value) : undefined,
);
const PORT_RANGE: Leaf<PortRange> = leaf('From and To with 0 <= From <= To <= 65535', {}, value => {
  const { From, To } = asFields(value);
  const [from, to] = [port.read(From), port.read(To)];
  return from !== undefined && to !== undefined && from <= to ? { from, to } : undefined;
});

const ENTRY = object({
  RuleNumber: integer(FIRST_RULE_NUMBER, DEFAULT_RULE_NUMBERS.ipv6),
  Egress: flag,
  RuleAction: oneOf(['allow', 'deny']),
  Protocol: PROTOCOL,
  CidrBlock: optionalText(block('ipv4')),
  Ipv6CidrBlock: optionalText(block('ipv6')),
  PortRange: anything,
  IcmpTypeCode: optional(object({ Type: optional(icmp), Code: optional(icmp) })),
});
const TAG = object({ Key: optional(text), Value: optional(text) });
const NETWORK_ACL_ID = id('acl');
/** One element of DescribeNetworkAcls. Ids become parts of commands and code. */
const NETWORK_ACL = object({
  VpcId: optionalText(id('vpc')),
  Associations: optional(list(object({ SubnetId: optionalText(id('subnet')) }))),
  Tags: optional(list(TAG)),
  Entries: list(anything),
});

/**
 * Parses one element of DescribeNetworkAcls.
 *
 * @throws ParseError that names the network ACL, the rule and the field: nothing is guessed
 */
export function parseNetworkAcl(described: Ec2NetworkAcl): NetworkAcl {
  const networkAclId = NETWORK_ACL_ID.parse(asFields(described).NetworkAclId, 'NetworkAclId');
  const { VpcId, Associations, Tags, Entries } = NETWORK_ACL.parse(described, `${networkAclId}: `);
  const entries = parseEntries(Entries, networkAclId);
  const subnetIds = (Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
  return {
    networkAclId,
    vpcId: VpcId ?? '',
    subnetIds,
    // A new subnet uses the default network ACL at once.
    inUse: subnetIds.length > 0 || described.IsDefault === true,
    tags: Object.fromEntries((Tags ?? []).map(toTag)),
    entries,
  };
}

/**
 * Parses the entries of a network ACL.
 *
 * @param networkAcl - what errors call it
 * @throws ParseError that names the network ACL, the rule and the field
 */
export function parseEntries(described: readonly unknown[], networkAcl: string): NetworkAclEntry[] {
  const entries = described.map((entry, index) => parseNamed(entry, index, networkAcl));
  rejectDuplicates(entries, networkAcl);
  return entries;
}

/** The tags alone, of a network ACL with another field that is malformed; none where they are malformed too. */
export function parseTags({ Tags }: Ec2NetworkAcl): Record<string, string> {
  return Array.isArray(Tags) ? Object.fromEntries(Tags.map(toTag)) : {};
}

function toTag(tag: Tag | undefined): [string, string] {
  return [tag?.Key ?? '', tag?.Value ?? ''];
}

/** An entry is named by its rule number in errors alone: most have none. */
function parseNamed(described: unknown, index: number, networkAclId: string): NetworkAclEntry {
  try {
    return parseEntry(described);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { RuleNumber, Egress } = asFields(described);
    if (error.field === '' || typeof RuleNumber !== 'number')
      throw error.within(`${networkAclId}: Entries[${index}]`);
    throw error.within(`${networkAclId} ${Egress ? 'egress' : 'ingress'} rule ${RuleNumber}: `);
  }
}

/** Parses one rule. @throws ParseError */
export function parseEntry(described: unknown): NetworkAclEntry {
  const entry = ENTRY.parse(described);
  const portRange = parsePortRange(entry);
  const { IcmpTypeCode: icmp } = entry;
  return {
    ruleNumber: entry.RuleNumber,
    direction: entry.Egress ? 'egress' : 'ingress',
    action: entry.RuleAction,
    protocol: entry.Protocol,
    cidrBlock: onlyBlock(entry),
    ...(portRange && { portRange }),
    ...(icmp?.Type !== undefined && { icmp: { type: icmp.Type, code: icmp.Code ?? -1 } }),
  };
}

type Entry = Parsed<typeof ENTRY>;

/** The ports of a tcp or udp entry; of other protocols a listed range does not count. */
function parsePortRange({ Protocol, PortRange: range }: Entry): PortRange | undefined {
  if (Protocol !== TRANSPORTS.tcp && Protocol !== TRANSPORTS.udp) return undefined;
  if (range === undefined || range === null || isEmpty(range)) return undefined;
  return PORT_RANGE.parse(range, 'PortRange');
}

/** Other tools write an absent range as an object without fields. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(asFields(value)).length === 0;
}

function onlyBlock({ CidrBlock: ipv4, Ipv6CidrBlock: ipv6 }: Entry): CidrBlock {
  if (ipv4 && ipv6) return mismatch('Ipv6CidrBlock', formatCidrBlock(ipv6), 'no block beside CidrBlock');
  return ipv4 ?? ipv6 ?? mismatch('CidrBlock', undefined, 'a CIDR block here or in Ipv6CidrBlock');
}

function rejectDuplicates(entries: readonly NetworkAclEntry[], networkAclId: string): void {
  const seen = new Set<string>();
  for (const { direction, ruleNumber } of entries) {
    const rule = `${direction} ${ruleNumber}`;
    if (seen.has(rule)) mismatch(`${networkAclId} ${direction} rule number`, ruleNumber, 'each number once');
    seen.add(rule);
  }
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
