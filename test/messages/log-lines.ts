import type { EC2Client } from '@aws-sdk/client-ec2';
import type { SQSRecord } from 'aws-lambda';
import { Ec2Exposure } from '../../functions/aws/ec2-exposure.ts';
import { createGuard } from '../../functions/guard/guard.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import { PORTS_TAG, TAG } from '../../functions/review/words/mode.ts';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import { createPoster } from '../../functions/webhook/post-alerts.ts';
import { GAP } from '../fixtures/alert-document.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';
import { collectHubLines, collectHubSweepLines } from './hub-log-lines.ts';

type Line = Readonly<Record<string, unknown>>;

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const CHANGE = {
  ...{ account: '123456789012', region: 'us-east-1' },
  detail: { eventName: 'CreateNetworkAclEntry', requestParameters: { networkAclId: 'acl-0a1b2c3d' } },
};
const record = (event: unknown) =>
  ({ messageId: 'message-1', body: typeof event === 'string' ? event : JSON.stringify(event) }) as SQSRecord;

/** Lines of guard, about a network ACL that the given step changes first. */
async function guard(change: (world: ReviewWorld) => void = () => {}, event: unknown = CHANGE) {
  const world = createWorld();
  change(world);
  await createGuard(world)({ Records: [record(event)] });
  return world.logged;
}

function createWorld(settings: Partial<ReviewSettings> = {}): ReviewWorld {
  const world = new ReviewWorld(settings);
  world.put(networkAcl(SSH));
  return world;
}

/** In remediate mode, with reads that fail once the guard has written. */
async function guardWithoutReadBack(): Promise<Line[]> {
  const world = createWorld({ mode: 'remediate' });
  const { read } = world.networkAcls;
  world.networkAcls.read = async ids => {
    if (world.created.length > 0) throw new Error('RequestLimitExceeded');
    return read(ids);
  };
  await createGuard(world)({ Records: [record(CHANGE)] });
  return world.logged;
}

async function sweep(
  change: (world: ReviewWorld) => void,
  left: number,
  body: unknown = {},
): Promise<Line[]> {
  const world = new ReviewWorld();
  for (const letter of 'abcdef') world.put(networkAcl(SSH, { networkAclId: `acl-${letter}` }));
  change(world);
  const { reviewing, listRecorded, reporting } = world;
  const createExposureReader = () => reviewing.exposure;
  const handler = createSweepHandler(
    { ...reviewing, listRecorded, createExposureReader, continueSweep: async () => {} },
    reporting,
  );
  await handler({ Records: [record(body)] }, { getRemainingTimeInMillis: () => left });
  return world.logged;
}

/** One network ACL is on record and not listed. */
const sweepWithoutReads = () =>
  sweep(world => {
    world.stored.clear();
    const finding = { since: world.now, pending: [], remediations: [], revision: 1 };
    world.findings.put({ ...HOME, networkAclId: 'acl-gone', ...finding });
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
  }, 300_000);

async function slack(status: number): Promise<Line[]> {
  const logged: Line[] = [];
  const deliver = createPoster({
    service: SLACK,
    webhookParameter: '/nacl-ephemeral-guard/slack-webhook',
    webhookHosts: 'service',
    fetch: async () => new Response('invalid_payload', { status }),
    clock: { now: () => new Date(0), wait: async () => {} },
    random: () => 0,
    limits: { requests: 3, requestTimeout: 4_000, budget: 16_000 },
    log: line => void logged.push(line),
  });
  const event = { Records: [{ Sns: { MessageId: 'message-1', Message: JSON.stringify(GAP) } }] };
  await deliver(event, { webhookUrl: 'https://hooks.slack.com/services/T/B/x' }).catch(() => undefined);
  return logged;
}

/** Lines of the reader of exposure, where the role may not read. */
async function exposure(): Promise<Line[]> {
  const logged: Line[] = [];
  const denied = Object.assign(new Error('not authorized'), { name: 'UnauthorizedOperation' });
  const client = { send: () => Promise.reject(denied) } as unknown as EC2Client;
  const log = (line: Line) => void logged.push(line);
  const reader = new Ec2Exposure({ client: () => client, account: '123456789012', log, now: () => 0 });
  await reader.read(networkAcl(SSH), new AbortController().signal);
  return logged;
}

/** Lines of every function, one of each kind. */
export async function collectLogLines(): Promise<Line[]> {
  const lines = [
    await guard(),
    await guard(world => world.put(networkAcl([...SSH, ...egress('100 allow all 0.0.0.0/0')]))),
    await guard(world =>
      world.put(networkAcl([...SSH, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0')])),
    ),
    await guard(world => world.put(networkAcl(SSH, { tags: { [TAG]: 'ignore' } }))),
    await guard(world => world.put(networkAcl(SSH, { tags: { [TAG]: 'IGNORE' } }))),
    await guard(world => world.put(networkAcl(SSH, { tags: { [PORTS_TAG]: 'linux' } }))),
    await guard(world => world.spoil('acl-0a1b2c3d', '{}')),
    await guard(world => world.stored.clear()),
    await guard(undefined, { ...CHANGE, account: '999999999999' }),
    await guard(undefined, { ...CHANGE, detail: { ...CHANGE.detail, errorCode: 'Client.DryRunOperation' } }),
    await guard(undefined, { ...CHANGE, detail: {} }),
    await guard(undefined, 'no JSON'),
    await guard(world => {
      world.publishError = new Error('Throttling');
    }),
    await guard(world => {
      world.namesError = new Error('UnauthorizedOperation');
      world.findings.error = new Error('ProvisionedThroughputExceededException');
    }),
    await guard(world => {
      world.stored.clear();
      world.findings.error = new Error('ProvisionedThroughputExceededException');
    }),
    await guardWithoutReadBack(),
    await collectHubLines(),
    await collectHubSweepLines(),
    await exposure(),
    await sweep(() => {}, 300_000),
    await sweep(world => {
      world.put(networkAcl([...SSH, ...egress('100 allow all 0.0.0.0/0', '110 deny tcp 23 0.0.0.0/0')]));
    }, 300_000),
    await sweep(() => {}, 0),
    await sweep(() => {}, 0, { progress: {} }),
    await sweep(world => {
      world.findings.error = new Error('ProvisionedThroughputExceededException');
    }, 300_000),
    await sweepWithoutReads(),
    await sweep(world => {
      world.confirmed = [];
    }, 300_000),
    await sweep(world => {
      world.subscribersError = new Error('InternalError');
    }, 300_000),
    await sweep(world => {
      world.subscribers.list = async () => 'not-allowed';
    }, 300_000),
    await slack(200),
    await slack(400),
  ].flat();
  return [...new Map(lines.map(line => [toKind(line), line])).values()];
}

/** Lines that differ in the network ACL only are of one kind. */
function toKind({ networkAclId, alertId, digestId, progress, severity, ...line }: Line): string {
  return JSON.stringify(line);
}
