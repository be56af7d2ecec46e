import { Choices } from './choices.ts';
import { findViolations } from './invariants.ts';
import { Schedule } from './schedule.ts';
import { shrink } from './shrink.ts';

/** The result of one schedule. */
export interface Tried {
  readonly violations: readonly string[];
  readonly published: number;
  readonly writes: number;
}

/** Runs the schedule of a seed and holds it to the invariants. */
export async function trySeed(seed: number): Promise<Tried> {
  return tryChoices(Choices.seeded(seed));
}

async function tryChoices(choices: Choices): Promise<Tried> {
  const schedule = new Schedule(choices);
  await schedule.run();
  const { story } = schedule;
  return {
    violations: findViolations(schedule),
    published: story.published.length,
    writes: story.writes.length,
  };
}

/** The smallest schedule found in which the first violation of the seed's schedule happens, line by line. */
export async function describeSmallest(seed: number): Promise<string> {
  const choices = Choices.seeded(seed);
  const { violations } = await tryChoices(choices);
  const kind = toKind(violations[0] ?? '');
  const tape = await shrink(choices.taken, async candidate => {
    const tried = await tryChoices(Choices.recorded(candidate));
    return tried.violations.some(violation => toKind(violation) === kind);
  });
  const schedule = new Schedule(Choices.recorded(tape));
  await schedule.run();
  return [`seed ${seed}: ${findViolations(schedule).join('; ')}`, ...schedule.story.lines].join('\n');
}

/** A violation without the figures that change as the schedule gets smaller. */
function toKind(violation: string): string {
  return violation.replace(/:.*/, '').replaceAll(/\d+/g, 'N');
}
