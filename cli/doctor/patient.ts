import type { Place } from '../deployment/commands.ts';
import type { ReadFunction } from '../deployment/functions.ts';
import type { Stack } from '../deployment/stack.ts';
import type { Clients } from './clients.ts';

/** What can be asked before anything is deployed. */
export interface Ground {
  readonly clients: Clients;
  readonly place: Place;
  readonly now: Date;
}

/** A deployment, and all that is needed to look at it. */
export interface Patient extends Ground {
  readonly stack: Stack;
  readonly readFunction: ReadFunction;
  readonly fetch: typeof fetch;
}
