import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Finding, NetworkAclKey } from '../review/finding.ts';
import type { Findings } from '../review/interfaces.ts';
import { formatMember } from '../review/member.ts';
import { unlessRefused } from './conditional-write.ts';
import { parseFinding, toItem } from './finding-item.ts';

/** The names of the tables that findings are in. */
export interface FindingsTables {
  readonly current: string;
  /** The table of 0.1.0: read where an item is missing, for one release. Absent: there was none. */
  readonly legacy?: string;
}

/** Findings as items of a DynamoDB table, one for each network ACL. */
export class FindingsTable implements Findings {
  readonly #client: () => DynamoDBClient;
  readonly #tables: FindingsTables;

  /** @param client - asked for with each call: an event that is ignored makes none */
  constructor(client: () => DynamoDBClient, tables: FindingsTables) {
    this.#client = client;
    this.#tables = tables;
  }

  async read(key: NetworkAclKey): Promise<Finding | undefined> {
    const { current, legacy } = this.#tables;
    const item =
      (await this.#get(current, toKey(key))) ?? (legacy && (await this.#get(legacy, toLegacyKey(key))));
    return item ? parseFinding(item, key) : undefined;
  }

  async #get(table: string, key: Record<string, AttributeValue>) {
    const input = { TableName: table, Key: key, ConsistentRead: true };
    return (await this.#client().send(new GetItemCommand(input))).Item;
  }

  async write(finding: Finding, previous: Finding | undefined): Promise<'written' | 'outdated'> {
    const isNew = previous === undefined || previous.revision === 0;
    const unchanged = isNew
      ? { ConditionExpression: 'attribute_not_exists(networkAclId)' }
      : {
          ConditionExpression: 'revision = :previous',
          ExpressionAttributeValues: { ':previous': { N: `${previous.revision}` } },
        };
    const input = { TableName: this.#tables.current, Item: toItem(finding), ...unchanged };
    const result = await unlessRefused('outdated' as const, async () => {
      await this.#client().send(new PutItemCommand(input));
      return 'written' as const;
    });
    if (result === 'written' && previous && isNew) await this.#removeLegacy(finding);
    return result;
  }

  async remove(key: NetworkAclKey): Promise<void> {
    const input = { TableName: this.#tables.current, Key: toKey(key) };
    await this.#client().send(new DeleteItemCommand(input));
    await this.#removeLegacy(key);
  }

  /** What was carried over must not come back once the item of this table is gone. */
  async #removeLegacy(key: NetworkAclKey): Promise<void> {
    const { legacy } = this.#tables;
    if (legacy === undefined) return;
    await this.#client().send(new DeleteItemCommand({ TableName: legacy, Key: toLegacyKey(key) }));
  }
}

function toKey(key: NetworkAclKey): Record<string, AttributeValue> {
  return { member: { S: formatMember(key) }, networkAclId: { S: key.networkAclId } };
}

function toLegacyKey({ networkAclId }: NetworkAclKey): Record<string, AttributeValue> {
  return { networkAclId: { S: networkAclId } };
}
