import type { Coverage } from '../coverage/coverage.ts';
import type { Exposure, RuleSource, SecurityGroup, Surroundings } from '../coverage/exposure/exposure.ts';
import { formatRuleSource } from '../coverage/exposure/rule-source.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { identify } from './entry-identity.ts';
import { digest } from './reported-gaps.ts';
import { PORTS_TAG } from './words/mode.ts';

/** What an alert was based on: it distinguishes later whether the network ACL changed, or what is behind it. */
export interface Basis {
  /** Of the rules, the subnets and the tag with ports: the same for the same ones. */
  readonly rules: string;
  /** The security groups that accepted the services; at most {@link MOST_GROUPS}. */
  readonly groups: readonly GroupBasis[];
}

interface GroupBasis {
  readonly groupId: string;
  /** Of its rules: the same for the same ones. */
  readonly rules: string;
}

/** Security groups that a finding keeps: an item of the table stays small. */
const MOST_GROUPS = 20;

export function toBasis(networkAcl: NetworkAcl, { gaps }: Coverage, { exposure }: Surroundings): Basis {
  const groupIds = [...new Set(gaps.flatMap(({ acceptedBy }) => acceptedBy))].slice(0, MOST_GROUPS);
  const groups = groupIds.flatMap(groupId => {
    const rules = findGroupRules(exposure, groupId);
    return rules === undefined ? [] : [{ groupId, rules }];
  });
  return { rules: toRulesDigest(networkAcl), groups };
}

/** Whether the network ACL has the rules, subnets and required ports that the alert was based on. */
export function hasSameRules(basis: Basis | undefined, networkAcl: NetworkAcl): boolean {
  return basis?.rules === toRulesDigest(networkAcl);
}

/**
 * Whether the evidence of an alert may come back by itself: interfaces, groups or what they refer to are missing, as at
 * night in an auto scaling group, or could not be read. It does not where an operator changed the groups' rules.
 */
export function isEvidenceAway({ groups }: Basis, exposure: Exposure): boolean {
  if (exposure.kind === 'unknown')
    return exposure.reason !== 'not-needed' && exposure.reason !== 'turned-off';
  const now = groups.map(({ groupId, rules }) => ({ before: rules, now: findGroupRules(exposure, groupId) }));
  const isMissing = now.length === 0 || now.some(group => group.now === undefined);
  return isMissing || now.every(group => group.now === group.before);
}

function findGroupRules(exposure: Exposure, groupId: string): string | undefined {
  const group = exposure.kind === 'known' ? exposure.securityGroups.get(groupId) : undefined;
  return group && toGroupDigest(group);
}

function toRulesDigest({ entries, subnetIds, tags }: NetworkAcl): string {
  const ports = tags[PORTS_TAG] ?? [];
  return digest([...entries.map(identify), ...subnetIds].sort().concat(ports).join('\n'));
}

function toGroupDigest({ rules }: SecurityGroup): string {
  const lines = rules.map(({ protocol, ports, source }) =>
    [protocol, ports?.from, ports?.to, toText(source)].join(' '),
  );
  return digest(lines.sort().join('\n'));
}

/** Where a peering is gone, a group is another source. */
function toText(source: RuleSource): string {
  const text = formatRuleSource(source);
  return source.kind === 'group' ? [text, source.vpcId, source.peeringStatus].join(' ') : text;
}
