import { ALL_PROTOCOLS, matchedPorts, TRANSPORTS, type Transport } from '../network-acl-entry.ts';
import { type AddressFamily, type CidrBlock, UNIVERSE } from '../space/cidr-block.ts';
import { EVERY_PORT, type PortRange, type PortSet, toPortSet } from '../space/port-set.ts';
import type {
  InterfaceKind,
  InterfaceSet,
  SecurityGroup,
  SecurityGroupRule,
  Surroundings,
} from './exposure.ts';
import { type KnownFacts, type Source, toKnownFacts, toReferencedSources, toSources } from './sources.ts';
import { isWide } from './width.ts';

/** That interfaces accept something from the addresses of a block. */
export type Acceptance = RuleAcceptance | UnguardedAcceptance;

/** By a rule of their security group. */
export interface RuleAcceptance {
  readonly by: 'rule';
  readonly cidrBlock: CidrBlock;
  /** The groups that have such a rule. */
  readonly groupIds: readonly string[];
  /** IANA's protocol number, or -1 for all. */
  readonly protocol: number;
  readonly portRange: PortRange;
  readonly isWide: boolean;
  /** Whether it is known that the rule accepts from the whole block. */
  readonly isResolved: boolean;
  /** Whether it counts only for request entries that name addresses: nothing leads to the interfaces from everywhere. */
  readonly needsNarrowEntry: boolean;
  readonly interfaces: readonly InterfaceSet[];
}

/** By having no security group: they can be called; on which ports is not known. */
export interface UnguardedAcceptance {
  readonly by: 'no-group';
  readonly cidrBlock: CidrBlock;
  readonly interfaces: readonly InterfaceSet[];
}

/** From where interfaces without security groups can be called. The other kinds always have some, or accept nothing. */
const UNGUARDED_FROM: Readonly<Record<InterfaceKind, 'vpc' | 'everywhere' | 'nowhere'>> = {
  'nat-gateway': 'vpc',
  'transit-gateway': 'vpc',
  'network-load-balancer': 'everywhere',
  'gateway-load-balancer-endpoint': 'everywhere',
  'load-balancer': 'nowhere',
  lambda: 'nowhere',
  other: 'nowhere',
};

/** The protocols whose replies go to a port that the client chose. */
const ANSWERED_PROTOCOLS: readonly number[] = [ALL_PROTOCOLS, TRANSPORTS.tcp, TRANSPORTS.udp];

/** What the interfaces in the network ACL's subnets accept from the addresses of a family; nothing while it is unknown. */
export function toAcceptances(surroundings: Surroundings, family: AddressFamily): Acceptance[] {
  const { exposure } = surroundings;
  if (exposure.kind === 'unknown') return [];
  const facts = toKnownFacts(surroundings, exposure, family);
  // Gateways and endpoints pass IPv6 on without an IPv6 address of their own; load balancers are called at it.
  const unguarded = exposure.interfaces.filter(
    ({ kind, hasIpv6, groupIds }) =>
      groupIds.length === 0 && (family === 'ipv4' || hasIpv6 || kind !== 'network-load-balancer'),
  );
  const able = exposure.interfaces.filter(
    ({ kind, hasIpv6 }) => kind !== 'lambda' && (family === 'ipv4' || hasIpv6),
  );
  const found: Acceptance[] = unguarded.flatMap(one => toUnguarded(one, facts));
  for (const [groupId, members] of toMembers(able)) addAcceptedByGroup(found, groupId, members, facts);
  return found;
}

/** By group: the interfaces that carry it. */
function toMembers(interfaces: readonly InterfaceSet[]): Map<string, InterfaceSet[]> {
  const members = new Map<string, InterfaceSet[]>();
  for (const one of interfaces) {
    for (const groupId of one.groupIds) {
      const known = members.get(groupId);
      if (known) known.push(one);
      else members.set(groupId, [one]);
    }
  }
  return members;
}

/** The ports of the transport that a rule accepts; undefined: none. */
export function acceptedPorts(acceptance: RuleAcceptance, transport: Transport): PortRange | undefined {
  return matchedPorts(acceptance, transport);
}

/** Whether it is a rule that means one service. */
export function isSpecific(acceptance: Acceptance): acceptance is RuleAcceptance {
  return acceptance.by === 'rule' && !acceptance.isWide;
}

/** The ports of the transport that rules which mean one service accept. */
export function toSpecificPorts(acceptances: readonly Acceptance[], transport: Transport): PortSet {
  // Stryker disable next-line ArrayDeclaration: areas have acceptances of their own transport only
  return toPortSet(acceptances.filter(isSpecific).flatMap(one => acceptedPorts(one, transport) ?? []));
}

function toUnguarded(one: InterfaceSet, { family, vpcBlocks }: KnownFacts): Acceptance[] {
  const from = { vpc: vpcBlocks, everywhere: [UNIVERSE[family]], nowhere: [] }[UNGUARDED_FROM[one.kind]];
  return from.map(cidrBlock => ({ by: 'no-group', cidrBlock, interfaces: [one] }));
}

/** Adds to a list: a VPC has thousands of rules, most of which accept from one block. */
function addAcceptedByGroup(
  found: Acceptance[],
  groupId: string,
  members: readonly InterfaceSet[],
  facts: KnownFacts,
): void {
  const group = facts.exposure.securityGroups.get(groupId);
  if (group) {
    for (const rule of group.rules) addAcceptedByRule(found, rule, group, members, facts);
    return;
  }
  // A group that could not be read may accept anything.
  const cidrBlock = UNIVERSE[facts.family];
  addRuleAcceptances(
    found,
    { protocol: ALL_PROTOCOLS },
    groupId,
    { cidrBlock, isResolved: false },
    members,
    facts,
  );
}

function addAcceptedByRule(
  found: Acceptance[],
  rule: SecurityGroupRule,
  { groupId, vpcId }: SecurityGroup,
  members: readonly InterfaceSet[],
  facts: KnownFacts,
): void {
  const { source, protocol } = rule;
  // Stryker disable next-line ConditionalExpression: saves time, since other protocols have no ports
  if (!ANSWERED_PROTOCOLS.includes(protocol)) return;
  if (source.kind !== 'group') {
    for (const from of toSources(source, facts))
      addRuleAcceptances(found, rule, groupId, from, members, facts);
    return;
  }
  for (const member of members) {
    const interfaceAt = { subnetId: member.subnetId, vpcId };
    for (const from of toReferencedSources(source, interfaceAt, facts)) {
      addRuleAcceptances(found, rule, groupId, from, [member], facts);
    }
  }
}

/** Where a rule says "everywhere" and nothing public leads to the interfaces, it also accepts from the VPC in any case. */
function addRuleAcceptances(
  found: Acceptance[],
  rule: Omit<SecurityGroupRule, 'source'>,
  groupId: string,
  source: Source,
  interfaces: readonly InterfaceSet[],
  facts: KnownFacts,
): void {
  const isFromEverywhere = source.isResolved && source.cidrBlock.prefixLength === 0;
  const acceptance: RuleAcceptance = {
    by: 'rule',
    cidrBlock: source.cidrBlock,
    groupIds: [groupId],
    protocol: rule.protocol,
    portRange: rule.ports ?? EVERY_PORT,
    isWide: isWide(rule, source),
    isResolved: source.isResolved,
    needsNarrowEntry: isFromEverywhere && !facts.isPublic,
    interfaces,
  };
  found.push(acceptance);
  if (!acceptance.needsNarrowEntry) return;
  for (const cidrBlock of facts.vpcBlocks) found.push({ ...acceptance, cidrBlock, needsNarrowEntry: false });
}
