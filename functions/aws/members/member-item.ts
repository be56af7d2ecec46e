import {
  type AttributeValue,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { formatMember, type Member } from '../../review/member.ts';
import type { Sign } from '../../review/registry.ts';
import { type Json, toAttribute } from '../attribute-values.ts';
import { toErrorCode } from '../denial.ts';

/** A member's item has this where the id of a network ACL is in other items. */
export const MEMBER = '#member';

/** What a sign records beside that the member was heard. */
const TIMES = {
  registered: ['registeredAt = :at'],
  heartbeat: ['heartbeatAt = :at'],
  change: [],
} as const satisfies Record<Sign, readonly string[]>;

/** A member's item of the findings table; what guard and sweep write, without what only sweep reads. */
export class MemberItem {
  readonly #client: () => DynamoDBClient;
  readonly #table: string;

  /** @param client - asked for with each call */
  constructor(client: () => DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Records a sign of life. @returns the item as it was before; undefined: there was none */
  recordSign(member: Member, at: Date, by: Sign) {
    const times = ['heardAt = :at', 'knownAt = if_not_exists(knownAt, :at)', ...TIMES[by]];
    return this.#update(member, `SET ${times.join(', ')} REMOVE expiresAt`, { ':at': at.toISOString() });
  }

  /** Changes nothing where the member was forgotten meanwhile: a sweep that began before would bring it back. */
  async updateKnown(
    member: Member,
    expression: string,
    values: Readonly<Record<string, Json>>,
  ): Promise<void> {
    try {
      await this.#update(member, expression, values, {
        ConditionExpression: 'attribute_exists(networkAclId)',
      });
    } catch (error) {
      if (toErrorCode(error) !== 'ConditionalCheckFailedException') throw error;
    }
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
