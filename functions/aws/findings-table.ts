import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SEVERITIES } from '../coverage/severity.ts';
import { CorruptFindingError, type Finding } from '../review/finding.ts';
import { ALERT_KINDS, type Findings } from '../review/interfaces.ts';

type Item = Record<string, AttributeValue>;

/** Days after which DynamoDB may drop the item of a gap that is closed. */
const KEEP_CLOSED_DAYS = 30;
const DAY = 86_400_000;

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

function toItem({ networkAclId, state, since, alerted, remediations, revision }: Finding): Item {
  const item: Item = {
    networkAclId: { S: networkAclId },
    state: { S: state },
    since: toTime(since),
    ...(alerted && {
      alerted: {
        M: {
          at: toTime(alerted.at),
          kind: { S: alerted.kind },
          fingerprint: { S: alerted.fingerprint },
          severity: { S: alerted.severity },
          denials: { L: alerted.denials.map(denial => ({ S: denial })) },
        },
      },
    }),
    remediations: {
      L: remediations.map(({ at, entries, told }) => ({
        M: { at: toTime(at), entries: { L: entries.map(entry => ({ S: entry })) }, told: { BOOL: told } },
      })),
    },
    revision: { N: `${revision}` },
  };
  if (state === 'open' || alerted === undefined) return item;
  // Seconds, as DynamoDB's time to live wants them.
  const expiresAt = Math.floor((alerted.at.getTime() + KEEP_CLOSED_DAYS * DAY) / 1_000);
  return { ...item, expiresAt: { N: `${expiresAt}` } };
}

function toTime(time: Date): AttributeValue {
  return { S: time.toISOString() };
}

/** @throws CorruptFindingError that names the attribute at fault */
function parseFinding(item: Item): Finding {
  const alerted = item.alerted?.M;
  return {
    networkAclId: item.networkAclId?.S ?? fail(item, 'networkAclId'),
    state: oneOf(item, 'state', item.state, ['open', 'closed']),
    since: parseTime(item, 'since', item.since),
    ...(alerted && {
      alerted: {
        at: parseTime(item, 'alerted', alerted.at),
        kind: oneOf(item, 'alerted', alerted.kind, ALERT_KINDS),
        fingerprint: alerted.fingerprint?.S ?? fail(item, 'alerted'),
        severity: oneOf(item, 'alerted', alerted.severity, SEVERITIES),
        denials: parseTexts(item, 'alerted', alerted.denials),
      },
    }),
    remediations: (item.remediations?.L ?? fail(item, 'remediations')).map(({ M }) => ({
      at: parseTime(item, 'remediations', M?.at),
      entries: parseTexts(item, 'remediations', M?.entries),
      told: M?.told?.BOOL ?? fail(item, 'remediations'),
    })),
    revision: Number(item.revision?.N ?? fail(item, 'revision')),
  };
}

function parseTexts(item: Item, name: string, value: AttributeValue | undefined): string[] {
  return (value?.L ?? fail(item, name)).map(({ S }) => S ?? fail(item, name));
}

function parseTime(item: Item, name: string, value: AttributeValue | undefined): Date {
  const time = new Date(value?.S ?? '');
  return Number.isNaN(time.getTime()) ? fail(item, name) : time;
}

function oneOf<T extends string>(
  item: Item,
  name: string,
  value: AttributeValue | undefined,
  expected: readonly T[],
): T {
  return expected.find(text => text === value?.S) ?? fail(item, name);
}

function fail(item: Item, name: string): never {
  throw new CorruptFindingError(
    `the findings table's item ${item.networkAclId?.S} has an unusable ${name}: ${JSON.stringify(item[name])}`,
  );
}
