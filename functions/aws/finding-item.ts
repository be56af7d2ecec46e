import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DIRECTIONS, TRANSPORTS, type Transport } from '../coverage/network-acl-entry.ts';
import { SEVERITIES } from '../coverage/severity.ts';
import { LAST_PORT } from '../coverage/space/port-set.ts';
import type { Parsed } from '../parsing/definition.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text, time } from '../parsing/values.ts';
import {
  type Finding,
  type NetworkAclKey,
  ORIGINS,
  type PendingAlert,
  type RecordedAlert,
} from '../review/finding.ts';
import { ALERT_KINDS, isFixed } from '../review/words/alert-kind.ts';
import type { ReportedGap } from '../review/words/reported-gap.ts';
import { fromAttributes, type Json, toAttributes } from './attribute-values.ts';
import { IMPACT, toImpactItem } from './impact-item.ts';
import { parseStoredAlert, toStoredAlert } from './stored-alert.ts';

/** Of the shape of an item. Items of the table of 0.1.0 have none. */
const VERSION = 2;

/** Days after which DynamoDB may drop the item of a problem that is over. */
const KEEP_CLOSED_DAYS = 30;
const DAY = 86_400_000;

const port = integer(0, LAST_PORT);
const GAP = object({
  direction: oneOf(DIRECTIONS),
  protocol: oneOf(Object.keys(TRANSPORTS) as Transport[]),
  cidr: text,
  ...{ fromPort: port, toPort: port },
  /** Absent: the default rule. */
  ruleNumber: optional(integer(1)),
});
const RECORDED = object({
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
});
/** Of a pending alert, beside what it is about. */
const HEAD = {
  // Absent in items of earlier versions: what a change led to is published soonest.
  origin: optional(oneOf(ORIGINS)),
  claimedAt: optional(time),
  digestId: optional(text),
};
const ITEM = object({
  networkAclId: text,
  since: time,
  alerted: optional(RECORDED),
  awaySince: optional(time),
  pending: optional(list(object({ alert: text, recorded: RECORDED, ...HEAD }))),
  publishedAt: optional(list(time)),
  unpublished: optional(integer(0)),
  // Version 0.1.0 has `told` instead of `reported`.
  remediations: list(
    object({ at: time, entries: list(text), reported: optional(flag), told: optional(flag) }),
  ),
  revision: integer(0),
});

type Item = Readonly<Record<string, AttributeValue>>;

/** The finding of an item, of this version or of 0.1.0. @throws ParseError that names the item and the attribute */
export function parseFinding(item: Item, { account, region }: Omit<NetworkAclKey, 'networkAclId'>): Finding {
  const fields = fromAttributes(item);
  const parsed = ITEM.parse(fields, `item ${item.networkAclId?.S} of the findings table: `);
  const { networkAclId, since, alerted, awaySince, pending = [], revision } = parsed;
  const { publishedAt, unpublished } = parsed;
  const remediations = parsed.remediations.map(({ at, entries, reported, told }) => ({
    ...{ at, entries },
    // Unknown counts as not reported: the next review then reports the write again.
    reported: reported ?? told ?? false,
  }));
  return {
    ...{ account, region, networkAclId, since, remediations },
    pending: pending.flatMap(toPendingAlert),
    // What is carried over from the table of 0.1.0 is not in this one yet.
    revision: 'version' in fields ? revision : 0,
    ...(alerted && { alerted: toRecordedAlert(alerted) }),
    ...(awaySince && { awaySince }),
    ...(publishedAt && { publishedAt }),
    ...(unpublished !== undefined && { unpublished }),
  };
}

/** A pending alert of an item, without its content. */
export const PENDING_HEAD = object({ recorded: object({ at: time, kind: oneOf(ALERT_KINDS) }), ...HEAD });

/** What the reporter has to know of an item before it claims anything. @throws ParseError */
export const PENDING_ITEM = object({
  networkAclId: text,
  member: text,
  pending: list(PENDING_HEAD),
  publishedAt: optional(list(time)),
});

type PendingItem = NonNullable<Parsed<typeof ITEM>['pending']>[number];

function toPendingAlert({ alert: stored, recorded, ...head }: PendingItem): PendingAlert[] {
  const alert = parseStoredAlert(stored);
  return alert ? [{ alert, recorded: toRecordedAlert(recorded), origin: 'change', ...head }] : [];
}

function toRecordedAlert({ gaps, gapsOmitted = 0, ...recorded }: Parsed<typeof RECORDED>): RecordedAlert {
  return gaps ? { ...recorded, gaps: { listed: gaps.map(toReportedGap), omitted: gapsOmitted } } : recorded;
}

function toReportedGap({ ruleNumber, ...gap }: Parsed<typeof GAP>): ReportedGap {
  return { ...gap, deniedBy: ruleNumber === undefined ? { kind: 'default' } : { kind: 'entry', ruleNumber } };
}

export function toMember({ account, region }: Omit<NetworkAclKey, 'networkAclId'>): string {
  return `${account}/${region}`;
}

/** The finding as an item of the table. */
export function toItem(finding: Finding): Record<string, AttributeValue> {
  const { networkAclId, since, alerted, awaySince, pending, remediations, revision } = finding;
  const { publishedAt, unpublished } = finding;
  return toAttributes({
    ...{ member: toMember(finding), networkAclId, version: VERSION, since: since.toISOString(), revision },
    ...(alerted && { alerted: toRecordedItem(alerted) }),
    ...(awaySince && { awaySince: awaySince.toISOString() }),
    // Absent where nothing is pending: the reporter looks for items that have it.
    ...(pending.length > 0 && { pending: pending.map(toPendingItem) }),
    ...(publishedAt && { publishedAt: publishedAt.map(at => at.toISOString()) }),
    ...(unpublished !== undefined && { unpublished }),
    remediations: remediations.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
    ...(alerted && isOver(finding) && { expiresAt: toExpiry(alerted.at) }),
  });
}

function isOver({ alerted, pending, remediations }: Finding): boolean {
  const isQuiet = pending.length === 0 && remediations.every(({ reported }) => reported);
  return isQuiet && alerted !== undefined && isFixed(alerted.kind);
}

function toPendingItem({ alert, recorded, origin, claimedAt, digestId }: PendingAlert): Json {
  return {
    ...{ alert: toStoredAlert(alert), recorded: toRecordedItem(recorded), origin },
    ...(claimedAt && { claimedAt: claimedAt.toISOString() }),
    ...(digestId && { digestId }),
  };
}

function toRecordedItem({ at, gaps, basis, noEffect, impacts, ...recorded }: RecordedAlert): Json {
  return {
    ...{ at: at.toISOString(), ...recorded },
    ...(noEffect && { noEffect: { ...noEffect } }),
    ...(impacts && { impacts: impacts.map(toImpactItem) }),
    ...(basis && { basis: { rules: basis.rules, groups: basis.groups.map(group => ({ ...group })) } }),
    ...(gaps && { gaps: gaps.listed.map(toGapItem), gapsOmitted: gaps.omitted }),
  };
}

function toGapItem({ deniedBy, ...gap }: ReportedGap): Json {
  return deniedBy.kind === 'default' ? { ...gap } : { ...gap, ruleNumber: deniedBy.ruleNumber };
}

/** Seconds since the epoch, as DynamoDB's time to live wants them. */
function toExpiry(at: Date): number {
  return Math.floor((at.getTime() + KEEP_CLOSED_DAYS * DAY) / 1_000);
}
