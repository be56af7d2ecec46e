import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';

/**
 * The ids of all network ACLs that something is on record about. Apart from the findings table's other calls, since
 * guard, which never needs it, may not do it either.
 */
export async function listRecorded(client: DynamoDBClient, tableName: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  let startKey: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({
        TableName: tableName,
        ProjectionExpression: 'networkAclId',
        ConsistentRead: true,
        ExclusiveStartKey: startKey,
      }),
    );
    for (const { networkAclId } of page.Items ?? []) if (networkAclId?.S) ids.add(networkAclId.S);
    startKey = page.LastEvaluatedKey;
  } while (startKey);
  return ids;
}
