import { renderTime } from '../../functions/alert/words/time-text.ts';
import { awsCommand } from '../deployment/commands.ts';
import type { Stack } from '../deployment/stack.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import { renderAge } from './counts.ts';
import type { Deployment } from './deployment.ts';
import { readMetric } from './metrics.ts';

const { ok, warning, problem } = resultsOf('last sweep');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** The limit of the alarm Heartbeat. */
const OLDEST = 2 * DAY;
const LOOK_BACK = 14 * DAY;

/** Whether the sweep that the deployment started may still be running, or not be in the metrics yet. */
export function isJustDeployed({ deployedAt }: Stack, now: Date): boolean {
  return now.getTime() - deployedAt.getTime() < HOUR;
}

/** When the last sweep ended. */
export async function checkLastSweep(deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('last sweep', 'when the last sweep ended', async () => {
    const { clients, now } = deployment;
    const metric = {
      Namespace: 'NaclEphemeralGuard',
      MetricName: 'SweepsFinished',
      Dimensions: [{ Name: 'service', Value: 'sweep' }],
    };
    const from = new Date(now.getTime() - LOOK_BACK);
    const values = await readMetric(clients.cloudWatch, metric, 'Sum', { from, to: now });
    const last = values.find(({ value }) => value > 0);
    return [toResult(last?.at, deployment)];
  });
}

function toResult(at: Date | undefined, { stack, place, now }: Deployment): CheckResult {
  const age = at && now.getTime() - at.getTime();
  if (at && age !== undefined && age <= OLDEST) {
    return ok(`ended ${renderAge(Math.max(0, age))} ago, ${renderTime(at)}`);
  }
  const says = at
    ? `the last sweep ended ${renderTime(at)}, more than two days ago`
    : 'no sweep has ended yet';
  if (isJustDeployed(stack, now)) {
    return warning(`${says}; the deployment has just started one`, 'run doctor again in a few minutes');
  }
  const url = stack.resources.get('SweepQueue')?.physicalId;
  const sweep = awsCommand(place, `sqs send-message --message-body '{}' --queue-url ${url}`);
  return problem(says, `read sweep's log (docs/operations.md#heartbeat), then start a sweep: ${sweep}`);
}
