import type { Mutant } from './deployment-model.ts';
import type { Size } from './organisation.ts';
import { SimulationRun } from './simulation-run.ts';

/** What a simulation is of. */
export interface Simulation {
  readonly events: number;
  readonly seed: number;
  readonly size: Size;
  readonly mutant?: Mutant;
}

export interface SimulationResult {
  /** How many messages ended in each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly messages: number;
  readonly lost: number;
  readonly twice: number;
  /** What a session was used for that it was not made for, each with how often. */
  readonly violations: Readonly<Record<string, number>>;
  /** Network ACLs of which the record says something else than the rules. */
  readonly disagree: readonly string[];
  readonly published: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, number>>;
  /** Bytes on the heap, garbage collected, at each tenth of the way; zeros where the collector cannot be called. */
  readonly heap: readonly number[];
}

/**
 * Sends so many changes of an organisation through guard, with sweeps and reports beside them, while operators change
 * rules and calls fail; redelivers as SQS does, and accounts for each message.
 */
export async function simulate(simulation: Simulation): Promise<SimulationResult> {
  const run = new SimulationRun(simulation);
  await run.sendChanges();
  await run.finish();
  return run.result();
}
