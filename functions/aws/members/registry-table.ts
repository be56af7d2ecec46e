import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { object, optional } from '../../parsing/structures.ts';
import { matching, text, time } from '../../parsing/values.ts';
import { formatMember, type Member } from '../../review/member.ts';
import type { RegisteredMember, Registry, Sign } from '../../review/registry.ts';
import type { FinishedSweep } from '../../review/reporting/reporter-record.ts';
import { fromAttributes, type Json, toAttribute } from '../attribute-values.ts';
import { PageTokens } from '../page-tokens.ts';
import { FINISHED_SWEEP } from '../reporter-table.ts';

/** A member's item has this where the id of a network ACL is in other items. */
export const MEMBER = '#member';

/** Days after which a member that cannot be reached, and of which nothing arrives, is dropped. */
const KEEP_UNREACHABLE_DAYS = 30;
const DAY = 86_400;

const ITEM = object({
  member: matching('an account and a region', /^\d{12}\/[a-z\d-]+$/),
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
      members.push(...(page.Items ?? []).map(parseRegisteredMember));
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
    const set = [...first, 'unreachableCode = :code', ...toPlan(planId).set];
    await this.#update(member, `SET ${set.join(', ')}`, {
      ...{ ':unreachableSince': at.toISOString(), ':expiresAt': expiresAt, ':code': code },
      ...toPlan(planId).values,
    });
  }

  async swept(member: Member, finished: FinishedSweep, planId?: string): Promise<void> {
    const lastSweep = JSON.parse(JSON.stringify(finished)) as Json;
    const reached = 'REMOVE unreachableSince, unreachableCode, expiresAt';
    const set = ['lastSweep = :lastSweep', ...toPlan(planId).set];
    const values = { ':lastSweep': lastSweep, ...toPlan(planId).values };
    await this.#update(member, `SET ${set.join(', ')} ${reached}`, values);
  }

  async forget(member: Member): Promise<void> {
    const input = { TableName: this.#table, Key: toRegistryKey(member) };
    await this.#client().send(new DeleteItemCommand(input));
  }

  /** @returns the item as it was before; undefined: there was none */
  async #update(member: Member, UpdateExpression: string, values: Readonly<Record<string, Json>>) {
    const input: UpdateItemCommandInput = {
      ...{ TableName: this.#table, Key: toRegistryKey(member), UpdateExpression },
      ExpressionAttributeValues: Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, toAttribute(value)]),
      ),
      ReturnValues: 'ALL_OLD',
    };
    return (await this.#client().send(new UpdateItemCommand(input))).Attributes;
  }
}

/** What a sign records beside that the member was heard. */
const TIMES = {
  registered: ['registeredAt = :at'],
  heartbeat: ['heartbeatAt = :at'],
  change: [],
} as const satisfies Record<Sign, readonly string[]>;

function toPlan(planId: string | undefined) {
  return planId === undefined
    ? { set: [], values: {} }
    : { set: ['planId = :planId'], values: { ':planId': planId } };
}

/** The key of a member's item. */
export function toRegistryKey(member: Member): Record<string, AttributeValue> {
  return { member: { S: formatMember(member) }, networkAclId: { S: MEMBER } };
}

/** @throws ParseError that names the item and the attribute */
export function parseRegisteredMember(item: Readonly<Record<string, AttributeValue>>): RegisteredMember {
  const parsed = ITEM.parse(fromAttributes(item), `item ${item.member?.S} of the registry: `);
  const { member, unreachableSince: since, unreachableCode: code, ...rest } = parsed;
  const [account = '', region = ''] = member.split('/');
  return { account, region, ...rest, ...(since && code !== undefined && { unreachable: { since, code } }) };
}
