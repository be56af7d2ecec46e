import type { Choices } from './choices.ts';

/**
 * What happens more often than by chance in a schedule: coincidences that are rare otherwise happen within a few thousand.
 *
 * - `fight`: a tool deletes all egress entries every few hours.
 * - `race`: operators act right before an entry is created.
 * - `throttled`: EC2 throttles creations for seconds, and operators create what the guard announced.
 * - `unclear`: answers to creations get lost, and the reads after them are behind.
 * - `slow`: creations come late, and reviews wait for the others of their batch.
 * - `outage`: the findings table fails for most of an hour after operators act.
 */
const WEATHERS = ['fair', 'fight', 'race', 'throttled', 'unclear', 'slow', 'outage'] as const;
type Weather = (typeof WEATHERS)[number];
const ALONE: readonly Weather[] = ['race', 'throttled', 'outage'];

/** Milliseconds by which a read of EC2 is behind, and for which it stays so; in bad weather for as long as a review reads back. */
const STALENESS = 5_000;
const LONG_STALENESS = 20_000;
/** Milliseconds for which creations stay throttled: longer than the guard tries again. */
const THROTTLED = 20_000;
/** Milliseconds by which a creation can be late: the guard begins none later. */
const LATE_CREATION = 28_000;
/** Milliseconds for which a review can wait for the others of its batch, within its time. */
const LATE_REVIEW = 85_000;

/** Milliseconds for which the table fails: the last of five deliveries of a change meets it again. */
const OUTAGE = 2_700_000;
const OUTAGE_PAUSE = 1_800_000;
const FIGHT_PAUSE = 10_800_000;

/** The weather of one schedule. */
export class Climate {
  readonly #choices: Choices;
  #weather: Weather;
  #throttledUntil = 0;
  #tableDownUntil = 0;

  constructor(choices: Choices) {
    this.#choices = choices;
    this.#weather = choices.of(['fair', 'fair', ...WEATHERS]);
  }

  /** Whether nothing else goes wrong: an invariant asks for something only where all other calls were answered. */
  get isAlone(): boolean {
    return ALONE.some(weather => this.is(weather));
  }

  /** Ends whatever is worse than usual. */
  calm(): void {
    this.#weather = 'fair';
  }

  /** Milliseconds between two things that operators do, where the weather says so. */
  pause(): number | undefined {
    if (this.is('fight')) return FIGHT_PAUSE;
    // Between the third and the fourth delivery of a change.
    return this.strikes('outage') ? OUTAGE_PAUSE : undefined;
  }

  /** Operators act at this moment: whether the table fails from now on. */
  beginsOutage(now: number): boolean {
    if (now < this.#tableDownUntil || !this.strikes('outage')) return false;
    this.#tableDownUntil = now + OUTAGE;
    return true;
  }

  isTableDown(now: number): boolean {
    return now < this.#tableDownUntil;
  }

  is(weather: Weather): boolean {
    return this.#weather === weather;
  }

  /** Whether it makes itself felt at this call: half of the time. */
  strikes(weather: Weather): boolean {
    return this.is(weather) && this.#choices.once(2);
  }

  isThrottled(now: number): boolean {
    if (this.strikes('throttled')) this.#throttledUntil = now + THROTTLED;
    return now < this.#throttledUntil;
  }

  /** Milliseconds by which reads are behind, where they are. */
  get staleness(): number {
    return this.is('unclear') ? LONG_STALENESS : STALENESS;
  }

  /** Milliseconds by which a creation is late. */
  creationDelay(): number {
    return this.strikes('slow') ? LATE_CREATION : 0;
  }

  /** Milliseconds between a read of a batch's network ACLs and the review of one. */
  reviewDelay(): number {
    return this.strikes('slow') ? LATE_REVIEW : 0;
  }
}
