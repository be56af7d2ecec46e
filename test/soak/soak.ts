import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { SQSRecord } from 'aws-lambda';
import {
  type Fault,
  type FaultInjection,
  type StandIn,
  startStandIn,
} from '../../cli/aws-stand-in/stand-in.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { parseEnvironment } from '../../functions/aws/environment.ts';
import { createReviewContext } from '../../functions/aws/review-context.ts';
import { createGuard, type GuardContext } from '../../functions/guard/guard.ts';
import { reportAtOnce } from '../../functions/guard/report-at-once.ts';
import { toRandom } from '../oracle/generate/random.ts';
import { Account } from './account.ts';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`;
const NETWORK_ACLS = 100;
const PER_BATCH = 10;
/** As the change queue is set up. */
const MOST_RECEIVES = 5;

const ACTIONS = [
  'DescribeNetworkAcls',
  'DescribeTags',
  'CreateNetworkAclEntry',
  'Publish',
  'GetItem',
  'PutItem',
];
// Without `hang`: each would take three seconds, and the fault table has it.
const FAULTS: readonly Fault[] = [
  'throttle',
  'denied',
  'server-error',
  'reset',
  'truncated',
  'empty',
  'reply-lost',
];

export interface SoakResult {
  readonly places: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
  readonly injected: number;
  /** Bytes on the heap, garbage collected, at each tenth of the way; zeros where the collector cannot be called. */
  readonly heap: readonly number[];
}

interface Message {
  readonly messageId: string;
  readonly body: string;
  receives: number;
}

type Below = (count: number) => number;

/**
 * Sends so many events about a hundred network ACLs through the guard, over the real SDK and HTTP, while users change
 * them and calls fail in mixed ways; redelivers as SQS does, and accounts for each event.
 */
export async function soak(count: number, seed: number): Promise<SoakResult> {
  const random = toRandom(seed);
  const below: Below = limit => random() % limit;
  const networkAcls = Array.from({ length: NETWORK_ACLS }, (_, index) => toNetworkAcl(toId(index), below));
  const standIn = await startStandIn({ networkAcls, topicArn: TOPIC_ARN, findingsTable: 'findings' });
  try {
    return await run(count, below, standIn);
  } finally {
    await standIn.close();
  }
}

async function run(count: number, below: Below, standIn: StandIn): Promise<SoakResult> {
  const account = new Account(count);
  const settle = (line: Readonly<Record<string, unknown>>) => {
    if (line.outcome === undefined || line.outcome === 'failed') return;
    for (const messageId of (line.messageIds ?? []) as string[])
      account.settle(messageId, String(line.outcome));
  };
  const guard = createGuard(createContext(standIn.endpoint, settle));
  const queue: Message[] = [];
  const heap: number[] = [];
  let sent = 0;
  let injected = 0;
  while (sent < count || queue.length > 0) {
    while (sent < count && queue.length < 2 * PER_BATCH) {
      const message = toMessage(sent, below);
      queue.push(message);
      sent += 1;
      if (sent % Math.ceil(count / 10) === 0) heap.push(measureHeap());
    }
    if (below(4) === 0) standIn.putNetworkAcl(toNetworkAcl(toId(below(NETWORK_ACLS)), below));
    if (below(5) === 0) {
      standIn.inject(toInjection(below));
      injected += 1;
    }
    const batch = queue.splice(0, 1 + below(PER_BATCH));
    const { batchItemFailures } = await guard({ Records: batch as unknown as SQSRecord[] });
    redeliver(batch, new Set(batchItemFailures.map(failure => failure.itemIdentifier)), queue, account);
    standIn.clearCalls();
  }
  return { places: account.places(), faults: account.faults(), injected, heap };
}

function toInjection(below: Below): FaultInjection {
  if (below(8) === 0) return { action: 'DescribeNetworkAcls', fault: 'stale-read' };
  return { action: pick(ACTIONS, below), fault: pick(FAULTS, below), times: 1 + below(4) };
}

/** Failed messages come back later, until they have been received too often. */
function redeliver(
  batch: readonly Message[],
  failed: ReadonlySet<string>,
  queue: Message[],
  account: Account,
): void {
  for (const message of batch.filter(({ messageId }) => failed.has(messageId))) {
    message.receives += 1;
    if (message.receives < MOST_RECEIVES) queue.push(message);
    else account.settle(message.messageId, 'dead letter');
  }
}

function createContext(endpoint: string, log: (line: Readonly<Record<string, unknown>>) => void) {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
  });
  const environment = parseEnvironment({
    MODE: 'remediate',
    REMIND_AFTER_HOURS: '0',
    ALERT_TOPIC_ARN: TOPIC_ARN,
    FINDINGS_TABLE: 'findings',
  });
  const context = createReviewContext(environment, renderMessage, log);
  // No waits for EC2's reads: they are not tested here.
  const clocked = { ...context, clock: { ...context.clock, wait: async () => {} } };
  const requestReport: GuardContext['requestReport'] = pending => reportAtOnce(pending, clocked);
  return { ...clocked, requestReport };
}

function toId(index: number): string {
  return `acl-${String(index).padStart(17, '0')}`;
}

function toMessage(index: number, below: Below): Message {
  const unknown = below(50) === 0;
  const networkAclId = toId(unknown ? NETWORK_ACLS + below(10) : below(NETWORK_ACLS));
  const detail = {
    eventName: pick(['CreateNetworkAclEntry', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry'], below),
    eventID: `event-${index}`,
    eventTime: new Date(Date.UTC(2026, 10, 20) + below(86_400) * 1_000).toISOString(),
    requestParameters: { networkAclId },
    ...(below(50) === 0 && { errorCode: 'Client.DryRunOperation' }),
  };
  const envelope = { account: below(100) === 0 ? '999999999999' : ACCOUNT, region: REGION, detail };
  const body = below(200) === 0 ? '{' : JSON.stringify(envelope);
  return { messageId: `${index}`, body, receives: 0 };
}

/** Broken, fixed, or broken in another way. */
function toNetworkAcl(NetworkAclId: string, below: Below): NetworkAcl {
  const rule = (RuleNumber: number, Egress: boolean, From: number, To: number): NetworkAclEntry => ({
    ...{ RuleNumber, Egress, RuleAction: 'allow', Protocol: '6', CidrBlock: '0.0.0.0/0' },
    PortRange: { From, To },
  });
  const replies = [[], [rule(100, true, 1024, 65_535)], [rule(100, true, 32_768, 60_999)]];
  const service = rule(100, false, 22, 22);
  const tags = below(4) === 0 ? [{ Key: 'nacl-ephemeral-guard', Value: 'notify' }] : [];
  const Associations = [{ SubnetId: 'subnet-1' }];
  const Entries = [service, ...pick(replies, below)];
  return { NetworkAclId, VpcId: 'vpc-1', Associations, Entries, Tags: tags };
}

function pick<T>(options: readonly T[], below: Below): T {
  return options[below(options.length)] as T;
}

function measureHeap(): number {
  if (globalThis.gc === undefined) return 0;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
