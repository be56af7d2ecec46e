import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import { toShellWord } from '../../functions/alert/fix/quoting.ts';
import { ask, NoAnswerError } from '../deployment/ask.ts';
import { noRegion as regionProblem, unreachableRegion } from '../deployment/aws-problems.ts';
import { awsCommand } from '../deployment/commands.ts';
import type { NamedRegion } from '../input/aws-source.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { CheckContext } from './deployment.ts';

const { ok, problem } = resultsOf('region');

/** The result where nothing names a region. */
export function noRegion(): CheckResult {
  return problem(regionProblem().says, 'name one: npm run doctor -- --region eu-central-1');
}

/** Whether the region exists, and the account may use it. */
export async function checkRegion({ clients, place }: CheckContext, { region, from }: NamedRegion) {
  let usable = true;
  const results = await runCheck('region', `whether ${region} (${from}) exists`, async () => {
    try {
      const status = await readOptIn(clients, region);
      usable = status === 'opt-in-not-required' || status === 'opted-in';
      return [usable ? ok(`${region}, from ${from}`) : notUsable(region, from, status, place)];
    } catch (error) {
      if (!(error instanceof NoAnswerError) || error.code !== 'ENOTFOUND') throw error;
      usable = false;
      return [unreachable(region, from)];
    }
  });
  return { usable, results };
}

async function readOptIn({ ec2 }: CheckContext['clients'], region: string): Promise<string> {
  const { Regions = [] } = await ask('ec2:DescribeRegions', () =>
    ec2.send(new DescribeRegionsCommand({ AllRegions: true })),
  );
  if (Regions.length === 0) throw new Error('EC2 answered without regions');
  return Regions.find(({ RegionName }) => RegionName === region)?.OptInStatus ?? 'unknown';
}

function unreachable(region: string, from: string): CheckResult {
  const { says, step } = unreachableRegion(region, from);
  return problem(says, step);
}

function notUsable(region: string, from: string, status: string, place: CheckContext['place']): CheckResult {
  if (status !== 'not-opted-in') {
    const then = awsCommand(place, 'ec2 describe-regions --all-regions --query Regions[].RegionName');
    return problem(`${region}, from ${from}: AWS has no region of this name`, `list all regions: ${then}`);
  }
  const enable = awsCommand(
    { ...place, region: 'us-east-1' },
    `account enable-region --region-name ${toShellWord(region)}`,
  );
  return problem(`${region}, from ${from}: the account has not enabled it`, enable);
}
