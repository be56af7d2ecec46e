import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { toShellWord } from '../../functions/alert/fix/quoting.ts';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import { renderCount } from './counts.ts';
import type { Deployment } from './deployment.ts';
import { isJustDeployed } from './last-sweep.ts';

const { ok, warning, problem } = resultsOf('alarms');

/** The most names that one DescribeAlarms call accepts. */
const PAGE = 100;

/** Which alarms of the stack are in ALARM, and whether each one can notify anyone. */
export async function checkAlarms(deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('alarms', 'the state of the alarms', async () => {
    const names = [...deployment.stack.resources.values()]
      .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
      .map(({ physicalId }) => physicalId);
    if (names.length === 0) return [none()];
    const alarms = await readAlarms(names, deployment);
    const found = new Set(alarms.map(({ AlarmName }) => AlarmName));
    const missing = names.filter(name => !found.has(name));
    const problems = [
      ...alarms.flatMap(alarm => toResults(alarm, deployment)),
      ...toMissing(missing, names.length),
    ];
    const silent = alarms.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA').length;
    const waiting = silent > 0 ? `, ${silent} without data yet` : '';
    return problems.length > 0
      ? problems
      : [ok(`none of ${renderCount(alarms.length, 'alarm')} is in ALARM${waiting}`)];
  });
}

function none(): CheckResult {
  const then = 'the stack is from another version: deploy again';
  return problem('the stack has no alarms: no one is notified when the guard itself fails', then);
}

async function readAlarms(names: readonly string[], { clients }: Deployment): Promise<MetricAlarm[]> {
  const found: MetricAlarm[] = [];
  for (let first = 0; first < names.length; first += PAGE) {
    const input = { AlarmNames: names.slice(first, first + PAGE), MaxRecords: PAGE };
    const { MetricAlarms = [] } = await ask('cloudwatch:DescribeAlarms', () =>
      clients.cloudWatch.send(new DescribeAlarmsCommand(input)),
    );
    found.push(...MetricAlarms);
  }
  return found;
}

function toResults(
  { AlarmName = '', AlarmDescription, StateValue, ActionsEnabled }: MetricAlarm,
  deployment: Deployment,
): CheckResult[] {
  const { place, stack, now } = deployment;
  const label =
    [...stack.resources.values()].find(({ physicalId }) => physicalId === AlarmName)?.logicalId ?? AlarmName;
  if (StateValue === 'ALARM') {
    if (label === 'HeartbeatAlarm' && isJustDeployed(stack, now)) {
      return [
        warning(
          `${label} is in ALARM. This is normal until the first sweep is done`,
          'run doctor again in a few minutes',
        ),
      ];
    }
    return [
      problem(
        `${label} is in ALARM`,
        AlarmDescription ??
          awsCommand(place, `cloudwatch describe-alarms --alarm-names ${toShellWord(AlarmName)}`),
      ),
    ];
  }
  if (ActionsEnabled !== false) return [];
  const enable = awsCommand(place, `cloudwatch enable-alarm-actions --alarm-names ${toShellWord(AlarmName)}`);
  return [warning(`${label} notifies no one: its actions are disabled`, enable)];
}

function toMissing(missing: readonly string[], all: number): CheckResult[] {
  if (missing.length === 0) return [];
  const which = missing.length === all ? 'the alarms of the stack' : joinWords(missing);
  // A changed parameter has CloudFormation delete the alarms, also those that are gone, and create them again.
  const then =
    'they were deleted by hand: deploy with --param=lean=true, then with --param=lean=false, which creates them again';
  return [problem(`these do not exist: ${which}`, then)];
}
