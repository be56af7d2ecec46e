import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DIRECTIONS } from '../coverage/network-acl-entry.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { flag, integer, oneOf, text, time } from '../parsing/values.ts';
import type { NetworkAclKey } from '../review/finding.ts';
import type { ReporterRecords } from '../review/interfaces.ts';
import { formatMember } from '../review/member.ts';
import { NO_RECORD, type ReporterRecord, SWEEP_PURPOSES } from '../review/reporting/reporter-record.ts';
import { PLAN_STATES } from '../review/reporting/sweep-plan.ts';
import { fromAttributes, type Json, toAttributes, toJson } from './attribute-values.ts';
import { unlessRefused } from './conditional-write.ts';

/** The reporter's item stands where the id of a network ACL is in other items. */
export const REPORTER = 'reporter';

const count = integer(0);
/** A sweep that finished, as an item has it. */
export const FINISHED_SWEEP = object({
  purpose: oneOf(SWEEP_PURPOSES),
  open: object({ none: count, low: count, medium: count, high: count }),
  otherOwners: optional(list(text)),
  result: object({
    at: time,
    ...{ evaluated: count, covered: count, low: count, muted: count, unused: count, failed: count },
    withShadowedDenies: count,
    shadowedDenies: list(
      object({ networkAclId: text, direction: oneOf(DIRECTIONS), ruleNumber: integer(1) }),
    ),
    assumed: optional(object({ exposureKnown: count, receivers: count })),
  }),
});
const RECORD = object({
  revision: count,
  busyUntil: optional(time),
  sweep: optional(FINISHED_SWEEP),
  introduces: flag,
  confirmed: optional(list(text)),
  greetedAt: optional(time),
  lastOpen: optional(object({ at: time, count })),
  plan: optional(
    object({
      ...{ id: text, purpose: oneOf(SWEEP_PURPOSES), at: time },
      ...{ state: oneOf(PLAN_STATES), sentTo: optional(text) },
    }),
  ),
  absence: optional(object({ planId: text, namedAt: optional(time) })),
});

/** What the reporter keeps, as one item of the findings table. */
export class ReporterTable implements ReporterRecords {
  readonly #client: () => DynamoDBClient;
  readonly #table: string;
  readonly #key: Record<string, AttributeValue>;

  /** @param home - where the reporter is */
  constructor(client: () => DynamoDBClient, table: string, home: Omit<NetworkAclKey, 'networkAclId'>) {
    this.#client = client;
    this.#table = table;
    this.#key = { member: { S: formatMember(home) }, networkAclId: { S: REPORTER } };
  }

  async read(): Promise<ReporterRecord> {
    const input = { TableName: this.#table, Key: this.#key, ConsistentRead: true };
    const { Item } = await this.#client().send(new GetItemCommand(input));
    if (Item === undefined) return NO_RECORD;
    return { ...NO_RECORD, ...RECORD.parse(fromAttributes(Item), "the reporter's item: ") };
  }

  async write(next: ReporterRecord): Promise<'written' | 'outdated'> {
    const Item = { ...this.#key, ...toAttributes(toJson(next) as { readonly [name: string]: Json }) };
    const unchanged =
      next.revision === 1
        ? { ConditionExpression: 'attribute_not_exists(networkAclId)' }
        : {
            ConditionExpression: 'revision = :previous',
            ExpressionAttributeValues: { ':previous': { N: `${next.revision - 1}` } },
          };
    const put = new PutItemCommand({ TableName: this.#table, Item, ...unchanged });
    return unlessRefused('outdated' as const, async () => {
      await this.#client().send(put);
      return 'written' as const;
    });
  }
}
