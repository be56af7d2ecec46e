import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import { CLIENT_SETTINGS } from '../../functions/aws/clients.ts';
import { startStandIn } from '../../local/aws-stand-in/stand-in.ts';

it('gives up on a server that accepts a call and never answers', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  const standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  standIn.inject({ action: 'DescribeNetworkAcls', fault: 'hang' });
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  const where = { endpoint: standIn.endpoint, region: 'us-east-1', credentials };
  const client = new EC2Client({ ...CLIENT_SETTINGS, ...where, maxAttempts: 1 });
  try {
    await expect(client.send(new DescribeNetworkAclsCommand({}))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  } finally {
    client.destroy();
    await standIn.close();
  }
});
