import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { onTestFinished, vi } from 'vitest';
import { type FaultInjection, type StandIn, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import type { AlertDocument } from '../../functions/alert/document/document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { parseEnvironment } from '../../functions/aws/environment.ts';
import { listPending } from '../../functions/aws/listed-findings.ts';
import { createReviewContext } from '../../functions/aws/review-context.ts';
import { createGuard } from '../../functions/guard/guard.ts';
import { reportAtOnce } from '../../functions/guard/report-at-once.ts';
import type { Clock, Log } from '../../functions/review/interfaces.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { openInstances } from '../fixtures/open-instances.ts';
import { BROKEN, ID, renderEc2Entry } from './network-acls.ts';

export const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
export const FINDINGS_TABLE = 'findings';
/** The partition key of the region's findings. */
const MEMBER = '123456789012/us-east-1';
export const ALWAYS = Number.POSITIVE_INFINITY;

export type Guard = (event: SQSEvent) => Promise<SQSBatchResponse>;
type LogLine = Readonly<Record<string, unknown>>;
export type Item = NonNullable<ConstructorParameters<typeof PutItemCommand>[0]['Item']>;

export interface RegionOptions {
  readonly mode?: Mode;
  readonly networkAcls?: readonly NetworkAcl[];
  /** Of EC2, which the guard does not know. */
  readonly entryQuota?: number;
}

/** The tests' own call, and those that read exposure: each as often as interfaces and groups need. */
const UNCOUNTED = [
  'Scan',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
];

/** How many times shorter the guard's own waits are: a second after each message. Tests with a clock check them. */
const HASTE = 50;

/** A region that ends with the test, and the guard in it as it is deployed: over the real SDK and HTTP. */
export async function startRegion(options: RegionOptions = {}): Promise<Region> {
  const region = await Region.start(options);
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation(line => {
      const written: LogLine = JSON.parse(String(line));
      if (!('_aws' in written)) region.log.push(written);
      return true;
    });
  }
  vi.resetModules();
  vi.doMock('node:timers/promises', async original => {
    const timers = await original<typeof import('node:timers/promises')>();
    const setTimeout: typeof timers.setTimeout = (delay = 0, ...rest) =>
      timers.setTimeout(delay / HASTE, ...rest);
    return { ...timers, setTimeout };
  });
  const { handler } = (await import('../../functions/guard/handler.ts')) as unknown as { handler: Guard };
  region.guard = handler;
  return region;
}

/** The same with a clock of the test's own, that waits no time. */
export async function startClockedRegion(
  options: RegionOptions = {},
): Promise<{ readonly region: Region; readonly clock: TestClock }> {
  const region = await Region.start(options);
  const clock = new TestClock();
  const environment = parseEnvironment(process.env);
  const log: Log = line => void region.log.push(JSON.parse(JSON.stringify(line)));
  const context = { ...createReviewContext(environment, renderMessage, log), clock };
  region.guard = createGuard({ ...context, requestReport: pending => reportAtOnce(pending, context) });
  region.report = async () =>
    reportAtOnce(await listPending(region.operator, environment.findingsTables), context);
  return { region, clock };
}

/** What the reporter waits after each message; milliseconds. */
export const PACE = 1_000;

export class TestClock implements Clock {
  /** Milliseconds, in the order in which they were waited for. */
  readonly waits: number[] = [];
  #now = Date.parse('2026-11-20T10:00:00Z');

  now(): Date {
    return new Date(this.#now);
  }

  async wait(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.#now += milliseconds;
  }

  /** The test's process and one that is killed have the same time. */
  passTo(time: number): void {
    this.#now = time;
  }

  passHours(hours: number): void {
    this.#now += hours * 3_600_000;
  }
}

/** What the functions' environment says in the region of a stand-in. */
export function toEnvironment({ endpoint }: StandIn, mode: Mode): Readonly<Record<string, string>> {
  return {
    MODE: mode,
    // Rules that operators add here say nothing of inbound answers.
    REPORT_INGRESS: 'false',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE,
  };
}

export class Region {
  readonly standIn: StandIn;
  readonly log: LogLine[] = [];
  /** Has everything published that is pending, as the hourly schedule does. */
  report: () => Promise<void> = () => Promise.reject(new Error('there is no reporter in this region'));
  guard: Guard = () => Promise.reject(new Error('there is no guard in this region'));
  /** An operator who may see and spoil the findings table. */
  readonly operator: DynamoDBClient;

  constructor(standIn: StandIn, operator: DynamoDBClient) {
    this.standIn = standIn;
    this.operator = operator;
  }

  static async start({ mode = 'notify', networkAcls = [BROKEN], ...quota }: RegionOptions): Promise<Region> {
    const names = { topicArn: TOPIC_ARN, findingsTable: FINDINGS_TABLE };
    const surroundings = openInstances(networkAcls);
    const standIn = await startStandIn({ networkAcls, surroundings, ...names, ...quota });
    for (const [name, value] of Object.entries(toEnvironment(standIn, mode))) vi.stubEnv(name, value);
    // What the SDK waits before it tries again is a random share of at most some seconds: none of it, here.
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const operator = new DynamoDBClient({});
    onTestFinished(async () => {
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
      operator.destroy();
      await standIn.close();
    });
    return new Region(standIn, operator);
  }

  /** Makes calls of the action go wrong; the first one only, unless the caller asks for more. */
  spoil(
    action: string,
    fault: FaultInjection['fault'],
    which: Pick<FaultInjection, 'times' | 'skip'> = {},
  ): void {
    this.standIn.inject({ action, fault, ...which });
  }

  /** How each call of the action ended, in order: `ok`, an error code or a fault. */
  calls(action: string): string[] {
    return this.standIn.calls.filter(call => call.action === action).map(({ outcome }) => outcome);
  }

  /** The names of all calls of the guard, without those by which it reads exposure. */
  actions(): string[] {
    return this.standIn.calls.map(({ action }) => action).filter(action => !UNCOUNTED.includes(action));
  }

  /** The alerts that the topic took, as programs get them. */
  alerts(): AlertDocument[] {
    return this.standIn.published.map(({ message }) => JSON.parse(JSON.parse(message).lambda));
  }

  kinds(): string[] {
    return this.alerts().map(({ kind }) => kind);
  }

  /** How each review ended, in order, an alert by its kind. */
  outcomes(): unknown[] {
    const ended = this.log.filter(({ message }) => message === 'review finished');
    return ended.map(({ outcome, alertKind }) => alertKind ?? outcome);
  }

  /** What the log says that went wrong. */
  errors(): string {
    const wrong = this.log.filter(({ level }) => level !== 'INFO');
    return wrong.map(({ message, error }) => `${message}: ${error}`).join('\n');
  }

  /** The custom entries of one direction, such as `100 allow tcp 22 0.0.0.0/0`. */
  rules(direction: 'ingress' | 'egress' = 'egress', networkAclId = ID): string[] {
    const listed: NetworkAclEntry[] = this.standIn.networkAcl(networkAclId)?.Entries ?? [];
    const custom = listed.filter(({ RuleNumber = 0 }) => RuleNumber < 32_767);
    return custom.filter(({ Egress }) => Egress === (direction === 'egress')).map(renderEc2Entry);
  }

  /** What is on record, by network ACL: the kind of the last alert, and how many writes it took. */
  async findings(): Promise<Record<string, { alerted: string | undefined; revision: number }>> {
    const { Items = [] } = await this.operator.send(new ScanCommand({ TableName: FINDINGS_TABLE }));
    return Object.fromEntries(
      Items.map(({ networkAclId, alerted, revision }) => [
        networkAclId?.S ?? '',
        { alerted: alerted?.M?.kind?.S, revision: Number(revision?.N) },
      ]),
    );
  }

  async putItem(item: Item): Promise<void> {
    const Item = { member: { S: MEMBER }, ...item };
    await this.operator.send(new PutItemCommand({ TableName: FINDINGS_TABLE, Item }));
  }
}
