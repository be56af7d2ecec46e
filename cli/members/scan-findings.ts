import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PageTokens } from '../../functions/aws/page-tokens.ts';
import { ask } from '../deployment/ask.ts';

/** An item of the findings table. */
export type FindingItem = Readonly<Record<string, AttributeValue>>;

/**
 * The findings of a table, without its items of members and of the reporter: these have no time since when.
 *
 * @throws what `ask` throws
 */
export async function* scanFindings(client: DynamoDBClient, TableName: string): AsyncGenerator<FindingItem> {
  const tokens = new PageTokens('findings');
  const input = { TableName, FilterExpression: 'attribute_exists(since)', ConsistentRead: true };
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await ask('dynamodb:Scan', () =>
      client.send(new ScanCommand({ ...input, ExclusiveStartKey })),
    );
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
    tokens.next(ExclusiveStartKey && JSON.stringify(ExclusiveStartKey));
  } while (ExclusiveStartKey);
}
