import type { Member } from '../../functions/review/member.ts';
import type { DeploymentPlace } from '../deployment/commands.ts';
import type { Stack } from '../deployment/stack.ts';
import type { Confirm } from '../terminal/confirm.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { HandOverClients } from './clients.ts';

/** What hand-over needs from outside. */
export interface HandOverContext {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly createClients: (region: string, profile: string | undefined) => HandOverClients;
  /** Undefined where no one can answer. */
  readonly confirm: Confirm | undefined;
  readonly clock: WaitClock;
}

/** The time, in milliseconds since 1970, and a way to wait. */
export interface WaitClock {
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** A stack that watches its own account and region, with its clients. */
export interface OwnStack extends Member {
  readonly stack: Stack;
  readonly place: DeploymentPlace;
  readonly clients: HandOverClients;
}
