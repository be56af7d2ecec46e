import { DisableAlarmActionsCommand, EnableAlarmActionsCommand } from '@aws-sdk/client-cloudwatch';
import { ask } from '../deployment/ask.ts';
import type { OwnStack } from './context.ts';

/**
 * Turns the actions of the heartbeat alarm on or off: without its rules the stack makes no sweeps, which no one needs to
 * hear of. A stack of an earlier version may have no such alarm.
 *
 * @throws what `ask` throws
 */
export async function switchHeartbeatAlarm(
  { stack, clients }: Pick<OwnStack, 'stack' | 'clients'>,
  to: 'on' | 'off',
): Promise<void> {
  const name = stack.resources.get('HeartbeatAlarm')?.physicalId;
  if (name === undefined) return;
  const input = { AlarmNames: [name] };
  if (to === 'on')
    await ask('cloudwatch:EnableAlarmActions', () =>
      clients.cloudWatch.send(new EnableAlarmActionsCommand(input)),
    );
  else
    await ask('cloudwatch:DisableAlarmActions', () =>
      clients.cloudWatch.send(new DisableAlarmActionsCommand(input)),
    );
}
