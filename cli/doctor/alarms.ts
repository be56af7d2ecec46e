import { DescribeAlarmsCommand, type MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { renderCount } from './counts.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import { isJustDeployed } from './last-sweep.ts';
import type { Patient } from './patient.ts';

const { ok, warning, problem } = findingsOf('alarms');

/** The most names that one DescribeAlarms takes. */
const PAGE = 100;

/** Which alarms of the stack say that something is wrong, and whether they could say so. */
export async function checkAlarms(patient: Patient): Promise<readonly Finding[]> {
  return examine('alarms', 'what the alarms say', async () => {
    const names = [...patient.stack.resources.values()]
      .filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
      .map(({ physicalId }) => physicalId);
    if (names.length === 0) return [none()];
    const alarms = await readAlarms(names, patient);
    const found = new Set(alarms.map(({ AlarmName }) => AlarmName));
    const missing = names.filter(name => !found.has(name));
    const faults = [...alarms.flatMap(alarm => judge(alarm, patient)), ...toMissing(missing, names.length)];
    const silent = alarms.filter(({ StateValue }) => StateValue === 'INSUFFICIENT_DATA').length;
    const waiting = silent > 0 ? `, ${silent} without data yet` : '';
    return faults.length > 0
      ? faults
      : [ok(`none of ${renderCount(alarms.length, 'alarm')} is in ALARM${waiting}`)];
  });
}

function none(): Finding {
  const then = 'the stack is of another version: deploy again, with your parameters';
  return problem('the stack has no alarms: nobody hears when the guard itself fails', then);
}

async function readAlarms(names: readonly string[], { clients }: Patient): Promise<MetricAlarm[]> {
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

function judge(
  { AlarmName = '', AlarmDescription, StateValue, ActionsEnabled }: MetricAlarm,
  patient: Patient,
): Finding[] {
  const { place, stack, now } = patient;
  const label =
    [...stack.resources.values()].find(({ physicalId }) => physicalId === AlarmName)?.logicalId ?? AlarmName;
  if (StateValue === 'ALARM') {
    if (label === 'HeartbeatAlarm' && isJustDeployed(stack, now)) {
      return [
        warning(
          `${label} is in ALARM, as it may be until the first sweep is done`,
          'run doctor again in some minutes',
        ),
      ];
    }
    return [
      problem(
        `${label} is in ALARM`,
        AlarmDescription ?? awsCommand(place, `cloudwatch describe-alarms --alarm-names ${AlarmName}`),
      ),
    ];
  }
  if (ActionsEnabled !== false) return [];
  const enable = awsCommand(place, `cloudwatch enable-alarm-actions --alarm-names ${AlarmName}`);
  return [warning(`${label} tells nobody: its actions are disabled`, enable)];
}

function toMissing(missing: readonly string[], all: number): Finding[] {
  if (missing.length === 0) return [];
  const which = missing.length === all ? 'the alarms of the stack' : joinWords(missing);
  return [problem(`not there: ${which}`, 'somebody deleted them: npm run remove, then deploy again')];
}
