import { readFileSync } from 'node:fs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StandIn, startStandIn } from '../../local/aws-stand-in/stand-in.ts';

// The handler as it is deployed, over the real SDK and HTTP, against the stand-in.

const SEED = JSON.parse(readFileSync('local/replay/seed/change-event.json', 'utf8'));
const [BROKEN] = JSON.parse(readFileSync('local/replay/seed/network-acls.json', 'utf8')).NetworkAcls;
const REPLIES = {
  RuleNumber: 100,
  Egress: true,
  Protocol: '6',
  RuleAction: 'allow',
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 1024, To: 65_535 },
} as const;
const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';

let standIn: StandIn;
let handler: (event: SQSEvent) => Promise<SQSBatchResponse>;
const log: string[] = [];

beforeAll(() => {
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation(line => void log.push(line));
  }
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  log.length = 0;
  standIn = await startStandIn({ networkAcls: [BROKEN], topicArn: TOPIC_ARN, findingsTable: 'findings' });
  vi.resetModules();
  for (const [name, value] of Object.entries({
    POWERTOOLS_DEV: 'true',
    MODE: 'notify',
    AWS_ENDPOINT_URL: standIn.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE: 'findings',
  }))
    vi.stubEnv(name, value);
  ({ handler } = (await import('../../functions/guard/handler.ts')) as unknown as {
    handler: typeof handler;
  });
  return () => standIn.close();
});

/** The events about the broken network ACL, each with an id and a time of its own. */
const EVENTS = Array.from({ length: 10 }, (_, index) => ({
  ...SEED,
  detail: {
    ...SEED.detail,
    eventID: `event-${index}`,
    eventTime: new Date(Date.UTC(2026, 10, 20, 9, index)).toISOString(),
  },
}));

function toBatch(events: readonly object[]): SQSEvent {
  const Records = events.map((event, index) => ({ messageId: `${index}`, body: JSON.stringify(event) }));
  return { Records } as unknown as SQSEvent;
}

async function deliver(events: readonly object[]): Promise<void> {
  expect(await handler(toBatch(events))).toEqual({ batchItemFailures: [] });
}

const kinds = () => standIn.published.map(({ attributes }) => attributes.kind?.value);
const ids = () => standIn.published.map(({ message }) => JSON.parse(JSON.parse(message).lambda).id as string);

describe('people hear of each problem once', () => {
  const [first = {}, ...others] = EVENTS;
  it.each<[string, readonly (readonly object[])[]]>([
    ['in order', [...EVENTS, ...EVENTS].map(event => [event])],
    ['backwards', [...EVENTS, ...EVENTS].reverse().map(event => [event])],
    ['twice in one batch each', EVENTS.map(event => [event, event])],
    ['all at once', [[...EVENTS, ...EVENTS]]],
    ['the first last', [others, [first], [first], others]],
  ])('ten events, each twice, %s: one alert; mended: one resolved', async (_, batches) => {
    for (const batch of batches) await deliver(batch);
    expect(kinds()).toEqual(['gap']);
    standIn.putNetworkAcl({ ...BROKEN, Entries: [...BROKEN.Entries, REPLIES] });
    for (const batch of batches) await deliver(batch);
    expect(kinds()).toEqual(['gap', 'resolved']);
  });
});

it('alerts while the table cannot be reached, and under the same id when it is repeated', async () => {
  for (const action of ['GetItem', 'PutItem']) {
    standIn.inject({ action, fault: 'server-error', times: Number.POSITIVE_INFINITY });
  }
  await deliver(EVENTS.slice(0, 1));
  await deliver(EVENTS.slice(1, 2));
  expect(kinds()).toEqual(['gap', 'gap']);
  expect(new Set(ids()).size).toBe(1);
  expect(log.join('\n')).toContain('an alert may be repeated');
});
