import {
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Parsed } from '../../parsing/definition.ts';
import { maybe, object, optional } from '../../parsing/structures.ts';
import { matching, text, time } from '../../parsing/values.ts';
import { type Member, parseMember } from '../../review/member.ts';
import type { RegisteredMember, Registry, Sign } from '../../review/registry.ts';
import type { FinishedSweep } from '../../review/reporting/reporter-record.ts';
import { fromAttributes, toJson } from '../attribute-values.ts';
import { unlessRefused } from '../conditional-write.ts';
import { FINISHED_SWEEP } from '../reporter-table.ts';
import { type Item, readPages } from '../table-pages.ts';
import { MEMBER, MemberItem, toRegistryKey } from './member-item.ts';

/** Days after which a member that cannot be reached, and of which nothing arrives, is dropped. */
const KEEP_UNREACHABLE_DAYS = 30;
/** Days for which it is kept that a member was removed: an event is delivered within one. */
const KEEP_REMOVED_DAYS = 1;
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
  failedPlanId: optional(text),
});

/** The members as items of the findings table. */
export class RegistryTable implements Registry {
  readonly #client: () => DynamoDBClient;
  readonly #table: string;
  readonly #item: MemberItem;
  readonly #isAdmitted: (member: Member) => boolean;

  /**
   * @param client - asked for with each call
   * @param isAdmitted - whether a member is listed: what it was once, it may not be any more
   */
  constructor(
    client: () => DynamoDBClient,
    table: string,
    isAdmitted: (member: Member) => boolean = () => true,
  ) {
    this.#client = client;
    this.#table = table;
    this.#isAdmitted = isAdmitted;
    this.#item = new MemberItem(client, table);
  }

  /** Reads the whole table: members have no index of their own. */
  async list(): Promise<readonly RegisteredMember[]> {
    const members: RegisteredMember[] = [];
    const scan: ScanCommandInput = {
      TableName: this.#table,
      FilterExpression: 'networkAclId = :member',
      ExpressionAttributeValues: { ':member': { S: MEMBER } },
    };
    const items = readPages('members', page => this.#client().send(new ScanCommand({ ...scan, ...page })));
    for await (const item of items) members.push(...toListed(item).filter(this.#isAdmitted));
    return members;
  }

  async heard(member: Member, at: Date, by: Sign): Promise<RegisteredMember | 'removed' | undefined> {
    const before = await this.#item.recordSign(member, at, by);
    return before === 'removed' ? before : before && toListed(before)[0];
  }

  async unreachable(member: Member, at: Date, code: string, planId?: string): Promise<void> {
    const expiresAt = toSeconds(at) + KEEP_UNREACHABLE_DAYS * DAY;
    const first = ['unreachableSince', 'expiresAt'].map(name => `${name} = if_not_exists(${name}, :${name})`);
    await this.#item.updateKnown(member, toUpdate([...first, 'unreachableCode = :code'], [], planId), {
      ...{ ':unreachableSince': at.toISOString(), ':expiresAt': expiresAt, ':code': code },
      ...(planId !== undefined && { ':planId': planId }),
    });
  }

  async swept(member: Member, finished: FinishedSweep, planId?: string): Promise<void> {
    const reached = ['unreachableSince', 'unreachableCode', 'expiresAt'];
    await this.#item.updateKnown(member, toUpdate(['lastSweep = :lastSweep'], reached, planId), {
      ...{ ':lastSweep': toJson(finished), ...(planId !== undefined && { ':planId': planId }) },
    });
  }

  async failed(member: Member, planId: string): Promise<void> {
    await this.#item.updateKnown(member, 'SET failedPlanId = :planId', { ':planId': planId });
  }

  async forget(member: Member, at: Date): Promise<void> {
    const removedAt = { S: at.toISOString() };
    const expiresAt = { N: String(toSeconds(at) + KEEP_REMOVED_DAYS * DAY) };
    const put = new PutItemCommand({
      TableName: this.#table,
      Item: { ...toRegistryKey(member), removedAt, expiresAt },
      // Its stack may have been made again already: messages come in any order.
      ConditionExpression: 'attribute_not_exists(registeredAt) OR registeredAt <= :removedAt',
      ExpressionAttributeValues: { ':removedAt': removedAt },
    });
    await unlessRefused(undefined, () => this.#client().send(put));
  }
}

/** Since 1970, as DynamoDB counts when an item expires. */
function toSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

/** Of a malformed item its key: the member is swept, and that makes the item whole again. */
function toListed(item: Item): RegisteredMember[] {
  if (item.removedAt !== undefined) return [];
  const fields = fromAttributes(item);
  const parsed = maybe(ITEM).parse(fields) ?? maybe(object({ member: MEMBER_KEY })).parse(fields);
  return parsed ? [toRegisteredMember(parsed)] : [];
}

/** In the expression of DynamoDB. @param planId - of a sweep of all members, in which the member did not fail */
function toUpdate(set: readonly string[], remove: readonly string[], planId: string | undefined): string {
  const [ofPlan, failed] = planId === undefined ? [[], []] : [['planId = :planId'], ['failedPlanId']];
  const removed = [...remove, ...failed];
  const ending = removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : '';
  return `SET ${[...set, ...ofPlan].join(', ')}${ending}`;
}

/** @throws ParseError that names the item and the attribute */
export function parseRegisteredMember(item: Item): RegisteredMember {
  return toRegisteredMember(ITEM.parse(fromAttributes(item), `item ${item.member?.S} of the registry: `));
}

function toRegisteredMember(parsed: Parsed<typeof ITEM>): RegisteredMember {
  const { member, unreachableSince: since, unreachableCode: code, ...rest } = parsed;
  return {
    ...parseMember(member),
    ...rest,
    ...(since && code !== undefined && { unreachable: { since, code } }),
  };
}
