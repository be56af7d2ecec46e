import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { createGuard } from '../../functions/guard/guard.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type {
  ExposureReader,
  NetworkAcls,
  ReviewSettings,
  Subscriptions,
} from '../../functions/review/interfaces.ts';
import { QUIET } from '../../functions/review/reporting/due.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import type { Publication } from '../../functions/review/words/digest.ts';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import { egress, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';
import type { Choices } from './choices.ts';
import { HOME, toNetworkAcls } from './ec2-model.ts';
import { Calls, type Invocation } from './faults.ts';
import { actOnce, HABITS } from './operators.ts';
import { QueueModel } from './queue-model.ts';
import { RegionModel } from './region-model.ts';
import { type Run, Scheduler } from './scheduler.ts';
import type { Script } from './script.ts';
import { Story } from './story.ts';
import { TableModel } from './table-model.ts';

const START = Date.parse('2026-11-20T10:00:00Z');
const HOUR = 3_600_000;
/** Every gap of these network ACLs is named: interfaces would change nothing. */
const NO_EXPOSURE: ExposureReader = { read: async () => nothingKnown('turned-off') };
/** Milliseconds that a burst of changes settles before it is reviewed. */
const SETTLE = 60_000;

type Modes = readonly [ReviewSettings['mode'], ...ReviewSettings['mode'][]];
const MODES: Modes = ['remediate', 'notify', 'opt-in'];
/** Bad weather is mostly about writes. */
const WRITING_MODES: Modes = ['remediate', 'remediate', 'remediate', 'notify', 'opt-in'];

const STARTS: readonly [NetworkAcl, ...NetworkAcl[]] = [
  networkAcl(ingress('100 allow tcp 22 0.0.0.0/0')),
  networkAcl([]),
  networkAcl([...ingress('100 allow tcp 22 0.0.0.0/0'), ...egress('200 allow tcp 1024-65535 0.0.0.0/0')]),
  networkAcl([
    ...ingress('100 allow tcp 22 0.0.0.0/0', '110 allow udp 1194 0.0.0.0/0'),
    ...egress('50 deny tcp 40000 0.0.0.0/0'),
  ]),
];

/** Milliseconds after which Lambda ends an invocation. */
const TIMEOUTS = { guard: 120_000, sweep: 300_000 } as const;

/** Milliseconds between two things that operators do. */
const PAUSES: readonly [number, ...number[]] = [1_000, 0, 5_000, 62_000, 400_000, 3 * HOUR, 20 * HOUR];

/** Enough for a digest. Only where nothing is written: reviews of one invocation are not told apart by what they read. */
const SEVERAL = ['acl-0a1b2c3d', 'acl-2', 'acl-3', 'acl-4', 'acl-5'];

/** Milliseconds after the beginning at which the subscription is confirmed. */
const CONFIRMATIONS: readonly [number, ...number[]] = [0, 0, 30 * 60_000, 5 * HOUR];

/** What a schedule begins with, and what happens in it, where that is not left to chance. */
export interface Scripted {
  readonly start: NetworkAcl;
  readonly script: Script;
  readonly actions: readonly ScriptedAction[];
}

/** What an operator or a tool does. */
export interface ScriptedAction {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly act: (schedule: Schedule) => void;
}

/** One run of guard, sweep and reporter over a model of AWS, in which operators, other tools and faults interfere. */
export class Schedule {
  readonly settings: ReviewSettings;
  readonly region: RegionModel;
  readonly table: TableModel;
  readonly calls: Calls;
  readonly story: Story;
  readonly #scheduler: Scheduler;
  readonly #choices: Choices;
  readonly changes: QueueModel;
  readonly #sweeps: QueueModel;
  /** Milliseconds after the beginning at which an operator confirms the only subscription. */
  readonly confirmedAt: number;
  /** What operators did. */
  actions = 0;
  #isActing = true;
  readonly #scripted: Scripted | undefined;

  constructor(choices: Choices, settings: Partial<ReviewSettings> = {}, scripted?: Scripted) {
    this.#scripted = scripted;
    this.#choices = choices;
    this.#scheduler = new Scheduler(choices);
    const hasHappened = (line: string) => this.story.hasHappened(line);
    this.calls = new Calls(this.#scheduler, choices, hasHappened, scripted?.script);
    const now = () => this.#scheduler.now;
    this.settings = {
      ...SETTINGS,
      ...{ mode: choices.of(this.calls.climate.is('fair') ? MODES : WRITING_MODES), reportIngress: false },
      ...{ minSeverity: 'medium', remindAfterHours: 168 },
      ...settings,
    };
    const start = scripted?.start ?? choices.of(STARTS);
    const isOne = scripted !== undefined || this.settings.mode !== 'notify' || choices.once(2);
    this.region = new RegionModel(
      now,
      isOne ? [start] : SEVERAL.map(networkAclId => ({ ...start, networkAclId })),
    );
    this.confirmedAt = scripted ? 0 : choices.of(CONFIRMATIONS);
    this.story = new Story(now, (id, entry) => {
      // CloudTrail records the guard's own calls, too.
      this.#sendEvent('CreateNetworkAclEntry', id);
      return this.#isAnnounced(id, identify(entry));
    });
    this.table = new TableModel(this.calls, {
      hasCalled: invocation => this.story.hasCalled(invocation),
      hasLeft: alertId => this.story.hasLeft(alertId),
      hasClaimed: alertId => this.story.hasClaimed(alertId),
      knowsRecord: (invocation, knows) => this.story.knowsRecord(invocation, knows),
    });
    const scheduler = this.#scheduler;
    this.changes = new QueueModel(
      scheduler,
      { visibility: 725_000, receives: 5 },
      (body, delivery, onCrash) => this.#guard(body, delivery, onCrash),
    );
    this.#sweeps = new QueueModel(scheduler, { visibility: 1_800_000, receives: 3 }, (body, _, onCrash) =>
      this.#sweep(body, onCrash),
    );
  }

  /** Lives through some days: the first with operators and faults, the last without either. */
  async run(): Promise<void> {
    if (this.#scripted) this.#actAsScripted(this.#scripted.actions);
    else this.#actByChance();
    this.#reportHourly();
    await this.#scheduler.drain();
    this.calls.calm();
    for (let day = 0; day < 2; day += 1) {
      this.sweep(24 * HOUR);
      await this.#scheduler.drain();
      // Between the sweeps, the hourly schedule of the reporter.
      this.#sweeps.send('{"report":{}}', HOUR);
      await this.#scheduler.drain();
    }
  }

  #actByChance(): void {
    // The first after a deployment, most often.
    this.#sweeps.send(this.#choices.once(4) ? '{}' : '{"firstSweep":{}}', 0);
    this.#act(this.calls.climate.is('fight') ? 6 : 1 + this.#choices.pick(6));
  }

  #actAsScripted(actions: readonly ScriptedAction[]): void {
    this.#isActing = false;
    const operators: Run = { name: 'operators', crashed: false };
    for (const { at, act } of actions) void this.#scheduler.call(operators, () => void act(this), at);
  }

  /** Has a sweep begun after so many milliseconds. */
  sweep(after: number): void {
    this.#sweeps.send('{}', after);
  }

  /** Operators or tools change something; an event reports it. */
  change(eventName: string, change: (region: RegionModel) => void): void {
    this.actions += 1;
    change(this.region);
    for (const id of this.region.ids) this.#sendEvent(eventName, id);
  }

  /** The hourly schedule, while operators are at work; where nothing is pending it would only ask the table. */
  #reportHourly(): void {
    const schedule: Run = { name: 'schedule', crashed: false };
    const send = () => {
      const isPending = this.table.findings.some(({ pending }) => pending.length > 0);
      if (isPending) this.#sweeps.send('{"report":{}}', 0);
      if (isPending || this.#isActing) void this.#scheduler.call(schedule, send, HOUR);
    };
    void this.#scheduler.call(schedule, send, HOUR);
  }

  #act(count: number): void {
    const operators: Run = { name: 'operators', crashed: false };
    const toPause = () => this.calls.climate.pause() ?? this.#choices.of(PAUSES);
    let acts = 0;
    const act = () => {
      acts += 1;
      this.#actNow(this.#toHabit());
      if (this.#choices.once(4)) this.#sweeps.send('{}', 0);
      this.#isActing = acts < count;
      if (this.#isActing) void this.#scheduler.call(operators, act, toPause());
    };
    void this.#scheduler.call(operators, act, toPause());
  }

  #toHabit(): keyof typeof HABITS {
    const { climate } = this.calls;
    if (climate.is('fight')) return 'fight';
    if (climate.strikes('outage')) return 'outage';
    return climate.strikes('throttled') ? 'throttled' : 'any';
  }

  #actNow(habit: keyof typeof HABITS): void {
    this.actions += 1;
    const { now } = this.#scheduler;
    const isOutage = this.calls.climate.beginsOutage(now);
    const hasHappened = (line: string) => this.story.hasHappened(line);
    for (const id of this.region.ids) {
      const event = actOnce(this.#choices, this.region, id, hasHappened, HABITS[habit]);
      if (event === undefined) continue;
      // One event in thirty gets lost: only a sweep finds that change.
      const isDelivered = !this.#choices.once(30);
      if (isDelivered) this.#sendEvent(event, id);
      if (isOutage) this.story.outages.push({ at: now, networkAclId: id, isDelivered });
    }
  }

  #sendEvent(eventName: string, networkAclId: string): void {
    const { account, region } = HOME;
    const eventTime = this.#date().toISOString();
    const requestParameters = { networkAclId, ruleNumber: 100, egress: true };
    const detail = { eventName, eventTime, eventSource: 'ec2.amazonaws.com', requestParameters };
    this.changes.send(JSON.stringify({ account, region, detail }), SETTLE);
  }

  #date(): Date {
    return new Date(START + this.#scheduler.now);
  }

  #invoke(name: keyof typeof TIMEOUTS, onCrash: () => void) {
    const startedAt = this.#scheduler.now;
    const invocation: Invocation = { name, crashed: false, startedAt, timeout: TIMEOUTS[name], onCrash };
    const context = {
      settings: this.settings,
      networkAcls: toNetworkAcls(invocation, this.region, this.calls, this.story, () => this.#actNow('race')),
      exposure: NO_EXPOSURE,
      findings: this.table.meet(invocation),
      alerts: {
        publish: (published: Publication) =>
          this.calls.make(invocation, `publishes ${published.kind} ${published.id}`, 'InternalError', () =>
            this.story.hasPublished(name, published, toAlerts(published, this.table.findings)),
          ),
      },
      clock: {
        now: () => this.#date(),
        wait: (milliseconds: number) => this.calls.makeRaw(invocation, () => undefined, milliseconds),
      },
      log: (line: Readonly<Record<string, unknown>>) => this.story.hasLogged(startedAt, line),
    };
    return { invocation, context };
  }

  async #guard(body: string, delivery: number, onCrash: () => void): Promise<boolean> {
    const { invocation, context } = this.#invoke('guard', onCrash);
    const networkAcls = { ...context.networkAcls, read: this.#readBatch(invocation, context.networkAcls) };
    const requestReport = () => this.#requestReport(invocation, QUIET);
    const guard = createGuard({ ...context, networkAcls, requestReport });
    const { batchItemFailures } = await guard({ Records: [toRecord(body, delivery)] });
    invocation.isOver = true;
    return batchItemFailures.length === 0;
  }

  /** Reads for a batch once: its reviews come one after the other, so that a later one goes by an older read. */
  #readBatch(invocation: Invocation, { read }: Pick<NetworkAcls, 'read'>): NetworkAcls['read'] {
    let isFirst = true;
    return async ids => {
      const found = await read(ids);
      const delay = isFirst ? this.calls.climate.reviewDelay() : 0;
      isFirst = false;
      if (delay > 0) await this.calls.makeRaw(invocation, () => undefined, delay);
      return found;
    };
  }

  async #sweep(body: string, onCrash: () => void): Promise<boolean> {
    const { invocation, context } = this.#invoke('sweep', onCrash);
    const { alerts, findings, ...rest } = context;
    const requestOpenSweep = () =>
      this.calls.make(invocation, 'requests a sweep', 'ServiceUnavailable', () =>
        this.#sweeps.send('{"openSweep":{}}', 0),
      );
    const sweep = createSweepHandler(
      {
        ...rest,
        findings,
        listRecorded: findings.listRecorded,
        continueSweep: async () => undefined,
        createExposureReader: () => NO_EXPOSURE,
      },
      {
        ...{ ...rest, findings, alerts, requestOpenSweep, listPending: findings.listPending },
        records: this.table.meetReporter(invocation),
        subscribers: { list: async () => this.#listSubscriptions(invocation) },
        requestReport: after => this.#requestReport(invocation, after),
      },
    );
    const { batchItemFailures } = await sweep({ Records: [toRecord(body)] }, {});
    invocation.isOver = true;
    return batchItemFailures.length === 0;
  }

  #requestReport(invocation: Invocation, after: number): Promise<void> {
    return this.calls.make(invocation, 'requests a report', 'ServiceUnavailable', () =>
      this.#sweeps.send('{"report":{}}', after),
    );
  }

  #listSubscriptions(invocation: Invocation): Promise<Subscriptions> {
    return this.calls.make(invocation, 'lists subscriptions', 'InternalError', () => {
      const isConfirmed = this.#scheduler.now >= this.confirmedAt;
      return { confirmed: isConfirmed ? ['email'] : [], pending: isConfirmed ? 0 : 1 };
    });
  }

  #isAnnounced(networkAclId: string, entry: string): boolean {
    const finding = this.table.findings.find(one => one.networkAclId === networkAclId);
    return finding?.remediations.some(one => !one.reported && one.entries.includes(entry)) ?? false;
  }
}

/** What a message says: its alert, or those that were claimed for the digest. */
function toAlerts(published: Publication, findings: readonly Finding[]): readonly Alert[] {
  if (published.kind !== 'digest') return [published];
  const members = published.groups.flatMap(group => group.members);
  return members.flatMap(({ networkAclId }) => {
    const finding = findings.find(one => one.networkAclId === networkAclId);
    const claimed = finding?.pending.filter(({ digestId }) => digestId === published.id) ?? [];
    return claimed.map(({ alert }) => alert);
  });
}

function toRecord(body: string, delivery = 1) {
  const attributes = { ApproximateReceiveCount: String(delivery) };
  return { messageId: 'message', body, attributes } as Parameters<
    ReturnType<typeof createGuard>
  >[0]['Records'][number];
}
