import { renderTime } from '../../functions/alert/words/change-text.ts';
import { awsCommand } from '../deployment/commands.ts';
import type { Stack } from '../deployment/stack.ts';
import { renderAge } from './counts.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import { readMetric } from './metrics.ts';
import type { Patient } from './patient.ts';

const { ok, warning, problem } = findingsOf('last sweep');

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** As the alarm Heartbeat counts. */
const OLDEST = 2 * DAY;
const LOOK_BACK = 14 * DAY;

/** Whether a sweep that the deployment has started may still be under way, or not be heard of yet. */
export function isJustDeployed({ deployedAt }: Stack, now: Date): boolean {
  return now.getTime() - deployedAt.getTime() < HOUR;
}

/** When a sweep came to its end last. */
export async function checkLastSweep(patient: Patient): Promise<readonly Finding[]> {
  return examine('last sweep', 'when the last sweep ended', async () => {
    const { clients, now } = patient;
    const metric = {
      Namespace: 'NaclEphemeralGuard',
      MetricName: 'SweepCompleted',
      Dimensions: [{ Name: 'service', Value: 'sweep' }],
    };
    const from = new Date(now.getTime() - LOOK_BACK);
    const values = await readMetric(clients.cloudWatch, metric, 'Sum', { from, to: now });
    const last = values.find(({ value }) => value > 0);
    return [judge(last?.at, patient)];
  });
}

function judge(at: Date | undefined, { stack, place, now }: Patient): Finding {
  const age = at && now.getTime() - at.getTime();
  if (at && age !== undefined && age <= OLDEST) {
    return ok(`ended ${renderAge(Math.max(0, age))} ago, ${renderTime(at)}`);
  }
  const says = at
    ? `the last sweep ended ${renderTime(at)}, more than two days ago`
    : 'no sweep has ended yet';
  if (isJustDeployed(stack, now)) {
    return warning(`${says}; the deployment has just started one`, 'run doctor again in some minutes');
  }
  const url = stack.resources.get('SweepQueue')?.physicalId;
  const sweep = awsCommand(place, `sqs send-message --message-body '{}' --queue-url ${url}`);
  return problem(says, `look at sweep's log (docs/operations.md#heartbeat), then ${sweep}`);
}
