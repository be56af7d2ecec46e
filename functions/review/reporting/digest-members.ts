import type { Coverage } from '../../coverage/coverage.ts';
import { strongest } from '../../coverage/evidence.ts';
import { type Gap, isForgotten } from '../../coverage/gaps.ts';
import { mainGaps } from '../../coverage/main-gaps.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { addedEntries } from '../finding.ts';
import type { Alert, GapAlert } from '../words/alert.ts';
import { type DigestMember, MOST_LISTED } from '../words/digest.ts';
import type { Listed } from '../words/impact.ts';
import { findOwner } from '../words/owner.ts';
import type { Claimed } from './claims.ts';

/** What a digest says of one network ACL: its last alert, and the writes of all of them. */
export function toMember({ alerts, unpublished }: Claimed): DigestMember {
  const { alert } = alerts.at(-1) ?? alerts[0];
  const added = alerts.flatMap(one => addedEntries(one.alert));
  return {
    ...{ region: alert.region, networkAclId: alert.networkAclId },
    ...toNames(alert),
    since: alert.since,
    alertId: alert.id,
    ...toHit(alert),
    added,
    unpublished: unpublished + alerts.length - 1,
  };
}

function toNames(alert: Alert): Pick<DigestMember, 'name' | 'owner' | 'vpcId' | 'vpcName'> {
  if (alert.kind === 'cannot-evaluate') return { vpcId: '' };
  const { tags, vpcId } = alert.networkAcl;
  const vpcName = alert.names.get(vpcId);
  const owner = findOwner(tags);
  return {
    ...{ vpcId, ...(tags.Name && { name: tags.Name }) },
    ...{ ...(owner && { owner }), ...(vpcName && { vpcName }) },
  };
}

type Hit = Pick<
  DigestMember,
  'services' | 'servicesOmitted' | 'sources' | 'sourcesOmitted' | 'targets' | 'targetsOmitted' | 'evidence'
>;

const NOTHING_HIT: Hit = {
  ...{ services: [], servicesOmitted: 0, sources: [], sourcesOmitted: 0, targets: [], targetsOmitted: 0 },
};

/** Whose replies are denied: to which services, from where. */
function toHit(alert: Alert): Hit {
  if (alert.kind === 'cannot-evaluate' || alert.kind === 'resolved') return NOTHING_HIT;
  const gaps = toCausing(alert.coverage);
  const services = findAdmitting(alert, gaps);
  const sources = toSources(alert, gaps);
  const owners = gaps.flatMap(({ behind }) => behind);
  const targets = [...new Map(owners.map(owner => [`${owner.type} ${owner.name}`, owner])).values()];
  return {
    ...{ services: services.slice(0, MOST_LISTED), servicesOmitted: countOmitted(services) },
    ...{ sources: sources.shown, sourcesOmitted: sources.omitted },
    ...{ targets: targets.slice(0, MOST_LISTED), targetsOmitted: countTargetsOmitted(alert, targets.length) },
    evidence: strongest(gaps.map(({ evidence }) => evidence)),
  };
}

/** In the words of the rules that let the clients in: the blocks of gaps leave out what stays inside the subnets. */
function toSources({ impacts: [impact] }: GapAlert, gaps: readonly Gap[]): Listed<string> {
  if (impact === undefined) return { shown: [], omitted: 0 };
  const { shown, omitted } = impact.sources;
  const isIpv4 = gaps.some(({ cidrBlock }) => cidrBlock.family === 'ipv4');
  return shown.length === 0 ? { shown: [isIpv4 ? '0.0.0.0/0' : '::/0'], omitted: 0 } : { shown, omitted };
}

/** Gaps name a few of many things that are alike. @param named - by the gaps */
function countTargetsOmitted({ impacts: [impact] }: GapAlert, named: number): number {
  const all = impact ? impact.targets.shown.length + impact.targets.omitted : 0;
  const isMore = impact?.interfaces?.ownersKnown === false;
  return Math.max(0, (isMore ? Math.max(all, named) : named) - MOST_LISTED);
}

function countOmitted(all: readonly unknown[]): number {
  return Math.max(0, all.length - MOST_LISTED);
}

/**
 * What a digest groups network ACLs by: the main gaps that no operator decided on, or all of them where there are no such
 * gaps. An alert shows all main gaps, because its bars also mark what an operator decided.
 */
export function toCausing(coverage: Coverage): readonly Gap[] {
  const main = mainGaps(coverage);
  const forgotten = main.filter(isForgotten);
  return forgotten.length > 0 ? forgotten : main;
}

function findAdmitting({ networkAcl }: GapAlert, gaps: readonly Gap[]): NetworkAclEntry[] {
  const admitting = new Set(gaps.flatMap(gap => gap.admittedBy.map(number => `${gap.direction} ${number}`)));
  return networkAcl.entries.filter(({ direction, ruleNumber }) =>
    admitting.has(`${direction === 'ingress' ? 'egress' : 'ingress'} ${ruleNumber}`),
  );
}
