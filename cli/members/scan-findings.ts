import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Item, readPages } from '../../functions/aws/table-pages.ts';
import { ask } from '../deployment/ask.ts';

/**
 * The findings of a table, without its items of members and of the reporter: these have no time since when.
 *
 * @throws what `ask` throws
 */
export function scanFindings(client: DynamoDBClient, TableName: string): AsyncGenerator<Item> {
  const input = { TableName, FilterExpression: 'attribute_exists(since)' };
  return readPages('findings', page =>
    ask('dynamodb:Scan', () => client.send(new ScanCommand({ ...input, ...page }))),
  );
}
