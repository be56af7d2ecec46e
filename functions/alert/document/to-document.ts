import { CLIENT_PORTS } from '../../coverage/clients.ts';
import type { Alert, Change, CoverageAlert } from '../../review/words/alert.ts';
import { GAP_LINES, renderAxis, renderDifference, renderSubject } from '../email/email.ts';
import { renderFixAsCode } from '../fix/as-code.ts';
import { renderDeeds, renderFix, renderFixNotes, renderUndo } from '../words/action-text.ts';
import { recognizeTool, renderActor } from '../words/change-text.ts';
import { CLIENT_NAMES } from '../words/client-text.ts';
import { renderGaps } from '../words/gap-text.ts';
import { changeLink, networkAclLink } from '../words/links.ts';
import { mainGaps, renderSummary } from '../words/summary.ts';
import type { AlertDocument, DocumentChange, DocumentNetworkAcl } from './document.ts';
import { toGapJson } from './gap-json.ts';

const MOST_GAPS = 50;
const MOST_SUBNETS = 20;

/** The alert as a document for programs. */
export function toDocument(alert: Alert): AlertDocument {
  const { id, kind, mode, account, region, since, change } = alert;
  return {
    version: '1',
    ...{ id, kind, ...toVerdict(alert), mode, account, region },
    title: renderSubject(alert),
    summary: renderSummary(alert),
    since: since.toISOString(),
    networkAcl: toNetworkAcl(alert),
    ...toCoverage(alert),
    change: change ? toChange(change) : null,
    guard: { did: renderDeeds(alert), undo: renderUndo(alert) },
    fix: toFix(alert),
    links: {
      networkAcl: networkAclLink(alert, alert.networkAclId),
      change: change?.eventId ? changeLink(alert, change.eventId) : null,
    },
  };
}

/** What subscriptions filter by. Nobody knows what an evaluation that failed would have found: it counts as bad. */
export function toVerdict(alert: Alert): Pick<AlertDocument, 'severity' | 'status'> {
  if (alert.kind === 'cannot-evaluate') return { severity: 'high', status: 'unknown' };
  return { severity: alert.severity, status: alert.coverage.status };
}

function toNetworkAcl(alert: Alert): DocumentNetworkAcl {
  const id = alert.networkAclId;
  if (alert.kind === 'cannot-evaluate') {
    return { id, name: null, vpcId: null, vpcName: null, subnets: [], subnetsOmitted: 0 };
  }
  const { vpcId, subnetIds, tags } = alert.networkAcl;
  const toName = (named: string) => alert.names.get(named) ?? null;
  return {
    id,
    name: tags.Name || null,
    vpcId: vpcId || null,
    vpcName: toName(vpcId),
    subnets: subnetIds.slice(0, MOST_SUBNETS).map(subnetId => ({ id: subnetId, name: toName(subnetId) })),
    subnetsOmitted: Math.max(0, subnetIds.length - MOST_SUBNETS),
  };
}

type CoveragePart = Pick<AlertDocument, 'gaps' | 'gapsOmitted' | 'denied' | 'bars' | 'clients' | 'changes'>;

const NO_COVERAGE: CoveragePart = {
  gaps: [],
  gapsOmitted: 0,
  denied: [],
  bars: [],
  clients: [],
  changes: [],
};

function toCoverage(alert: Alert): CoveragePart {
  if (alert.kind === 'cannot-evaluate' || alert.kind === 'resolved') return NO_COVERAGE;
  const { coverage, networkAcl, ephemeralPorts } = alert;
  return {
    gaps: coverage.gaps.slice(0, MOST_GAPS).map(toGapJson),
    gapsOmitted: Math.max(0, coverage.gaps.length - MOST_GAPS),
    denied: renderGaps(mainGaps(coverage), networkAcl.entries).slice(0, GAP_LINES),
    bars: renderAxis(coverage, ephemeralPorts),
    clients: toClients(alert),
    changes: renderDifference(alert),
  };
}

function toClients({ coverage: { clients } }: CoverageAlert): AlertDocument['clients'] {
  return clients.map(({ client, replies }) => {
    const { from, to } = CLIENT_PORTS[client];
    return { client, name: CLIENT_NAMES[client], fromPort: from, toPort: to, replies: replies ?? null };
  });
}

function toChange(change: Change): DocumentChange {
  const { action, target, sourceAddress, userAgent, at, eventId } = change;
  return {
    action,
    target: target || null,
    actor: renderActor(change) || null,
    sourceAddress: sourceAddress || null,
    tool: recognizeTool(change) ?? null,
    userAgent: userAgent || null,
    at: at?.toISOString() ?? null,
    eventId: eventId || null,
  };
}

function toFix(alert: Alert): AlertDocument['fix'] {
  const { terraform, cloudFormation, notes } = renderFixAsCode(alert);
  return {
    cli: renderFix(alert),
    terraform,
    cloudformation: cloudFormation,
    notes: [...renderFixNotes(alert), ...notes],
  };
}
