import { parseEntries } from '../../functions/aws/network-acl-shape.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { DoubtfulRule } from './doubt.ts';

/** What decides about packets in a rule, by the names of EC2. */
export const DECIDING = [
  'RuleNumber',
  'Egress',
  'RuleAction',
  'Protocol',
  'CidrBlock',
  'Ipv6CidrBlock',
  'PortRange',
] as const;
export type Deciding = (typeof DECIDING)[number];

/** A rule as code has it, with the keys of EC2, before it is parsed. */
export interface WrittenRule {
  readonly rule: Readonly<Partial<Record<Deciding, unknown>>>;
  /** What is known only after apply, with the expression that gives it. */
  readonly missing: ReadonlyMap<Deciding, string>;
}

/** Rules of one network ACL at one moment. */
export interface Rules {
  readonly entries: readonly NetworkAclEntry[];
  readonly doubts: readonly DoubtfulRule[];
}

/**
 * Parses rules of which some may not be known.
 *
 * @param name - what errors call the network ACL
 * @throws ParseError for a rule that EC2 would not take
 */
export function parseRules(written: readonly WrittenRule[], name: string): Rules {
  const sure = written.filter(({ missing }) => missing.size === 0).map(({ rule }) => rule);
  const doubtful = written.filter(({ missing }) => missing.size > 0);
  return { entries: parseEntries(sure, name), doubts: doubtful.map(each => toDoubt(each, name)) };
}

/** A rule of which all is known but whether it exists. */
export function toDoubtful(
  { direction, ruleNumber, action, protocol, cidrBlock, portRange }: NetworkAclEntry,
  expression: string,
): DoubtfulRule {
  return { direction, ruleNumber, action, protocol, cidrBlock, portRange, expression };
}

function toDoubt({ rule, missing }: WrittenRule, name: string): DoubtfulRule {
  const isMissing = (...fields: Deciding[]) => fields.some(field => missing.has(field));
  const hasNoBlock = isMissing('CidrBlock', 'Ipv6CidrBlock');
  const hasNoPorts = isMissing('PortRange', 'Protocol');
  // Something stands in for what is missing, so that the rest is parsed as ever.
  const filled = {
    ...rule,
    ...(isMissing('RuleNumber') && { RuleNumber: 1 }),
    ...(isMissing('Egress') && { Egress: false }),
    ...(isMissing('RuleAction') && { RuleAction: 'allow' }),
    ...(isMissing('Protocol') && { Protocol: '-1' }),
    ...(hasNoBlock && { CidrBlock: '0.0.0.0/0', Ipv6CidrBlock: undefined }),
    ...(hasNoPorts && { PortRange: undefined }),
  };
  const [entry] = parseEntries([filled], name);
  const [expression = ''] = missing.values();
  return {
    direction: isMissing('Egress') ? undefined : entry?.direction,
    ruleNumber: isMissing('RuleNumber') ? undefined : entry?.ruleNumber,
    action: isMissing('RuleAction') ? undefined : entry?.action,
    protocol: isMissing('Protocol') ? undefined : entry?.protocol,
    cidrBlock: hasNoBlock ? undefined : entry?.cidrBlock,
    portRange: entry?.portRange,
    expression,
  };
}
