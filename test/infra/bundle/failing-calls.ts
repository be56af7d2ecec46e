import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

const ROLE_ARN = 'arn:aws:iam::222222222222:role/guard-prod-reader';
const settings = { region: 'us-east-1', maxAttempts: 3 };

function put(TableName: string): Promise<unknown> {
  const Item = { member: { S: '123456789012/us-east-1' }, networkAclId: { S: 'acl-1' } };
  const ConditionExpression = 'attribute_exists(networkAclId)';
  return new DynamoDBClient(settings).send(new PutItemCommand({ TableName, Item, ConditionExpression }));
}

/** Calls that a stand-in refuses: to be made from a bundle, and without one. */
export const calls = {
  condition: () => put('findings'),
  table: () => put('missing'),
  parameter: (): Promise<unknown> =>
    new SSMClient(settings).send(new GetParametersCommand({ Names: ['/a'], WithDecryption: true })),
  role: (): Promise<unknown> =>
    new STSClient(settings).send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: 'guard' })),
};
