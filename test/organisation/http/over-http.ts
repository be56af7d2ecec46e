import type { SQSRecord } from 'aws-lambda';
import type { Log } from '../../../functions/review/interfaces.ts';
import { Account } from '../../soak/account.ts';
import { Chance } from '../chance.ts';
import { type ChangeMessage, drawChange, toMessage, toRecord } from '../messages.ts';
import { HTTP_SIZE, HttpRegion } from './http-region.ts';
import { listMisplaced, listTableDisagreements } from './http-violations.ts';
import { WarmFunction } from './warm-function.ts';

export interface HttpResult {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly twice: number;
  readonly violations: readonly string[];
  /** Messages of the topic. */
  readonly reports: number;
  readonly calls: Readonly<Record<string, number>>;
}

/** As the change queue is set up. */
const PER_BATCH = 10;
const MOST_RECEIVES = 5;
/** Messages to sweep after which a sweep that does not end is a fault. */
const MOST_SWEEPS = 500;

const dist = (name: string) => new URL(`../../../dist/${name}/index.mjs`, import.meta.url);
const SHORT_WAITS = new URL('../../fixtures/short-waits.mjs', import.meta.url).href;
const SHIFTED_CLOCK = new URL('../../faults/shifted-clock.mjs', import.meta.url).href;
/** Sweep works after the bursts of changes are over; milliseconds. */
const LATER = 600_000;

/** Sends so many changes through the built guard and sweep, over the real SDK and HTTP. */
export async function runOverHttp(events: number, seed: number): Promise<HttpResult> {
  const chance = new Chance(seed);
  const region = await HttpRegion.start(chance);
  try {
    return await new HttpRun(events, chance, region).run();
  } finally {
    await region.standIn.close();
  }
}

class HttpRun {
  readonly #events: number;
  readonly #chance: Chance;
  readonly #region: HttpRegion;
  readonly #account: Account;
  readonly #queue: ChangeMessage[] = [];
  readonly #calls: Record<string, number> = {};
  readonly #violations: string[] = [];
  /** Messages to sweep of which sweep was told. */
  #swept = 0;
  #reports = 0;

  constructor(events: number, chance: Chance, region: HttpRegion) {
    this.#events = events;
    this.#chance = chance;
    this.#region = region;
    this.#account = new Account(events);
  }

  async run(): Promise<HttpResult> {
    const settle: Log = ({ outcome, messageIds }) => {
      if (outcome === undefined || outcome === 'failed' || messageIds === undefined) return;
      for (const messageId of messageIds as string[]) this.#account.settle(messageId, String(outcome));
    };
    const options = { ...this.#region.toEnvironment(), NODE_OPTIONS: `--import=${SHORT_WAITS}` };
    const guard = new WarmFunction(dist('guard'), options, settle);
    for (let sent = 0; sent < this.#events || this.#queue.length > 0; ) {
      while (sent < this.#events && this.#queue.length < 2 * PER_BATCH) {
        this.#change(sent);
        sent += 1;
      }
      await this.#deliver(guard);
    }
    await guard.end();
    await this.#sweepAll();
    const faults = this.#account.faults();
    const lost = faults.filter(fault => fault.endsWith('lost')).length;
    const violations = [...this.#violations, ...(await listTableDisagreements(this.#region))];
    const outcomes = this.#account.places();
    return {
      outcomes,
      lost,
      twice: faults.length - lost,
      violations,
      reports: this.#reports,
      calls: this.#calls,
    };
  }

  #change(index: number): void {
    const change = drawChange(HTTP_SIZE, this.#chance);
    const exists = this.#region.get(change.member, change.networkAclId) !== undefined;
    if (exists && this.#chance.below(4) > 0) this.#region.change(change.member, change.networkAclId);
    this.#region.disturb();
    this.#queue.push(toMessage(index, change, new Date(), this.#chance));
  }

  async #deliver(guard: WarmFunction): Promise<void> {
    const batch = this.#queue.splice(0, 1 + this.#chance.below(PER_BATCH));
    const failed = new Set(await guard.handle(batch.map(toRecord)));
    for (const message of batch.filter(({ messageId }) => failed.has(messageId))) {
      message.receives += 1;
      if (message.receives < MOST_RECEIVES) this.#queue.push(message);
      else this.#account.settle(message.messageId, 'dead letter');
    }
    this.#takeCalls();
  }

  /** Sweeps every member while nothing fails, and publishes what is pending. */
  async #sweepAll(): Promise<void> {
    const environment = {
      ...this.#region.toEnvironment(),
      CLOCK_SHIFT: `${LATER}`,
      NODE_OPTIONS: `--import=${SHORT_WAITS} --import=${SHIFTED_CLOCK}`,
    };
    const sweep = new WarmFunction(dist('sweep'), environment, () => {});
    const waiting = ['{"openSweep":{}}'];
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      this.#swept += 1;
      if (this.#swept > MOST_SWEEPS) throw new Error('the sweep does not end');
      const record = { messageId: `sweep-${this.#swept}`, body } as SQSRecord;
      const failed = await sweep.handle([record]);
      if (failed.length > 0) waiting.push(body);
      waiting.push(...this.#region.standIn.queued.map(message => message.body));
      this.#takeCalls();
    }
    await sweep.end();
  }

  /** Counts the calls since the last time, and looks at who made them. */
  #takeCalls(): void {
    const { standIn } = this.#region;
    for (const { service, action, caller } of standIn.calls) {
      const role = caller?.role?.split('-').at(-1) ?? 'the hub';
      const name = `${action} by ${role}`;
      this.#calls[name] = (this.#calls[name] ?? 0) + 1;
      const isWrite = action.startsWith('Create');
      if (service === 'ec2' && role !== 'the hub' && isWrite !== (role === 'remediator'))
        this.#violations.push(name);
    }
    this.#reports += standIn.published.length;
    this.#violations.push(...standIn.published.flatMap(({ message }) => listMisplaced(message)));
    standIn.clearCalls();
  }
}
