import type { EntryRef, NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { type Parsed, ParseError } from '../parsing/definition.ts';
import { looseObject, maybe } from '../parsing/structures.ts';
import { anything, filledText, integer } from '../parsing/values.ts';
import { parseEntry } from './network-acl-shape.ts';

/** What the request of a change says of a rule: CloudTrail's names, and -1 for ports that are not given. */
export const RULE_REQUEST = {
  ruleAction: anything,
  aclProtocol: anything,
  cidrBlock: maybe(filledText),
  ipv6CidrBlock: maybe(filledText),
  portRange: looseObject({ from: maybe(integer(0)), to: maybe(integer(0)) }),
};
const REQUEST = looseObject(RULE_REQUEST);

/** The rule as it is after the change; undefined where the request does not say, or not as EC2 would. */
export function toChangedEntry(
  { direction, ruleNumber }: EntryRef,
  { ruleAction, aclProtocol, cidrBlock, ipv6CidrBlock, portRange }: Parsed<typeof REQUEST>,
): NetworkAclEntry | undefined {
  const { from, to } = portRange;
  const described = {
    ...{ RuleNumber: ruleNumber, Egress: direction === 'egress', RuleAction: ruleAction },
    ...{ Protocol: aclProtocol, CidrBlock: cidrBlock, Ipv6CidrBlock: ipv6CidrBlock },
    ...(from !== undefined && to !== undefined && { PortRange: { From: from, To: to } }),
  };
  try {
    return parseEntry(described);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
