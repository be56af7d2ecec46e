import {
  EC2Client,
  type NetworkAcl as Ec2NetworkAcl,
  paginateDescribeNetworkAcls,
} from '@aws-sdk/client-ec2';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import { ask } from '../../deployment/ask.ts';
import type { ClientSettings } from '../../input/aws-source.ts';
import { addDescribed, FROM_EC2, type Listing } from '../../input/listing.ts';
import { endingPages } from '../../input/pages.ts';
import { createExposureReader, type LogLine } from './exposure-reader.ts';

/** The most network ACLs that EC2 gives in one page. */
const PAGE = 1_000;

/** The network ACLs of one region as one profile or role sees them. */
export interface ReadRegion extends Listing {
  /** Read when the first network ACL needs it. */
  readonly surroundings: (networkAcl: NetworkAcl) => Promise<Surroundings>;
  readonly close: () => void;
}

/**
 * Reads all network ACLs of a region.
 *
 * @param settings - of the clients that read it, also later
 * @param onRead - gets how many were read so far
 * @throws CredentialsError, NotPermittedError, NoAnswerError; InputError for a network ACL that is none
 */
export async function readRegion(
  settings: ClientSettings,
  onRead: (count: number) => void,
  log: (line: LogLine) => void,
): Promise<ReadRegion> {
  const client = new EC2Client(settings);
  try {
    const described = await ask('ec2:DescribeNetworkAcls', () => describeAll(client, onRead));
    const region = await client.config.region();
    const listing: Listing = { networkAcls: [], unreadable: [] };
    const origin = { file: FROM_EC2, region };
    for (const one of described) addDescribed(listing, { described: one, origin });
    return { ...listing, ...readExposureOnDemand(settings, log) };
  } finally {
    // Few regions need exposure, and an organisation has thousands: each client takes memory.
    client.destroy();
  }
}

function readExposureOnDemand(
  settings: ClientSettings,
  log: (line: LogLine) => void,
): Pick<ReadRegion, 'surroundings' | 'close'> {
  let client: EC2Client | undefined;
  let reader: ReturnType<typeof createExposureReader> | undefined;
  return {
    surroundings: async networkAcl => {
      client ??= new EC2Client(settings);
      reader ??= createExposureReader(client, settings, log);
      return (await reader).read(networkAcl, new AbortController().signal);
    },
    close: () => client?.destroy(),
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
