import type { Exposure, RuleSource, SecurityGroup } from '../../coverage/exposure/exposure.ts';
import { formatRuleSource } from '../../coverage/exposure/rule-source.ts';
import type { Gap } from '../../coverage/gaps.ts';
import { matchedPorts, type NetworkAclEntry, type Transport } from '../../coverage/network-acl-entry.ts';
import { isBroad } from '../../coverage/port-classes.ts';
import { toStatement } from '../../coverage/requests.ts';
import { overlaps } from '../../coverage/space/cidr-block.ts';
import { intersect, type PortRange } from '../../coverage/space/port-set.ts';
import type { AcceptingGroup, Impact } from '../words/impact.ts';
import { toListed } from './listed.ts';

const MOST_SERVICES = 10;
const MOST_GROUPS = 3;
const MOST_SOURCES = 3;

/** The services that are hit, and what accepts them. What is let in and not accepted is no service. */
export function toServices(
  gaps: readonly Gap[],
  admitting: readonly NetworkAclEntry[],
  exposure: Exposure,
): Pick<Impact, 'services' | 'groups'> {
  const transport = gaps[0]?.protocol ?? 'tcp';
  const groups = toAcceptingGroups(gaps, admitting, exposure, transport);
  const accepted = groups.flatMap(group => group.services);
  const named = admitting
    .filter(entry => toStatement(entry, transport, new Set()) === 'named')
    .flatMap(entry => matchedPorts(entry, transport) ?? []);
  const services = accepted.length > 0 ? inOrder(accepted, admitting, transport) : named;
  return {
    services: toListed(unique(services), MOST_SERVICES),
    groups: toListed(groups, MOST_GROUPS),
  };
}

function toAcceptingGroups(
  gaps: readonly Gap[],
  admitting: readonly NetworkAclEntry[],
  exposure: Exposure,
  transport: Transport,
): AcceptingGroup[] {
  if (exposure.kind === 'unknown') return [];
  const ids = [...new Set(gaps.flatMap(({ acceptedBy }) => acceptedBy))];
  return ids.flatMap(id => {
    const group = exposure.securityGroups.get(id);
    return group ? toAccepting(group, gaps, admitting, transport) : [];
  });
}

function toAccepting(
  { groupId, groupName, rules }: SecurityGroup,
  gaps: readonly Gap[],
  admitting: readonly NetworkAclEntry[],
  transport: Transport,
): AcceptingGroup[] {
  const counted = rules.flatMap(({ source, ...rule }) => {
    const ports = matchedPorts({ ...rule, ...(rule.ports && { portRange: rule.ports }) }, transport);
    if (ports === undefined || isBroad(ports) || !reaches(source, gaps)) return [];
    const services = admitting.flatMap(entry => {
      const admitted = matchedPorts(entry, transport);
      return admitted ? intersect([ports], [admitted]) : [];
    });
    return services.length > 0 ? [{ services, source: formatRuleSource(source) }] : [];
  });
  if (counted.length === 0) return [];
  const sources = [...new Set(counted.map(({ source }) => source))];
  const services = unique(counted.flatMap(one => one.services)).slice(0, MOST_SERVICES);
  return [{ id: groupId, name: groupName, services, sources: toListed(sources, MOST_SOURCES) }];
}

/** Whether the rule accepts from addresses that the gaps are about, as far as it names addresses. */
function reaches(source: RuleSource, gaps: readonly Gap[]): boolean {
  return source.kind !== 'cidr' || gaps.some(({ cidrBlock }) => overlaps(cidrBlock, source.cidrBlock));
}

/** In the order of the rules that let them in. */
function inOrder(
  services: readonly PortRange[],
  admitting: readonly NetworkAclEntry[],
  transport: Transport,
): PortRange[] {
  const toPlace = (service: PortRange) =>
    admitting.findIndex(entry => {
      const ports = matchedPorts(entry, transport);
      return ports && ports.from <= service.from && service.to <= ports.to;
    });
  return services.toSorted((one, other) => toPlace(one) - toPlace(other) || one.from - other.from);
}

function unique(ranges: readonly PortRange[]): PortRange[] {
  return [...new Map(ranges.map(range => [`${range.from}-${range.to}`, range])).values()];
}
