import {
  type AttributeValue,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { NetworkAclKey } from '../review/finding.ts';
import { toMember } from './finding-item.ts';
import type { FindingsTables } from './findings-table.ts';
import { PageTokens } from './page-tokens.ts';

type Item = Readonly<Record<string, AttributeValue>>;
type Home = Pick<NetworkAclKey, 'account' | 'region'>;

/**
 * The ids of all network ACLs of an account and region that something is on record about. Apart from the findings table's
 * other calls, since guard, which never needs it, may not do it either.
 */
export async function listRecorded(
  client: DynamoDBClient,
  { current, legacy }: FindingsTables,
  home: Home,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const ofHome: Partial<ScanCommandInput> = {
    FilterExpression: '#member = :member',
    ExpressionAttributeNames: { '#member': 'member' },
    ExpressionAttributeValues: { ':member': { S: toMember(home) } },
  };
  const scans = [scan(client, { TableName: current, ...ofHome })];
  if (legacy) scans.push(scan(client, { TableName: legacy }));
  for (const items of scans)
    for await (const { networkAclId } of items) if (networkAclId?.S) ids.add(networkAclId.S);
  return ids;
}

/** The network ACLs of every account and region with an alert that is to be published. */
export async function listPending(
  client: DynamoDBClient,
  { current }: FindingsTables,
): Promise<NetworkAclKey[]> {
  const keys: NetworkAclKey[] = [];
  const pending = { TableName: current, FilterExpression: 'attribute_exists(pending)' };
  for await (const item of scan(client, pending)) {
    const networkAclId = item.networkAclId?.S;
    if (networkAclId) keys.push({ ...toHome(item), networkAclId });
  }
  return keys;
}

function toHome({ member }: Item): Home {
  const [account = '', region = ''] = (member?.S ?? '').split('/');
  return { account, region };
}

async function* scan(client: DynamoDBClient, input: ScanCommandInput): AsyncGenerator<Item> {
  const tokens = new PageTokens('findings');
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(new ScanCommand({ ...input, ConsistentRead: true, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
    tokens.next(ExclusiveStartKey && JSON.stringify(ExclusiveStartKey));
  } while (ExclusiveStartKey);
}
