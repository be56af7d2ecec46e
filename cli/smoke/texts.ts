import { npmCommand, type Place } from '../deployment/commands.ts';
import type { CleanUp } from './clean-up.ts';
import type { Deployed } from './deployed.ts';
import type { Outcome } from './outcome.ts';
import type { GuardPromise } from './promise.ts';
import { CIDR_BLOCK, SMOKE_TAG } from './scratch.ts';

/** What smoke is about to do, for the operator to agree to. */
export function renderIntent(
  { stackName, account, settings }: Deployed,
  { region }: Place,
  { kind, severity }: GuardPromise,
  timeout: number,
): string {
  const promised = {
    gap: 'people get one alert about it, and nothing is added.',
    remediated: 'it adds the missing rule, and people get one alert about that.',
  }[kind];
  return `This tries ${stackName} in account ${account}, ${region}, with real resources:

  1. makes a VPC (${CIDR_BLOCK}) without a gateway, a subnet, and a network ACL for it,
     all tagged ${SMOKE_TAG}
  2. lets SSH in (tcp/22 from 0.0.0.0/0) and nothing out: a gap of severity ${severity}
  3. waits at most ${timeout} seconds for the guard; in mode ${settings.mode}
     ${promised}
  4. takes everything away again

`;
}

/** When things happened. */
export interface Timing {
  /** By EC2's clock. */
  readonly changedAt: Date;
  /** Milliseconds from the change until it was seen here, by this machine's clock. */
  readonly total: number;
  readonly settleSeconds: number | undefined;
}

/** How it went, and how long it took. */
export function renderKept(
  { kind, severity }: GuardPromise,
  { alertedAt, added: entries }: Extract<Outcome, { kind: 'kept' }>,
  { changedAt, total, settleSeconds }: Timing,
): string {
  const seconds = (milliseconds: number) => `${Math.max(0, Math.round(milliseconds / 1_000))} s`;
  const added = entries.map(entry => `  added            ${entry}\n`).join('');
  const settled = settleSeconds === undefined ? '' : ` (the settling time is ${settleSeconds} s)`;
  return `OK: the guard has kept what its mode promises (${kind}, ${severity})
${added}  alert published  ${seconds(alertedAt.getTime() - changedAt.getTime())} after the call${settled}
  seen here        ${seconds(total)} after the call
`;
}

/** What to do where it did not go well. */
export function renderWhereToLook(place: Place): string {
  return `Where to look:
  ${npmCommand(place, 'doctor')}
  the dead-letter queues, and guard's log: docs/operations.md#dead-letter-queues
`;
}

/** What was taken away, and what of it the guard will notice. */
export function renderCleanUp({ deleted, left }: CleanUp, place: Place): string {
  const gone = deleted.length > 0 ? `taken away: ${deleted.join(', ')}\n` : '';
  if (left.length === 0) return gone;
  const again = npmCommand(place, 'smoke', '--clean');
  return `${gone}still there:\n${left.map(one => `  ${one}\n`).join('')}to try again: ${again}\n`;
}

/** What follows from the clean-up. */
export const AFTERMATH = `The guard sees the deletion (DeleteNetworkAcl), too, and forgets the network ACL. Nobody has to do
anything about an alert that came.
`;
