import type { DeploymentPlace } from '../deployment/commands.ts';
import type { ReadFunction } from '../deployment/functions.ts';
import type { Stack } from '../deployment/stack.ts';
import type { DoctorClients } from './clients.ts';

/** What the checks need that also work before the first deployment. */
export interface CheckContext {
  readonly clients: DoctorClients;
  readonly place: DeploymentPlace;
  readonly now: Date;
  readonly fetch: typeof fetch;
}

/** A deployment, and what its checks need. */
export interface Deployment extends CheckContext {
  readonly stack: Stack;
  readonly readFunction: ReadFunction;
}
