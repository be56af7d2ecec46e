import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { ask } from '../../deployment/ask.ts';
import { type AwsSource, toClientSettings } from '../../input/aws-source.ts';

/**
 * The regions that the account has enabled, in the order of their names.
 *
 * @throws CredentialsError, NotPermittedError, NoAnswerError
 */
export async function listRegions(source: AwsSource): Promise<string[]> {
  const client = new EC2Client(toClientSettings(source));
  try {
    const { Regions = [] } = await ask('ec2:DescribeRegions', () =>
      client.send(new DescribeRegionsCommand({})),
    );
    const names = Regions.flatMap(({ RegionName }) => RegionName ?? []);
    if (names.length === 0) throw new Error('EC2 answered without regions');
    return names.sort();
  } finally {
    client.destroy();
  }
}
