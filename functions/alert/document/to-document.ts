import { CLIENT_PORTS } from '../../coverage/clients.ts';
import { mainGaps } from '../../coverage/main-gaps.ts';
import type { Alert, CoverageAlert } from '../../review/words/alert.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderFix, renderUndo } from '../fix/alert-commands.ts';
import { renderFixAsCode } from '../fix/as-code.ts';
import { renderFixNotes } from '../report/fix-notes.ts';
import { toProposed } from '../report/gap-report.ts';
import type { Report } from '../report/report.ts';
import { toReport } from '../report/to-report.ts';
import { renderAxis } from '../words/axis-text.ts';
import { recognizeTool } from '../words/change-text.ts';
import { CLIENT_NAMES } from '../words/client-text.ts';
import { renderDifference } from '../words/difference-text.ts';
import { addedEntries, renderDone } from '../words/done-text.ts';
import { renderFirstGaps } from '../words/gap-text.ts';
import { changeLink, networkAclLink } from '../words/links.ts';
import { renderSubject } from '../words/subject.ts';
import { toChange, toRule } from './change-json.ts';
import type { AlertDocument } from './document.ts';
import { fitDocument } from './fit.ts';
import { toGapWithOwners } from './gap-json.ts';
import { MOST_GAPS, MOST_RULES, MOST_SUBNETS } from './limits.ts';
import { toNoEffectJson } from './no-effect-json.ts';

/** The alert as a document for programs. */
export function toDocument(alert: Alert): AlertDocument {
  const { id, kind, mode, account, region, since, change } = alert;
  const report = toReport(alert);
  const { headline, lines, details, cause, change: text } = report;
  return fitDocument({
    version: '2',
    ...{ id, kind, ...toVerdict(alert), mode, account, region },
    accountName: alert.accountName ?? null,
    title: renderSubject(alert),
    summary: lines.join(' '),
    since: since.toISOString(),
    ...{ headline, lines, details },
    ...{ cause: cause.join(' ') || null, changeText: text.join(' ') || null },
    noEffect: toNoEffectJson(alert),
    ingressSeverity: 'coverage' in alert ? alert.coverage.ingressSeverity : null,
    exposure: 'coverage' in alert ? alert.coverage.assumptions.exposure : null,
    mute: `set its tag ${TAG}=ignore`,
    networkAcl: toNetworkAcl(alert),
    ...toCoverage(alert),
    change: change ? toChange(change) : null,
    guard: toGuard(alert),
    fix: toFix(alert, report),
    unreadable: toUnreadable(alert),
    links: {
      networkAcl: networkAclLink(alert, alert.networkAclId),
      change: change?.eventId ? changeLink(alert, change.eventId) : null,
    },
  });
}

/** What subscriptions filter by. What an evaluation that failed would have found is not known: it counts as bad. */
export function toVerdict(alert: Alert): Pick<AlertDocument, 'severity' | 'status'> {
  if (alert.kind === 'cannot-evaluate') return { severity: 'high', status: 'unknown' };
  return { severity: alert.severity, status: alert.coverage.status };
}

function toNetworkAcl(alert: Alert): AlertDocument['networkAcl'] {
  const id = alert.networkAclId;
  if (alert.kind === 'cannot-evaluate')
    return { id, name: null, vpcId: null, vpcName: null, subnets: [], subnetsOmitted: 0 };
  const { vpcId, subnetIds, tags } = alert.networkAcl;
  return {
    id,
    name: tags.Name || null,
    vpcId: vpcId || null,
    vpcName: alert.names.get(vpcId) ?? null,
    subnets: subnetIds
      .slice(0, MOST_SUBNETS)
      .map(subnetId => ({ id: subnetId, name: alert.names.get(subnetId) ?? null })),
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
  const { coverage, networkAcl, names } = alert;
  return {
    gaps: coverage.gaps.slice(0, MOST_GAPS).map(gap => toGapWithOwners(gap, names)),
    gapsOmitted: Math.max(0, coverage.gaps.length - MOST_GAPS),
    denied: renderFirstGaps(mainGaps(coverage), networkAcl.entries),
    bars: renderAxis(alert),
    clients: toClients(alert),
    changes: renderDifference(alert),
  };
}

function toClients({ coverage: { clients } }: CoverageAlert): AlertDocument['clients'] {
  return clients.map(({ client, replies, deniedShare }) => {
    const { from, to } = CLIENT_PORTS[client];
    const name = CLIENT_NAMES[client];
    return {
      client,
      name,
      fromPort: from,
      toPort: to,
      replies: replies ?? null,
      deniedShare: deniedShare ?? null,
    };
  });
}

function toGuard(alert: Alert): AlertDocument['guard'] {
  return {
    did: renderDone(alert),
    undo: renderUndo(alert),
    added: addedEntries(alert).slice(0, MOST_RULES).map(toRule),
    addedOmitted: Math.max(0, addedEntries(alert).length - MOST_RULES),
    reason: toReason(alert),
  };
}

function toReason(alert: Alert): AlertDocument['guard']['reason'] {
  if (alert.kind === 'resolved' || alert.kind === 'cannot-evaluate') return null;
  const reason = alert.done.did === 'nothing' ? alert.done.reason : alert.done.unfinished;
  if (reason === undefined) return null;
  const { kind } = reason;
  return {
    kind,
    code: 'code' in reason ? reason.code : null,
    tag: 'tag' in reason ? (reason.tag ?? null) : null,
  };
}

function toFix(alert: Alert, { fix }: Report): AlertDocument['fix'] {
  const { terraform, cloudFormation, notes } = renderFixAsCode(alert);
  const rules = alert.kind === 'resolved' || alert.kind === 'cannot-evaluate' ? [] : toProposed(alert);
  return {
    ...fix,
    cli: renderFix(alert),
    terraform,
    cloudformation: cloudFormation,
    notes: [...toNotes(alert), ...notes],
    rules: rules.slice(0, MOST_RULES).map(toRule),
    rulesOmitted: Math.max(0, rules.length - MOST_RULES),
    tool: alert.change ? (recognizeTool(alert.change) ?? null) : null,
  };
}

function toNotes(alert: Alert): string[] {
  return alert.kind === 'resolved' || alert.kind === 'cannot-evaluate' ? [] : renderFixNotes(alert);
}

function toUnreadable(alert: Alert): AlertDocument['unreadable'] {
  if (alert.kind !== 'cannot-evaluate') return null;
  const { reason } = alert;
  return reason.kind === 'not-allowed'
    ? { kind: reason.kind, code: reason.code, field: null, found: null }
    : { kind: reason.kind, code: null, field: reason.field, found: reason.found };
}
