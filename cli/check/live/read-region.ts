import {
  EC2Client,
  type NetworkAcl as Ec2NetworkAcl,
  paginateDescribeNetworkAcls,
} from '@aws-sdk/client-ec2';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import { ask } from '../../deployment/ask.ts';
import { type AwsSource, toClientSettings } from '../../input/aws-source.ts';
import type { ListedNetworkAcl } from '../../input/listed-network-acl.ts';
import { atOneMoment, toNetworkAcl } from '../../input/network-acls.ts';
import { endingPages } from '../../input/pages.ts';
import { ownerOf } from '../input.ts';
import { createExposureReader, type LogLine } from './exposure-reader.ts';

/** The most network ACLs that EC2 gives in one page. */
const PAGE = 1_000;

/** The network ACLs of one region as one profile sees them. */
export interface ReadRegion {
  readonly networkAcls: readonly ListedNetworkAcl[];
  /** Read when the first network ACL needs it. */
  readonly surroundings: (networkAcl: NetworkAcl) => Promise<Surroundings>;
  readonly close: () => void;
}

/**
 * Reads all network ACLs of a region.
 *
 * @param onRead - gets how many were read so far
 * @throws CredentialsError, NotPermittedError, NoAnswerError; InputError for a network ACL that is none
 */
export async function readRegion(
  source: AwsSource,
  onRead: (count: number) => void,
  log: (line: LogLine) => void,
): Promise<ReadRegion> {
  const client = new EC2Client(toClientSettings(source));
  try {
    const described = await ask('ec2:DescribeNetworkAcls', () => describeAll(client, onRead));
    const region = await client.config.region();
    const networkAcls = described.map(one => toListed(one, region));
    for (const { parse } of networkAcls) parse();
    let reader: ReturnType<typeof createExposureReader> | undefined;
    const surroundings = async (networkAcl: NetworkAcl) => {
      reader ??= createExposureReader(client, source, log);
      return (await reader).read(networkAcl, new AbortController().signal);
    };
    return { networkAcls, surroundings, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

function toListed(described: Ec2NetworkAcl, region: string): ListedNetworkAcl {
  const account = ownerOf(described);
  return {
    parse: () => atOneMoment(toNetworkAcl(described, 'EC2')),
    source: { file: undefined, address: undefined, line: undefined, account, region },
  };
}

async function describeAll(client: EC2Client, onRead: (count: number) => void): Promise<Ec2NetworkAcl[]> {
  const described: Ec2NetworkAcl[] = [];
  const pages = endingPages(paginateDescribeNetworkAcls({ client, pageSize: PAGE }, {}));
  for await (const { NetworkAcls } of pages) {
    if (NetworkAcls === undefined) throw new Error('the answer has no list of network ACLs');
    described.push(...NetworkAcls);
    onRead(described.length);
  }
  return described;
}
