import {
  type AttributeValue,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { formatMember, type Member } from '../../review/member.ts';
import type { Sign } from '../../review/registry.ts';
import { type Json, toAttribute } from '../attribute-values.ts';
import { unlessRefused } from '../conditional-write.ts';

/** A member's item has this where the id of a network ACL is in other items. */
export const MEMBER = '#member';

/** What a sign records beside that the member was heard. */
const TIMES = {
  registered: ['registeredAt = :at'],
  heartbeat: ['heartbeatAt = :at'],
  change: [],
} as const satisfies Record<Sign, readonly string[]>;

/** Milliseconds for which the rules of a stack still forward after its deletion has begun. */
const WHILE_REMOVED = 900_000;

const NOT_REMOVED_LATER = {
  ConditionExpression: 'attribute_not_exists(removedAt) OR removedAt < :since',
} as const;
const KNOWN = {
  ConditionExpression: 'attribute_exists(networkAclId) AND attribute_not_exists(removedAt)',
} as const;

/** A member's item of the findings table; what guard and sweep write, without what only sweep reads. */
export class MemberItem {
  readonly #client: () => DynamoDBClient;
  readonly #table: string;

  /** @param client - asked for with each call */
  constructor(client: () => DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /**
   * Records a sign of life.
   *
   * @param at - when it happened
   * @returns the item as it was before; undefined: there was none; `removed`: the sign is from before the removal
   */
  async recordSign(member: Member, at: Date, by: Sign) {
    const times = ['heardAt = :at', 'knownAt = if_not_exists(knownAt, :at)', ...TIMES[by]];
    const since = new Date(at.getTime() - (by === 'registered' ? 0 : WHILE_REMOVED));
    const update = `SET ${times.join(', ')} REMOVE expiresAt, removedAt`;
    const values = { ':at': at.toISOString(), ':since': since.toISOString() };
    return unlessRefused('removed' as const, () => this.#update(member, update, values, NOT_REMOVED_LATER));
  }

  /** Changes nothing where the member was forgotten meanwhile: a sweep that began before would bring it back. */
  async updateKnown(
    member: Member,
    expression: string,
    values: Readonly<Record<string, Json>>,
  ): Promise<void> {
    await unlessRefused(undefined, () => this.#update(member, expression, values, KNOWN));
  }

  /** @returns the item as it was before; undefined: there was none */
  async #update(
    member: Member,
    UpdateExpression: string,
    values: Readonly<Record<string, Json>>,
    condition: Pick<UpdateItemCommandInput, 'ConditionExpression'> = {},
  ) {
    const input: UpdateItemCommandInput = {
      ...condition,
      ...{ TableName: this.#table, Key: toRegistryKey(member), UpdateExpression },
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, toAttribute(value)]),
      ),
      ReturnValues: 'ALL_OLD',
    };
    return (await this.#client().send(new UpdateItemCommand(input))).Attributes;
  }
}

/** The key of a member's item. */
export function toRegistryKey(member: Member): Record<string, AttributeValue> {
  return { member: { S: formatMember(member) }, networkAclId: { S: MEMBER } };
}
