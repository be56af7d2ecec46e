import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  type ScanCommandInput,
} from '@aws-sdk/client-dynamodb';
import { maybe } from '../parsing/structures.ts';
import { formatMember, type Member, parseMember } from '../review/member.ts';
import type { PendingFinding } from '../review/reporting/due.ts';
import { fromAttributes } from './attribute-values.ts';
import { PENDING_ITEM } from './finding-item.ts';
import type { FindingsTables } from './findings-table.ts';
import { MEMBER } from './members/member-item.ts';
import { REPORTER } from './reporter-table.ts';
import { type Item, readPages } from './table-pages.ts';

/** What is in the place of a network ACL's id in items that are no findings. */
const OTHERS: ReadonlySet<string> = new Set([REPORTER, MEMBER]);

/**
 * The ids of all network ACLs of a member that something is on record about. Of the table of 0.1.0, which has those of one
 * account and region only, the ids are the member's. Apart from the findings table's
 * other calls, since guard, which never needs it, may not do it either.
 */
export async function listRecorded(
  client: DynamoDBClient,
  { current, legacy }: FindingsTables,
  member: Member,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const lists = [query(client, current, member)];
  if (legacy) lists.push(scan(client, { TableName: legacy }));
  for (const items of lists)
    for await (const { networkAclId } of items)
      if (networkAclId?.S && !OTHERS.has(networkAclId.S)) ids.add(networkAclId.S);
  return ids;
}

/** What is to be published about network ACLs of every account and region, without the alerts themselves. */
export async function listPending(
  client: DynamoDBClient,
  { current }: FindingsTables,
): Promise<PendingFinding[]> {
  const found: PendingFinding[] = [];
  const pending = { TableName: current, FilterExpression: 'attribute_exists(pending)' };
  for await (const item of scan(client, pending)) found.push(...toPendingFinding(item));
  return found;
}

/** Nothing for a malformed item: the next review of the network ACL logs and removes it. */
function toPendingFinding(item: Item): PendingFinding[] {
  const parsed = maybe(PENDING_ITEM).parse(fromAttributes(item));
  if (parsed === undefined) return [];
  const { member, pending, ...rest } = parsed;
  return [{ ...parseMember(member), ...rest, pending: pending.map(head => ({ origin: 'change', ...head })) }];
}

function scan(client: DynamoDBClient, input: ScanCommandInput): AsyncGenerator<Item> {
  return readPages('findings', page => client.send(new ScanCommand({ ...input, ...page })));
}

/** Only the ids: a finding can have hundreds of kilobytes. */
function query(client: DynamoDBClient, table: string, member: Member): AsyncGenerator<Item> {
  const ofMember: QueryCommandInput = {
    TableName: table,
    KeyConditionExpression: '#member = :member',
    ProjectionExpression: 'networkAclId',
    ExpressionAttributeNames: { '#member': 'member' },
    ExpressionAttributeValues: { ':member': { S: formatMember(member) } },
  };
  return readPages('findings', page => client.send(new QueryCommand({ ...ofMember, ...page })));
}
