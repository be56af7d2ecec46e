import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { MEMBER } from '../../functions/aws/members/member-item.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { ask } from '../deployment/ask.ts';
import { mapAtOnce } from './map-at-once.ts';

/** Items that are written at the same time. */
const AT_ONCE = 8;

/** A member, and the name of its account. */
export interface NamedMember extends Member {
  readonly name: string;
}

/**
 * Records the names of accounts, so that alerts and digests show them. A member that is not on record stays so.
 *
 * @throws what `ask` throws
 */
export async function recordNames(
  client: DynamoDBClient,
  table: string,
  members: readonly NamedMember[],
): Promise<void> {
  await mapAtOnce(members, AT_ONCE, member =>
    ask('dynamodb:UpdateItem', () => recordName(client, table, member)),
  );
}

async function recordName(client: DynamoDBClient, TableName: string, member: NamedMember): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: { member: { S: formatMember(member) }, networkAclId: { S: MEMBER } },
        ConditionExpression: 'attribute_exists(networkAclId)',
        UpdateExpression: 'SET #name = :name',
        // A reserved word of DynamoDB.
        ExpressionAttributeNames: { '#name': 'name' },
        ExpressionAttributeValues: { ':name': { S: member.name } },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
  }
}
