import type { SQSBatchResponse } from 'aws-lambda';
import { type InvocationResult, invoke } from '../../cli/replay/function-process.ts';
import { QUIET } from '../../functions/review/reporting/due.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { SHORT_WAITS } from '../fixtures/short-waits.ts';
import { AT_ONCE, type Delivery, toBatch } from './change-queue.ts';
import { invokeAndKill, type Moment } from './function-process.ts';
import { Region, type RegionOptions, toEnvironment } from './region.ts';

const BUNDLES = {
  guard: new URL('../../dist/guard/index.mjs', import.meta.url),
  sweep: new URL('../../dist/sweep/index.mjs', import.meta.url),
};
const MINUTE = 60_000;
/** Minutes after which a change that failed is delivered again (infra/change-queue.yml). */
const VISIBILITY = 12.1;
/** Minutes after which a change is no part of a burst any more. */
const QUIET_MINUTES = (QUIET + 1_000) / MINUTE;

/** Guard and sweep as they are built, each invocation in a process of its own, with their queues and a clock. */
export class Deployment {
  readonly region: Region;
  readonly #mode: Mode;
  #minutes = 0;
  #reports = 0;

  private constructor(region: Region, mode: Mode) {
    this.region = region;
    this.#mode = mode;
  }

  static async start({ mode = 'remediate', ...options }: RegionOptions = {}): Promise<Deployment> {
    return new Deployment(await Region.start({ mode, ...options }), mode);
  }

  passMinutes(minutes: number): void {
    this.#minutes += minutes;
  }

  /** A change, delivered until it is reviewed, five times at most; what guard asks the reporter for is done at once. */
  async deliver(event: object): Promise<Delivery> {
    for (let receives = AT_ONCE.receives; ; receives += 1) {
      const { response } = await this.#invoke('guard', toBatch([event], receives));
      await this.#reportAsAsked();
      const { batchItemFailures } = response as SQSBatchResponse;
      if (batchItemFailures.length === 0) return { receives, deadLetters: [] };
      if (receives === 5) return { receives, deadLetters: ['0'] };
      this.passMinutes(VISIBILITY);
    }
  }

  /** A change whose review is cut off. */
  async deliverAndKill(event: object, moment: Moment): Promise<void> {
    await invokeAndKill(this.region, this.#mode, toBatch([event]), moment);
  }

  /** The hourly schedule of the reporter. */
  async reportHourly(): Promise<void> {
    this.passMinutes(60);
    await this.#report();
  }

  /** A burst of changes is over after 20 seconds. */
  async #reportAsAsked(): Promise<void> {
    const { queued } = this.region.standIn;
    for (; this.#reports < queued.length; this.#reports += 1) {
      this.passMinutes(QUIET_MINUTES);
      await this.#report();
    }
  }

  async #report(): Promise<void> {
    await this.#invoke('sweep', { Records: [{ messageId: 'report', body: '{"report":{}}' }] });
  }

  async #invoke(name: keyof typeof BUNDLES, event: object): Promise<InvocationResult> {
    const { standIn } = this.region;
    const environment = {
      ...toEnvironment(standIn, this.#mode),
      PATH: process.env.PATH,
      SWEEP_QUEUE_URL: standIn.queueUrl,
      CLOCK_SHIFT: `${this.#minutes * MINUTE}`,
      NODE_OPTIONS: `${SHORT_WAITS} --import=${new URL('shifted-clock.mjs', import.meta.url).href}`,
    };
    const result = await invoke(BUNDLES[name], event, environment);
    if (result.error !== undefined) throw new Error(`${name} ended with: ${result.error}`);
    return result;
  }
}
