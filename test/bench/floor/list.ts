import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CLIENT_SETTINGS } from '../../../functions/aws/clients.ts';

/** The floor of a sweep: the SDK reads every network ACL, page by page as sweep does, and does nothing with them. */
const ec2 = new EC2Client({ ...CLIENT_SETTINGS, region: process.env.AWS_REGION ?? '' });

export async function handler(): Promise<object> {
  let NextToken: string | undefined;
  do ({ NextToken } = await ec2.send(new DescribeNetworkAclsCommand({ MaxResults: 200, NextToken })));
  while (NextToken);
  return { batchItemFailures: [] };
}
