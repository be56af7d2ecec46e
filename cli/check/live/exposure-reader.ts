import type { EC2Client } from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Ec2Exposure } from '../../../functions/aws/ec2-exposure.ts';
import { Ec2RegionExposure } from '../../../functions/aws/ec2-region-exposure.ts';
import { nothingKnown } from '../../../functions/coverage/exposure/exposure.ts';
import { escapeLines } from '../../../functions/parsing/printable.ts';
import type { ExposureReader } from '../../../functions/review/interfaces.ts';
import type { ClientSettings } from '../../input/aws-source.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** A line of the log of the reader. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Milliseconds that reading the interfaces and security groups of a region may take. */
const LONGEST_READING = 600_000;

/** Needs the account: in a VPC of another account, only some of the interfaces are visible. */
export async function createExposureReader(
  client: EC2Client,
  settings: ClientSettings,
  log: (line: LogLine) => void,
): Promise<ExposureReader> {
  const sts = new STSClient(settings);
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
export function createLog(stderr: Terminal): (line: LogLine) => void {
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
