import type { SQSRecord } from 'aws-lambda';
import { SnsSubscriptions } from '../../cli/aws-stand-in/sns-subscriptions.ts';
import { createGuard } from '../../functions/guard/guard.ts';
import { QUIET } from '../../functions/review/reporting/due.ts';
import type { Publication } from '../../functions/review/words/digest.ts';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * HOUR;

/** Milliseconds that a burst of changes settles, that a write to the table takes, and that Lambda lets sweep run. */
const SETTLE = MINUTE;
const TABLE_WRITE = 4;
const TIMEOUT = 300 * SECOND;
const BATCH = 10;

interface Message {
  readonly at: number;
  readonly publication: Publication;
}

/** Something that happens at a time; milliseconds after the beginning. */
interface Event {
  readonly at: number;
  readonly happen: () => Promise<void>;
}

/** A region with guard, sweep, queues, schedules and subscribers, in model time: nothing waits, and nothing fails. */
export class OperatedRegion {
  readonly world: ReviewWorld;
  readonly messages: Message[] = [];
  readonly subscriptions = new SnsSubscriptions(() => this.now);
  readonly #events: Event[] = [];
  readonly #changes: SQSRecord[] = [];

  constructor(settings: ConstructorParameters<typeof ReviewWorld>[0] = {}) {
    this.world = new ReviewWorld(settings);
    const { world } = this;
    world.clock.wait = async milliseconds => void this.#pass(milliseconds);
    world.findings.beforeWrite = () => this.#pass(TABLE_WRITE);
    world.alerts.publish = async publication => {
      this.messages.push({ at: this.now, publication });
      this.subscriptions.deliver();
    };
    world.subscribers.list = async () => {
      const { listed } = this.subscriptions;
      const confirmed = listed.filter(({ state }) => state === 'confirmed');
      return {
        confirmed: confirmed.map(({ endpoint }) => endpoint),
        pending: listed.length - confirmed.length,
      };
    };
  }

  /** Milliseconds after the beginning. */
  get now(): number {
    return this.world.now.getTime() - NOW.getTime();
  }

  /** The messages since then. */
  since(at: number): Publication[] {
    return this.messages.filter(message => message.at >= at).map(({ publication }) => publication);
  }

  at(at: number, happen: () => Promise<void> | void): void {
    this.#events.push({ at, happen: async () => happen() });
  }

  /** Somebody changes the network ACL now; the event is delivered once it has settled. */
  change(networkAclId: string, actor = 'terraform'): void {
    const eventTime = this.world.now.toISOString();
    const requestParameters = { networkAclId, ruleNumber: 100, egress: true };
    const userIdentity = { arn: `arn:aws:sts::123456789012:assumed-role/${actor}/run` };
    const detail = { eventName: 'DeleteNetworkAclEntry', eventTime, userIdentity, requestParameters };
    const body = JSON.stringify({ account: '123456789012', region: 'us-east-1', detail });
    this.#changes.push({ messageId: `${this.#changes.length}`, body } as SQSRecord);
    this.at(this.now + SETTLE, () => this.#guard());
  }

  /** Has a message handled by sweep. */
  send(body: object, at = this.now): void {
    this.at(at, () => this.#sweep(body));
  }

  /** The hourly schedule of the reporter, and what else happens until then. */
  async runTo(end: number): Promise<void> {
    for (let hour = Math.floor(this.now / HOUR) + 1; hour * HOUR <= end; hour += 1)
      this.send({ report: {} }, hour * HOUR);
    for (;;) {
      const next = this.#events.toSorted((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > end) break;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.#pass(Math.max(0, next.at - this.now));
      await next.happen();
    }
    this.#pass(Math.max(0, end - this.now));
  }

  async #guard(): Promise<void> {
    const Records = this.#changes.splice(0, BATCH);
    if (Records.length === 0) return;
    const { reviewing } = this.world;
    const requestReport = async () => this.send({ report: {} }, this.now + QUIET);
    const { batchItemFailures } = await createGuard({ ...reviewing, requestReport })({ Records });
    if (batchItemFailures.length > 0) throw new Error('a review failed');
    this.#pass(SECOND);
  }

  async #sweep(body: object): Promise<void> {
    const { reviewing, reporting, listRecorded } = this.world;
    const startedAt = this.now;
    const handler = createSweepHandler(
      {
        ...reviewing,
        listRecorded,
        createExposureReader: () => reviewing.exposure,
        continueSweep: async progress => this.send({ progress }),
      },
      {
        ...reporting,
        requestReport: async after => this.send({ report: {} }, this.now + after),
        requestOpenSweep: async () => this.send({ openSweep: {} }),
      },
    );
    const Records = [{ messageId: 'sweep', body: JSON.stringify(body) } as SQSRecord];
    const getRemainingTimeInMillis = () => TIMEOUT - (this.now - startedAt);
    const { batchItemFailures } = await handler({ Records }, { getRemainingTimeInMillis });
    if (batchItemFailures.length > 0)
      throw new Error(`sweep failed: ${JSON.stringify(this.world.logged.at(-1))}`);
  }

  #pass(milliseconds: number): void {
    this.world.now = new Date(this.world.now.getTime() + milliseconds);
  }
}
