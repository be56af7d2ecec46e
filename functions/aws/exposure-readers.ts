import { nothingKnown } from '../coverage/exposure/exposure.ts';
import type { ExposureReader, Log } from '../review/interfaces.ts';
import { onFirstCall, PAGE_CLIENT_SETTINGS } from './clients.ts';
import { createEc2Client } from './ec2-client.ts';
import { Ec2Exposure, type ExposureSources } from './ec2-exposure.ts';
import { Ec2RegionExposure } from './ec2-region-exposure.ts';
import type { Environment } from './environment.ts';

const TURNED_OFF: ExposureReader = { read: async () => nothingKnown('turned-off') };

/** A reader for changes, which come one by one. @param sources - by default the function's own account and region */
export function createExposureReader(
  environment: Environment,
  log: Log,
  sources = toSources(environment, log),
): ExposureReader {
  return environment.readExposure ? new Ec2Exposure(sources) : TURNED_OFF;
}

/**
 * A maker of readers for sweeps, one for each.
 *
 * @param oneByOne - of {@link createExposureReader}
 * @param sources - as there
 */
export function sweepExposureReaders(
  environment: Environment,
  log: Log,
  oneByOne: ExposureReader,
  sources = toSources(environment, log),
): (signal: AbortSignal) => ExposureReader {
  if (!environment.readExposure) return () => TURNED_OFF;
  return signal => new Ec2RegionExposure(sources, oneByOne, signal);
}

function toSources({ region, account }: Environment, log: Log): ExposureSources {
  const client = onFirstCall(() => createEc2Client({ ...PAGE_CLIENT_SETTINGS, region }));
  return { client, account, log, now: Date.now };
}
