import { DIRECTIONS, TRANSPORTS, type Transport } from '../coverage/network-acl-entry.ts';
import { SEVERITIES } from '../coverage/severity.ts';
import { LAST_PORT } from '../coverage/space/port-set.ts';
import type { Parsed } from '../parsing/definition.ts';
import { list, maybe, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text, time } from '../parsing/values.ts';
import type { RecordedAlert } from '../review/finding.ts';
import { ALERT_KINDS } from '../review/words/alert-kind.ts';
import type { GapCause } from '../review/words/change.ts';
import type { ReportedGap } from '../review/words/reported-gap.ts';
import type { Json } from './attribute-values.ts';
import { IMPACT, toImpactItem } from './impact-item.ts';
import { parseStoredAlert, toStoredAlert } from './stored-alert.ts';

const port = integer(0, LAST_PORT);
const GAP = object({
  direction: oneOf(DIRECTIONS),
  protocol: oneOf(Object.keys(TRANSPORTS) as Transport[]),
  cidr: text,
  ...{ fromPort: port, toPort: port },
  /** Absent: the default rule. */
  ruleNumber: optional(integer(1)),
});
/** What an alert reported, as an attribute of an item. */
export const RECORDED = object({
  at: time,
  kind: oneOf(ALERT_KINDS),
  fingerprint: text,
  severity: oneOf(SEVERITIES),
  // Version 0.1.0 has `denials` instead: lines of text, which later versions cannot compare.
  gaps: optional(list(GAP)),
  gapsOmitted: optional(integer(0)),
  noEffect: optional(
    object({
      direction: oneOf(DIRECTIONS),
      ruleNumber: integer(1),
      decidedBy: integer(1),
      isOnlyCause: flag,
    }),
  ),
  basis: optional(object({ rules: text, groups: list(object({ groupId: text, rules: text })) })),
  ...{ id: optional(text), impacts: optional(list(IMPACT)) },
  // For readers alone: what another version wrote is no reason to drop the finding.
  ...{ cause: maybe(text), networkAclName: maybe(text) },
});
export function toRecordedAlert({
  gaps,
  gapsOmitted = 0,
  cause: stored,
  ...recorded
}: Parsed<typeof RECORDED>): RecordedAlert {
  const cause = stored && parseStoredAlert<GapCause>(stored);
  return {
    ...recorded,
    ...(gaps && { gaps: { listed: gaps.map(toReportedGap), omitted: gapsOmitted } }),
    ...(cause && { cause }),
  };
}

function toReportedGap({ ruleNumber, ...gap }: Parsed<typeof GAP>): ReportedGap {
  return { ...gap, deniedBy: ruleNumber === undefined ? { kind: 'default' } : { kind: 'entry', ruleNumber } };
}

export function toRecordedItem(alert: RecordedAlert): Json {
  const { at, gaps, basis, noEffect, impacts, cause, ...recorded } = alert;
  return {
    ...{ at: at.toISOString(), ...recorded },
    ...(noEffect && { noEffect: { ...noEffect } }),
    ...(impacts && { impacts: impacts.map(toImpactItem) }),
    ...(cause && { cause: toStoredAlert(cause) }),
    ...(basis && { basis: { rules: basis.rules, groups: basis.groups.map(group => ({ ...group })) } }),
    ...(gaps && { gaps: gaps.listed.map(toGapItem), gapsOmitted: gaps.omitted }),
  };
}

function toGapItem({ deniedBy, ...gap }: ReportedGap): Json {
  return deniedBy.kind === 'default' ? { ...gap } : { ...gap, ruleNumber: deniedBy.ruleNumber };
}
