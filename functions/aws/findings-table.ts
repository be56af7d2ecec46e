import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Finding } from '../review/finding.ts';
import type { Findings } from '../review/interfaces.ts';
import { parseFinding, toItem } from './finding-item.ts';

/** Findings as items of a DynamoDB table, one for each network ACL. */
export class FindingsTable implements Findings {
  readonly #client: () => DynamoDBClient;
  readonly #tableName: string;

  /** @param client - asked for with each call: an event that is ignored makes none */
  constructor(client: () => DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async read(networkAclId: string): Promise<Finding | undefined> {
    const { Item } = await this.#client().send(
      new GetItemCommand({
        TableName: this.#tableName,
        Key: { networkAclId: { S: networkAclId } },
        ConsistentRead: true,
      }),
    );
    return Item && parseFinding(Item);
  }

  async write(finding: Finding, previous: Finding | undefined): Promise<void> {
    const unchanged = previous
      ? {
          ConditionExpression: 'revision = :previous',
          ExpressionAttributeValues: { ':previous': { N: `${previous.revision}` } },
        }
      : { ConditionExpression: 'attribute_not_exists(networkAclId)' };
    await this.#client().send(
      new PutItemCommand({ TableName: this.#tableName, Item: toItem(finding), ...unchanged }),
    );
  }

  async remove(networkAclId: string): Promise<void> {
    await this.#client().send(
      new DeleteItemCommand({ TableName: this.#tableName, Key: { networkAclId: { S: networkAclId } } }),
    );
  }
}
