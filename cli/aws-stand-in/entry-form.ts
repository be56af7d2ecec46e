import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';
import { RULE_NUMBERS, toCanonicalEntry } from './network-acl-entries.ts';
import { invalidValue, parseChoice, parseInteger, requiredField } from './query-form.ts';

/** What names an entry within a network ACL. */
export interface EntryKey {
  readonly Egress: boolean;
  readonly RuleNumber: number;
}

// The API reference asks for numbers; the AWS CLI's examples use names, so EC2 takes these too (belief).
const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = {
  all: '-1',
  icmp: '1',
  icmpv6: '58',
  tcp: '6',
  udp: '17',
};
const RULE_ACTIONS = ['allow', 'deny'] as const;
const MAX_PORT = 65_535;

/** @throws ServiceError MissingParameter, InvalidParameterValue */
export function parseEntryKey(form: Form): EntryKey {
  return {
    Egress: parseChoice(form, 'Egress', ['true', 'false']) === 'true',
    RuleNumber: parseInteger(form, 'RuleNumber', RULE_NUMBERS.least, RULE_NUMBERS.most),
  };
}

/** @throws ServiceError MissingParameter, InvalidParameterValue, InvalidParameterCombination */
export function parseEntry(form: Form): NetworkAclEntry {
  const Protocol = parseProtocol(requiredField(form, 'Protocol'));
  return toCanonicalEntry({
    ...parseEntryKey(form),
    Protocol,
    RuleAction: parseChoice(form, 'RuleAction', RULE_ACTIONS),
    ...parseCidrBlocks(form),
    ...parsePortRange(form, Protocol),
    ...parseIcmpTypeCode(form, Protocol),
  });
}

function parseProtocol(value: string): string {
  const number = PROTOCOL_NUMBERS[value.toLowerCase()] ?? value;
  if (number === '-1' || (/^\d{1,3}$/.test(number) && Number(number) <= 255)) return String(Number(number));
  throw invalidValue('protocol', value, 'a protocol number from -1 to 255');
}

function parseCidrBlocks(form: Form): Pick<NetworkAclEntry, 'CidrBlock' | 'Ipv6CidrBlock'> {
  const { CidrBlock, Ipv6CidrBlock } = form;
  if (CidrBlock === undefined && Ipv6CidrBlock === undefined) requiredField(form, 'CidrBlock');
  return { CidrBlock, Ipv6CidrBlock };
}

// Only TCP and UDP have ports; EC2 disregards a port range on any other protocol.
function parsePortRange(form: Form, protocol: string): Pick<NetworkAclEntry, 'PortRange'> {
  if (protocol !== '6' && protocol !== '17') return {};
  if (form['PortRange.From'] === undefined || form['PortRange.To'] === undefined) {
    // https://github.com/chef-boneyard/chef-provisioning-aws/issues/183 has the code and the words.
    const message = "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.";
    throw new ServiceError('InvalidParameterValue', 400, message);
  }
  const From = parseInteger(form, 'PortRange.From', 0, MAX_PORT);
  return { PortRange: { From, To: parseInteger(form, 'PortRange.To', From, MAX_PORT) } };
}

// Required for ICMP, and for ICMPv6 with an IPv6 CIDR block; disregarded otherwise.
function parseIcmpTypeCode(form: Form, protocol: string): Pick<NetworkAclEntry, 'IcmpTypeCode'> {
  if (protocol !== '1' && !(protocol === '58' && form.Ipv6CidrBlock !== undefined)) return {};
  return {
    IcmpTypeCode: {
      Code: parseInteger(form, 'Icmp.Code', -1, 255),
      Type: parseInteger(form, 'Icmp.Type', -1, 255),
    },
  };
}
