import type { SQSEvent } from 'aws-lambda';
import type { Log } from '../../functions/review/interfaces.ts';
import { Account } from '../soak/account.ts';
import { DeploymentModel } from './deployment-model.ts';
import { type Compared, listDisagreements } from './disagreements.ts';
import { createFunctions } from './functions-model.ts';
import { measureHeap } from './heap.ts';
import { type ChangeMessage, drawChange, toMessage, toRecord } from './messages.ts';
import { HOME, listMembers, memberAt } from './organisation.ts';
import type { Simulation, SimulationResult } from './simulate.ts';

/** As the change queue is set up. */
const PER_BATCH = 10;
const MOST_RECEIVES = 5;
/** Messages in the change queue at a time. */
const QUEUED = 40;
/** Each so-manieth change has two messages: EventBridge delivers at least once. */
const DUPLICATE = 50;
/** Milliseconds at most from one batch to the next: sessions end many times in a long simulation. */
const LONGEST_GAP = 20_000;
/** Milliseconds. */
const DAY = 86_400_000;
/** Deliveries after which a sweep that does not end is a fault. */
const MOST_STEPS = 10_000;

/**
 * Milliseconds that an invocation of sweep has, as far as it asks: a little more than it keeps in reserve. Its signal, which
 * no one listens to here, then ends at once; with a quarter of an hour in real time, thousands would pile up.
 */
const LAMBDA = { getRemainingTimeInMillis: () => 110_001 };

const SCHEDULED = JSON.stringify({
  ...{ source: 'aws.events', account: HOME.account, region: HOME.region },
  resources: [`arn:aws:events:${HOME.region}:${HOME.account}:rule/guard-prod-sweep`],
});

/** One simulation under way. */
export class SimulationRun {
  readonly #simulation: Simulation;
  readonly #model: DeploymentModel;
  readonly #functions: ReturnType<typeof createFunctions>;
  readonly #account: Account;
  readonly #messages: number;
  readonly #queue: ChangeMessage[] = [];
  readonly #heap: number[] = [];
  #nextSweep: number;

  constructor(simulation: Simulation) {
    const { events, size, seed, mutant } = simulation;
    this.#simulation = simulation;
    this.#messages = events + Math.floor(events / DUPLICATE);
    this.#account = new Account(this.#messages);
    this.#model = new DeploymentModel(size, seed, line => this.#settle(line), mutant);
    this.#functions = createFunctions(this.#model);
    this.#nextSweep = this.#model.now + DAY;
  }

  #settle({ outcome, messageIds }: Parameters<Log>[0]): void {
    if (outcome === undefined || outcome === 'failed' || messageIds === undefined) return;
    for (const messageId of messageIds as readonly string[]) this.#account.settle(messageId, String(outcome));
  }

  /** Sends all changes, until each of their messages has ended. */
  async sendChanges(): Promise<void> {
    const { events } = this.#simulation;
    let changes = 0;
    let messages = 0;
    while (changes < events || this.#queue.length > 0) {
      while (changes < events && this.#queue.length < QUEUED) {
        changes += 1;
        messages = this.#change(messages, changes % DUPLICATE === 0);
        if (changes % Math.ceil(events / 10) === 0) this.#heap.push(measureHeap());
      }
      await this.#deliver();
      // Reviews set timers: the next turn of the event loop lets go of those that are over.
      await new Promise(setImmediate);
      await this.#pass(this.#model.chance.below(LONGEST_GAP));
    }
  }

  /** @returns the number of messages that have been sent */
  #change(sent: number, isTwice: boolean): number {
    const { chance, ec2, now } = this.#model;
    const change = drawChange(this.#simulation.size, chance);
    const exists = ec2.get(change.member, change.networkAclId) !== undefined;
    if (exists && chance.below(4) > 0) ec2.change(change.member, change.networkAclId);
    const message = toMessage(sent, change, new Date(now), chance);
    this.#queue.push(message);
    if (isTwice) this.#queue.push({ ...message, messageId: `${sent + 1}` });
    return sent + (isTwice ? 2 : 1);
  }

  async #deliver(): Promise<void> {
    const { chance } = this.#model;
    const first = chance.below(Math.max(1, this.#queue.length - PER_BATCH));
    const batch = this.#queue.splice(first, 1 + chance.below(PER_BATCH));
    const { batchItemFailures } = await this.#functions.guard({ Records: batch.map(toRecord) });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of batch.filter(({ messageId }) => failed.has(messageId))) {
      message.receives += 1;
      if (message.receives < MOST_RECEIVES) this.#queue.push(message);
      else this.#account.settle(message.messageId, 'dead letter');
    }
  }

  /** Time passes: administrators end sessions, the day's sweep begins, and sweep does what is due. */
  async #pass(milliseconds: number): Promise<void> {
    const model = this.#model;
    model.now += milliseconds;
    const { accounts } = this.#simulation.size;
    if (model.chance.strikes(1)) model.sessions.end(memberAt(model.chance.below(accounts), 0).account);
    if (model.now >= this.#nextSweep) {
      this.#nextSweep += DAY;
      model.sweepQueue.send(SCHEDULED);
    }
    for (const message of model.sweepQueue.take()) {
      const { messageId, body } = message;
      const event = { Records: [{ messageId, body }] } as SQSEvent;
      const { batchItemFailures } = await this.#functions.sweep(event, LAMBDA);
      if (batchItemFailures.length > 0) model.sweepQueue.putBack(message);
    }
  }

  /** Lets all that is under way end, and then sweeps every member once more while nothing fails. */
  async finish(): Promise<void> {
    const model = this.#model;
    for (const member of listMembers(this.#simulation.size))
      await model.registry.heard(member, new Date(model.now), 'registered');
    await this.#drain();
    model.chance.isCalm = true;
    model.sweepQueue.send(JSON.stringify({ openSweep: {} }));
    await this.#drain();
  }

  async #drain(): Promise<void> {
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const { nextAt } = this.#model.sweepQueue;
      if (nextAt === undefined) return;
      await this.#pass(Math.max(0, nextAt - this.#model.now));
    }
    throw new Error('the sweep does not end');
  }

  async result(): Promise<SimulationResult> {
    const { sessions, ec2, findings, registry, topic, sweepQueue } = this.#model;
    const faults = this.#account.faults();
    const lost = faults.filter(fault => fault.endsWith('lost')).length;
    const misplaced = topic.misplaced > 0 && { 'report of another account': topic.misplaced };
    return {
      ...{ outcomes: this.#account.places(), messages: this.#messages },
      ...{ lost, twice: faults.length - lost },
      violations: { ...Object.fromEntries(sessions.violations), ...misplaced },
      disagree: await this.#listDisagreements(),
      published: topic.published,
      figures: {
        ...{ assumed: sessions.assumed, refused: sessions.refused },
        ...{ describes: ec2.describes, creates: ec2.creates, registered: registry.heards },
        ...{ findings: findings.size, pending: findings.pending, deadSweeps: sweepQueue.deadLetters.length },
      },
      heap: this.#heap,
    };
  }

  #listDisagreements(): Promise<readonly string[]> {
    const { ec2, findings, own } = this.#model;
    const get: Compared['get'] = (member, id) => ec2.get(member, id);
    return listDisagreements({ size: this.#simulation.size, settings: own.settings, findings, get });
  }
}
