import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Parsed } from '../parsing/definition.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text, time } from '../parsing/values.ts';
import { type Finding, type NetworkAclKey, ORIGINS, type PendingAlert } from '../review/finding.ts';
import { formatMember } from '../review/member.ts';
import { ALERT_KINDS, isFixed } from '../review/words/alert-kind.ts';
import { fromAttributes, type Json, toAttributes } from './attribute-values.ts';
import { RECORDED, toRecordedAlert, toRecordedItem } from './recorded-alert.ts';
import { parseStoredAlert, toStoredAlert } from './stored-alert.ts';
import type { Item } from './table-pages.ts';

/** Of the shape of an item. Items of the table of 0.1.0 have none. */
const VERSION = 2;

/** Days after which DynamoDB may drop the item of a problem that is over. */
const KEEP_CLOSED_DAYS = 30;
const DAY = 86_400_000;

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
    object({
      ...{ at: time, entries: list(text) },
      ...{
        reported: optional(flag),
        told: optional(flag),
        unseen: optional(flag),
        removedAt: optional(time),
      },
    }),
  ),
  revision: integer(0),
});

/** The finding of an item, of this version or of 0.1.0. @throws ParseError that names the item and the attribute */
export function parseFinding(item: Item, { account, region }: Omit<NetworkAclKey, 'networkAclId'>): Finding {
  const fields = fromAttributes(item);
  const parsed = ITEM.parse(fields, `item ${item.networkAclId?.S} of the findings table: `);
  const { networkAclId, since, alerted, awaySince, pending = [], revision } = parsed;
  const { publishedAt, unpublished } = parsed;
  const remediations = parsed.remediations.map(({ at, entries, reported, told, unseen, removedAt }) => ({
    ...{ at, entries },
    // Unknown counts as not reported: the next review then reports the write again.
    reported: reported ?? told ?? false,
    ...(unseen && { unseen }),
    ...(removedAt && { removedAt }),
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

/** The finding as an item of the table. */
export function toItem(finding: Finding): Record<string, AttributeValue> {
  const { networkAclId, since, alerted, awaySince, pending, remediations, revision } = finding;
  const { publishedAt, unpublished } = finding;
  return toAttributes({
    ...{
      member: formatMember(finding),
      networkAclId,
      version: VERSION,
      since: since.toISOString(),
      revision,
    },
    ...(alerted && { alerted: toRecordedItem(alerted) }),
    ...(awaySince && { awaySince: awaySince.toISOString() }),
    // Absent where nothing is pending: the reporter looks for items that have it.
    ...(pending.length > 0 && { pending: pending.map(toPendingItem) }),
    ...(publishedAt && { publishedAt: publishedAt.map(at => at.toISOString()) }),
    ...(unpublished !== undefined && { unpublished }),
    remediations: remediations.map(({ at, removedAt, ...rest }) => ({
      ...{ at: at.toISOString(), ...rest },
      ...(removedAt && { removedAt: removedAt.toISOString() }),
    })),
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

/** Seconds since the epoch, as DynamoDB's time to live wants them. */
function toExpiry(at: Date): number {
  return Math.floor((at.getTime() + KEEP_CLOSED_DAYS * DAY) / 1_000);
}
