import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Finding } from '../review/finding.ts';
import type { Findings } from '../review/interfaces.ts';

type Item = Record<string, AttributeValue>;

/** Days after which DynamoDB may drop the item of a gap that is closed. */
const KEEP_CLOSED_DAYS = 30;
const DAY = 86_400_000;

/** Findings as items of a DynamoDB table, one for each network ACL. */
export class FindingsTable implements Findings {
  readonly #client: DynamoDBClient;
  readonly #tableName: string;

  constructor(client: DynamoDBClient, tableName: string) {
    this.#client = client;
    this.#tableName = tableName;
  }

  async read(networkAclId: string): Promise<Finding | undefined> {
    const { Item } = await this.#client.send(
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
    await this.#client.send(
      new PutItemCommand({ TableName: this.#tableName, Item: toItem(finding), ...unchanged }),
    );
  }

  async remove(networkAclId: string): Promise<void> {
    await this.#client.send(
      new DeleteItemCommand({ TableName: this.#tableName, Key: { networkAclId: { S: networkAclId } } }),
    );
  }
}

function toItem(finding: Finding): Item {
  const item: Item = {
    networkAclId: { S: finding.networkAclId },
    state: { S: finding.state },
    fingerprint: { S: finding.fingerprint },
    since: { S: finding.since.toISOString() },
    alertedAt: { S: finding.alertedAt.toISOString() },
    alertKind: { S: finding.alertKind },
    remediatedAt: { L: finding.remediatedAt.map(at => ({ S: at.toISOString() })) },
    revision: { N: `${finding.revision}` },
  };
  if (finding.state === 'open') return item;
  // Seconds, as DynamoDB's time to live wants them.
  const expiresAt = Math.floor((finding.alertedAt.getTime() + KEEP_CLOSED_DAYS * DAY) / 1_000);
  return { ...item, expiresAt: { N: `${expiresAt}` } };
}

function parseFinding(item: Item): Finding {
  const text = (name: string): string => item[name]?.S ?? fail(item, name);
  const time = (value: string | undefined, name: string): Date => {
    const parsed = new Date(value ?? '');
    return Number.isNaN(parsed.getTime()) ? fail(item, name) : parsed;
  };
  return {
    networkAclId: text('networkAclId'),
    state: oneOf(item, 'state', ['open', 'closed']),
    fingerprint: text('fingerprint'),
    since: time(text('since'), 'since'),
    alertedAt: time(text('alertedAt'), 'alertedAt'),
    alertKind: oneOf(item, 'alertKind', ALERT_KINDS),
    remediatedAt: (item.remediatedAt?.L ?? fail(item, 'remediatedAt')).map(({ S }) =>
      time(S, 'remediatedAt'),
    ),
    revision: Number(item.revision?.N ?? fail(item, 'revision')),
  };
}

const ALERT_KINDS: readonly Finding['alertKind'][] = [
  'gap',
  'reminder',
  'remediated',
  'remediation-failed',
  'conflict',
  'resolved',
];

function oneOf<T extends string>(item: Item, name: string, expected: readonly T[]): T {
  return expected.find(value => value === item[name]?.S) ?? fail(item, name);
}

function fail(item: Item, name: string): never {
  throw new Error(
    `the findings table's item ${item.networkAclId?.S} has an unusable ${name}: ${JSON.stringify(item[name])}`,
  );
}
