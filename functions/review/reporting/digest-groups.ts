import type { ClientVerdict } from '../../coverage/clients.ts';
import { findDecisions } from '../../coverage/decisions.ts';
import { isForgotten } from '../../coverage/gaps.ts';
import {
  DIRECTIONS,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
} from '../../coverage/network-acl-entry.ts';
import { SEVERITIES, type Severity, worst } from '../../coverage/severity.ts';
import { toPortSet } from '../../coverage/space/port-set.ts';
import { identify } from '../entry-identity.ts';
import { addedEntries } from '../finding.ts';
import type { Alert, GapAlert } from '../words/alert.ts';
import { isFixed } from '../words/alert-kind.ts';
import type { Cause, DigestGroup, MissingPorts } from '../words/digest.ts';
import type { Claimed } from './claims.ts';
import { toCausing, toMember } from './digest-members.ts';

/** Groups network ACLs of an account with the same problem: what is open first, worst first, then by size. */
export function toGroups(claimed: readonly Claimed[]): DigestGroup[] {
  const groups = Map.groupBy(claimed, one => toGroupKey(lastAlert(one)));
  const bySize = [...groups.values()].map(toGroup).sort(compareGroups);
  // Of the same severity, those of one account follow each other.
  return [...Map.groupBy(bySize, toRank).values()]
    .flatMap(same => [...Map.groupBy(same, ({ account }) => account).values()])
    .flat();
}

/** What operators hear of a network ACL in a digest is what was left last. */
export function lastAlert({ alerts }: Claimed): Alert {
  return (alerts.at(-1) ?? alerts[0]).alert;
}

function toGroupKey(alert: Alert): string {
  const { account, kind, change } = alert;
  return JSON.stringify([account, kind, toSeverity(alert), change?.actor, change?.invokedBy, toCause(alert)]);
}

function toGroup(claimed: readonly Claimed[]): DigestGroup {
  const alerts = claimed.map(lastAlert);
  const [first] = alerts as [Alert];
  const change = alerts.flatMap(one => one.change ?? []).sort((a, b) => toTime(a.at) - toTime(b.at))[0];
  return {
    ...{ account: first.account, kind: first.kind, severity: toSeverity(first), cause: toCause(first) },
    ...(change && { change }),
    clients: toWorstClients(alerts),
    entries: toCommonEntries(alerts),
    members: claimed.map(toMember),
  };
}

function toTime(at: Date | undefined): number {
  return at?.getTime() ?? Number.POSITIVE_INFINITY;
}

function compareGroups(one: DigestGroup, other: DigestGroup): number {
  return toRank(other) - toRank(one) || other.members.length - one.members.length;
}

function toRank({ kind, severity }: DigestGroup): number {
  return isFixed(kind) ? -1 : SEVERITIES.indexOf(severity);
}

/** Of both directions. What could not be evaluated counts as bad. */
export function toSeverity(alert: Alert): Severity {
  if (alert.kind === 'cannot-evaluate') return 'high';
  const isOpen = !isFixed(alert.kind);
  return isOpen ? worst([alert.severity, alert.coverage.ingressSeverity]) : alert.severity;
}

function toCause(alert: Alert): Cause {
  if (alert.kind === 'cannot-evaluate') return { kind: 'unreadable', reason: alert.reason };
  if (alert.kind === 'resolved') return { kind: 'over' };
  if (alert.noEffect?.isOnlyCause) return { kind: 'no-effect', noEffect: alert.noEffect };
  const gaps = toCausing(alert.coverage);
  if (!gaps.some(isForgotten)) return { kind: 'decided', ruleNumbers: findDecisions(alert.coverage) };
  const isBroad = gaps.every(({ evidence }) => evidence === 'broad');
  return isBroad
    ? { kind: 'broad' }
    : { kind: 'missing', missing: toMissing(alert), ephemeralPorts: alert.ephemeralPorts };
}

function toMissing({ coverage }: GapAlert): MissingPorts[] {
  const gaps = toCausing(coverage);
  return DIRECTIONS.flatMap(direction =>
    (Object.keys(TRANSPORTS) as Transport[]).flatMap(protocol => {
      const some = gaps.filter(gap => gap.direction === direction && gap.protocol === protocol);
      const ports = toPortSet(some.map(gap => gap.ports));
      return ports.length === 0 ? [] : [{ direction, protocol, ports }];
    }),
  );
}

function toWorstClients(alerts: readonly Alert[]): ClientVerdict[] {
  const all = alerts.flatMap(alert => ('coverage' in alert ? alert.coverage.clients : []));
  return [...Map.groupBy(all, ({ client }) => client).values()].map(verdicts =>
    verdicts.reduce((bad, one) => ((one.deniedShare ?? -1) > (bad.deniedShare ?? -1) ? one : bad)),
  );
}

/** What is missing, or what the guard added, where that is the same for all. */
function toCommonEntries(alerts: readonly Alert[]): readonly NetworkAclEntry[] {
  const [first = [], ...others] = alerts.map(toEntries);
  const name = (entries: readonly NetworkAclEntry[]) => entries.map(identify).join('\n');
  return others.every(entries => name(entries) === name(first)) ? first : [];
}

function toEntries(alert: Alert): readonly NetworkAclEntry[] {
  if (alert.kind === 'cannot-evaluate' || alert.kind === 'resolved') return [];
  const added = addedEntries(alert);
  return added.length > 0 ? added : alert.coverage.plan.entries;
}
