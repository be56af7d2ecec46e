import { type DeploymentPlace, npmCommand } from '../deployment/commands.ts';
import type { CleanUp } from './clean-up.ts';
import type { Deployed } from './deployed.ts';
import type { GuardPromise } from './promise.ts';
import { CIDR_BLOCK, SMOKE_TAG } from './scratch.ts';
import type { SmokeResult } from './wait-for-alert.ts';

/** What smoke will do, so that the operator can agree. */
export function renderIntent(
  { stackName, account, settings }: Deployed,
  { region }: DeploymentPlace,
  { kind, severity }: GuardPromise,
  timeout: number,
): string {
  const silent = settings.mode === 'notify' ? '' : ',\n     because no interface uses the subnet';
  const promised = {
    gap: `operators get one alert, and no rule is added${silent}.`,
    remediated: 'the guard adds the missing rule, and operators get one alert.',
  }[kind];
  return `This tests ${stackName} in account ${account}, ${region}, with real resources:

  1. It creates a VPC (${CIDR_BLOCK}) without a gateway, a subnet and a network ACL.
     All have the tag ${SMOKE_TAG}.
  2. It allows SSH in (tcp/22 from 0.0.0.0/0) and nothing out: a gap of severity ${severity}.
  3. It waits at most ${timeout} seconds for the guard. In mode ${settings.mode},
     ${promised}
  4. It deletes everything again.

`;
}

/** The times of a test. */
export interface Timing {
  /** By EC2's clock. */
  readonly changedAt: Date;
  /** Milliseconds from the change until smoke saw the result, by this machine's clock. */
  readonly total: number;
  readonly settleSeconds: number | undefined;
}

/** The result, and how long it took. */
export function renderKept(
  { kind, severity }: GuardPromise,
  { alertedAt, added: entries }: Extract<SmokeResult, { kind: 'kept' }>,
  { changedAt, total, settleSeconds }: Timing,
): string {
  const seconds = (milliseconds: number) => `${Math.max(0, Math.round(milliseconds / 1_000))} s`;
  const added = entries.map(entry => `  added            ${entry}\n`).join('');
  const settled = settleSeconds === undefined ? '' : ` (the settling time is ${settleSeconds} s)`;
  return `OK: the guard did what its mode promises (${kind}, ${severity})
${added}  alert published  ${seconds(alertedAt.getTime() - changedAt.getTime())} after the change${settled}
  seen here        ${seconds(total)} after the change
`;
}

/** The next steps after a failed test. */
export function renderNextSteps(place: DeploymentPlace): string {
  return `To find the cause:
  ${npmCommand(place, 'doctor')}
  the dead-letter queues and guard's log (docs/operations.md#dead-letter-queues)
`;
}

/** What was deleted, and what still exists. */
export function renderCleanUp({ deleted, left }: CleanUp, place: DeploymentPlace): string {
  const gone = deleted.length > 0 ? `deleted: ${deleted.join(', ')}\n` : '';
  if (left.length === 0) return gone;
  const again = npmCommand(place, 'smoke', '--clean');
  return `${gone}not deleted:\n${left.map(one => `  ${one}\n`).join('')}To delete them: ${again}\n`;
}

/** What the clean-up means for the alert. */
export const AFTER_CLEAN_UP = `The guard also sees that the network ACL was deleted. The alert needs no action.
`;
