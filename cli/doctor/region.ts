import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { ask, NoAnswerError } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import type { NamedRegion } from '../input/aws-source.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Ground } from './patient.ts';

const { ok, problem } = findingsOf('region');

/** What to say where nobody names a region. */
export function noRegion(): Finding {
  return problem(
    'no region: neither --region nor AWS_REGION, AWS_DEFAULT_REGION or the profile names one',
    'name it: npm run doctor -- --region eu-central-1',
  );
}

/** Whether the region exists and the account may use it. */
export async function checkRegion({ clients, place }: Ground, { region, from }: NamedRegion) {
  let usable = true;
  const findings = await examine('region', `whether ${region} (${from}) exists`, async () => {
    try {
      const status = await readOptIn(clients, region);
      usable = status === 'opt-in-not-required' || status === 'opted-in';
      return [usable ? ok(`${region}, from ${from}`) : notUsable(region, from, status, place)];
    } catch (error) {
      if (!(error instanceof NoAnswerError) || error.code !== 'ENOTFOUND') throw error;
      usable = false;
      return [unknown(region, from)];
    }
  });
  return { usable, findings };
}

async function readOptIn({ ec2 }: Ground['clients'], region: string): Promise<string> {
  const { Regions = [] } = await ask('ec2:DescribeRegions', () =>
    ec2.send(new DescribeRegionsCommand({ AllRegions: true })),
  );
  if (Regions.length === 0) throw new Error('EC2 answered without regions');
  return Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus ?? 'unknown';
}

function unknown(region: string, from: string): Finding {
  const then = 'see whether the name is right, and whether this machine reaches the internet';
  return problem(`${region}, from ${from}: there is no such region, or no way to it`, then);
}

function notUsable(region: string, from: string, status: string, place: Ground['place']): Finding {
  if (status !== 'not-opted-in') {
    const then = awsCommand(place, 'ec2 describe-regions --all-regions --query Regions[].RegionName');
    return problem(
      `${region}, from ${from}: AWS does not list such a region`,
      `see which there are: ${then}`,
    );
  }
  const enable = awsCommand(
    { ...place, region: 'us-east-1' },
    `account enable-region --region-name ${region}`,
  );
  return problem(`${region}, from ${from}: the account has not enabled it`, enable);
}
