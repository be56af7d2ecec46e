import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Parsed } from '../../parsing/definition.ts';
import { maybe, object, optional } from '../../parsing/structures.ts';
import { matching, text, time } from '../../parsing/values.ts';
import { formatMember, type Member } from '../../review/member.ts';
import type { RegisteredMember, Registry, Sign } from '../../review/registry.ts';
import type { FinishedSweep } from '../../review/reporting/reporter-record.ts';
import { fromAttributes, type Json, toAttribute } from '../attribute-values.ts';
import { toErrorCode } from '../denial.ts';
import { PageTokens } from '../page-tokens.ts';
import { FINISHED_SWEEP } from '../reporter-table.ts';

/** A member's item has this where the id of a network ACL is in other items. */
export const MEMBER = '#member';

/** Days after which a member that cannot be reached, and of which nothing arrives, is dropped. */
const KEEP_UNREACHABLE_DAYS = 30;
const DAY = 86_400;

const MEMBER_KEY = matching('an account and a region', /^\d{12}\/[a-z\d-]+$/);
const ITEM = object({
  member: MEMBER_KEY,
  name: optional(text),
  registeredAt: optional(time),
  ...{ knownAt: optional(time), heardAt: optional(time), heartbeatAt: optional(time) },
  lastSweep: optional(FINISHED_SWEEP),
  unreachableSince: optional(time),
  unreachableCode: optional(text),
  planId: optional(text),
});

/** The members as items of the findings table. */
export class RegistryTable implements Registry {
  readonly #client: () => DynamoDBClient;
  readonly #table: string;

  /** @param client - asked for with each call */
  constructor(client: () => DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** Reads the whole table: members have no index of their own. */
  async list(): Promise<readonly RegisteredMember[]> {
    const members: RegisteredMember[] = [];
    const tokens = new PageTokens('members');
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#client().send(
        new ScanCommand({
          TableName: this.#table,
          FilterExpression: 'networkAclId = :member',
          ExpressionAttributeValues: { ':member': { S: MEMBER } },
          ConsistentRead: true,
          ExclusiveStartKey,
        }),
      );
      members.push(...(page.Items ?? []).flatMap(toListed));
      ExclusiveStartKey = page.LastEvaluatedKey;
      tokens.next(ExclusiveStartKey && JSON.stringify(ExclusiveStartKey));
    } while (ExclusiveStartKey);
    return members;
  }

  async heard(member: Member, at: Date, by: Sign): Promise<RegisteredMember | undefined> {
    const times = ['heardAt = :at', 'knownAt = if_not_exists(knownAt, :at)', ...TIMES[by]];
    const before = await this.#update(member, `SET ${times.join(', ')} REMOVE expiresAt`, {
      ':at': at.toISOString(),
    });
    return before && parseRegisteredMember(before);
  }

  async unreachable(member: Member, at: Date, code: string, planId?: string): Promise<void> {
    const expiresAt = Math.floor(at.getTime() / 1_000) + KEEP_UNREACHABLE_DAYS * DAY;
    const first = ['unreachableSince', 'expiresAt'].map(name => `${name} = if_not_exists(${name}, :${name})`);
    const set = [...first, 'unreachableCode = :code', ...setPlan(planId)];
    await this.#updateKnown(member, `SET ${set.join(', ')}`, {
      ...{ ':unreachableSince': at.toISOString(), ':expiresAt': expiresAt, ':code': code },
      ...(planId !== undefined && { ':planId': planId }),
    });
  }

  async swept(member: Member, finished: FinishedSweep, planId?: string): Promise<void> {
    const lastSweep = JSON.parse(JSON.stringify(finished)) as Json;
    const reached = 'REMOVE unreachableSince, unreachableCode, expiresAt';
    const set = ['lastSweep = :lastSweep', ...setPlan(planId)];
    await this.#updateKnown(member, `SET ${set.join(', ')} ${reached}`, {
      ...{ ':lastSweep': lastSweep, ...(planId !== undefined && { ':planId': planId }) },
    });
  }

  async forget(member: Member): Promise<void> {
    const input = { TableName: this.#table, Key: toRegistryKey(member) };
    await this.#client().send(new DeleteItemCommand(input));
  }

  /** Changes nothing where the member was forgotten meanwhile: a sweep that began before would bring it back. */
  async #updateKnown(member: Member, expression: string, values: Readonly<Record<string, Json>>) {
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

/** Of a malformed item its key: the member is swept, and that makes the item whole again. */
function toListed(item: Readonly<Record<string, AttributeValue>>): RegisteredMember[] {
  const fields = fromAttributes(item);
  const parsed = maybe(ITEM).parse(fields) ?? maybe(object({ member: MEMBER_KEY })).parse(fields);
  return parsed ? [toRegisteredMember(parsed)] : [];
}

/** What a sign records beside that the member was heard. */
const TIMES = {
  registered: ['registeredAt = :at'],
  heartbeat: ['heartbeatAt = :at'],
  change: [],
} as const satisfies Record<Sign, readonly string[]>;

function setPlan(planId: string | undefined): string[] {
  return planId === undefined ? [] : ['planId = :planId'];
}

/** The key of a member's item. */
export function toRegistryKey(member: Member): Record<string, AttributeValue> {
  return { member: { S: formatMember(member) }, networkAclId: { S: MEMBER } };
}

/** @throws ParseError that names the item and the attribute */
export function parseRegisteredMember(item: Readonly<Record<string, AttributeValue>>): RegisteredMember {
  return toRegisteredMember(ITEM.parse(fromAttributes(item), `item ${item.member?.S} of the registry: `));
}

function toRegisteredMember(parsed: Parsed<typeof ITEM>): RegisteredMember {
  const { member, unreachableSince: since, unreachableCode: code, ...rest } = parsed;
  const [account = '', region = ''] = member.split('/');
  return { account, region, ...rest, ...(since && code !== undefined && { unreachable: { since, code } }) };
}
