import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DIRECTIONS, TRANSPORTS, type Transport } from '../coverage/network-acl-entry.ts';
import { SEVERITIES } from '../coverage/severity.ts';
import { LAST_PORT } from '../coverage/space/port-set.ts';
import type { Parsed } from '../parsing/definition.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text, time } from '../parsing/values.ts';
import { FINDING_STATES, type Finding, type RecordedAlert } from '../review/finding.ts';
import { ALERT_KINDS } from '../review/words/alert-kind.ts';
import type { ReportedGap } from '../review/words/reported-gap.ts';
import { fromAttributes, type Json, toAttributes } from './attribute-values.ts';

/** Days after which DynamoDB may drop the item of a gap that is closed. */
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
const ITEM = object({
  networkAclId: text,
  state: oneOf(FINDING_STATES),
  since: time,
  alerted: optional(
    object({
      at: time,
      kind: oneOf(ALERT_KINDS),
      fingerprint: text,
      severity: oneOf(SEVERITIES),
      // Version 0.1.0 has `denials` instead: lines of text, which later versions cannot compare.
      gaps: optional(list(GAP)),
      gapsOmitted: optional(integer(0)),
    }),
  ),
  // Version 0.1.0 has `told` instead of `reported`.
  remediations: list(
    object({ at: time, entries: list(text), reported: optional(flag), told: optional(flag) }),
  ),
  revision: integer(0),
});

/** The finding of an item of the table. @throws ParseError that names the item and the attribute */
export function parseFinding(item: Readonly<Record<string, AttributeValue>>): Finding {
  const fields = fromAttributes(item);
  const parsed = ITEM.parse(fields, `item ${item.networkAclId?.S} of the findings table: `);
  const { networkAclId, state, since, alerted, revision } = parsed;
  const remediations = parsed.remediations.map(({ at, entries, reported, told }) => ({
    at,
    entries,
    // Unknown counts as not reported: the next review then reports the write again.
    reported: reported ?? told ?? false,
  }));
  return {
    ...{ networkAclId, state, since, remediations, revision },
    ...(alerted && { alerted: toRecordedAlert(alerted) }),
  };
}

type AlertedItem = NonNullable<Parsed<typeof ITEM>['alerted']>;

function toRecordedAlert({ gaps, gapsOmitted = 0, ...alerted }: AlertedItem): RecordedAlert {
  return gaps ? { ...alerted, gaps: { listed: gaps.map(toReportedGap), omitted: gapsOmitted } } : alerted;
}

function toReportedGap({ ruleNumber, ...gap }: Parsed<typeof GAP>): ReportedGap {
  return { ...gap, deniedBy: ruleNumber === undefined ? { kind: 'default' } : { kind: 'entry', ruleNumber } };
}

/** The finding as an item of the table. */
export function toItem({ networkAclId, state, since, alerted, remediations, revision }: Finding) {
  return toAttributes({
    ...{ networkAclId, state, since: since.toISOString(), revision },
    ...(alerted && { alerted: toAlertedItem(alerted) }),
    remediations: remediations.map(({ at, ...rest }) => ({ at: at.toISOString(), ...rest })),
    ...(alerted && state === 'closed' && { expiresAt: toExpiry(alerted.at) }),
  });
}

function toAlertedItem({ at, gaps, ...alerted }: RecordedAlert): Json {
  return {
    ...{ at: at.toISOString(), ...alerted },
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
