import {
  EC2Client,
  type NetworkAcl as Ec2NetworkAcl,
  paginateDescribeNetworkAcls,
} from '@aws-sdk/client-ec2';
import { type AwsSource, toClientSettings } from '../input/aws-source.ts';
import { InputError } from '../input/input-error.ts';

/** The most network ACLs that EC2 gives in one page. */
const PAGE = 1_000;

/** Where to ask, and how to say how far it is. */
export interface LiveSource extends AwsSource {
  /** Called after each page with the number of network ACLs so far. */
  readonly onProgress: (count: number) => void;
}

/**
 * Asks EC2 for all network ACLs of a region, page by page.
 *
 * @throws InputError with EC2's reason, such as missing credentials or permissions
 */
export async function describeAll({ onProgress, ...source }: LiveSource): Promise<Ec2NetworkAcl[]> {
  const client = new EC2Client(toClientSettings(source));
  const described: Ec2NetworkAcl[] = [];
  try {
    for await (const { NetworkAcls } of paginateDescribeNetworkAcls({ client, pageSize: PAGE }, {})) {
      if (NetworkAcls === undefined) throw new Error('the answer has no list of network ACLs');
      described.push(...NetworkAcls);
      onProgress(described.length);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new InputError(`cannot read the network ACLs from EC2: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
  return described;
}
