import {
  EC2Client,
  type NetworkAcl as Ec2NetworkAcl,
  paginateDescribeNetworkAcls,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Ec2Exposure } from '../../functions/aws/ec2-exposure.ts';
import { Ec2RegionExposure } from '../../functions/aws/ec2-region-exposure.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { escapeLines } from '../../functions/parsing/printable.ts';
import type { ExposureReader } from '../../functions/review/interfaces.ts';
import { type AwsSource, toClientSettings } from '../input/aws-source.ts';
import { InputError } from '../input/input-error.ts';
import { atOneMoment, toNetworkAcl } from '../input/network-acls.ts';
import { endingPages } from '../input/pages.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type CheckInput, ownerOf } from './input.ts';

/** The most network ACLs that EC2 gives in one page. */
const PAGE = 1_000;

/**
 * Reads all network ACLs of a region. Exposure is read later, and only for those that need it.
 *
 * @param stderr - gets the progress, if it is a terminal, and why exposure could not be read
 * @throws InputError with the reason of EC2, such as missing credentials or permissions
 */
export async function readRegion(source: AwsSource, stderr: Terminal): Promise<CheckInput> {
  const client = new EC2Client(toClientSettings(source));
  try {
    const described = await describeAll(client, stderr);
    const region = await client.config.region();
    const networkAcls = described.map(one => ({
      parse: () => atOneMoment(toNetworkAcl(one, 'EC2')),
      source: { file: undefined, address: undefined, line: undefined, account: ownerOf(one), region },
    }));
    for (const { parse } of networkAcls) parse();
    let reader: Promise<ExposureReader> | undefined;
    const surroundings = async (networkAcl: NetworkAcl) => {
      reader ??= createReader(client, source, stderr);
      return (await reader).read(networkAcl, new AbortController().signal);
    };
    return { networkAcls, unreadable: [], surroundings, close: () => client.destroy() };
  } catch (error) {
    client.destroy();
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot read the network ACLs from EC2: ${reasonOf(error)}`, { cause: error });
  }
}

async function describeAll(client: EC2Client, stderr: Terminal): Promise<Ec2NetworkAcl[]> {
  const described: Ec2NetworkAcl[] = [];
  for await (const { NetworkAcls } of endingPages(
    paginateDescribeNetworkAcls({ client, pageSize: PAGE }, {}),
  )) {
    if (NetworkAcls === undefined) throw new Error('the answer has no list of network ACLs');
    described.push(...NetworkAcls);
    if (stderr.isTTY) stderr.write(`\r${described.length} network ACLs read from EC2 `);
  }
  if (stderr.isTTY) stderr.write('\n');
  return described;
}

/** Milliseconds that reading the interfaces and security groups of a region may take. */
const LONGEST_READING = 600_000;

/** Needs the account: in a VPC of another account, only some of the interfaces are visible. */
async function createReader(client: EC2Client, source: AwsSource, stderr: Terminal): Promise<ExposureReader> {
  const log = createLog(stderr);
  const sts = new STSClient(toClientSettings(source));
  try {
    const { Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    const sources = { client: () => client, account, log, now: Date.now };
    return new Ec2RegionExposure(sources, new Ec2Exposure(sources), AbortSignal.timeout(LONGEST_READING));
  } catch (error) {
    log({ error: `the account is unknown: ${reasonOf(error)}` });
    return { read: async () => nothingKnown('failed') };
  } finally {
    sts.destroy();
  }
}

/** Reports each cause once: it is the same for many network ACLs. */
function createLog(stderr: Terminal): (line: Readonly<Record<string, unknown>>) => void {
  const written = new Set<string>();
  return ({ error }) => {
    const text = `interfaces and security groups were not read: ${String(error).split('\n')[0]}\n`;
    if (written.has(text)) return;
    written.add(text);
    stderr.write(escapeLines(text));
  };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message.split('\n')[0] : String(error)) ?? '';
}
