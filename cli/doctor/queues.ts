import { awsCommand } from '../deployment/commands.ts';
import { countMessages } from '../deployment/queue.ts';
import { requireResource } from '../deployment/stack.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import { renderAge, renderCount } from './counts.ts';
import type { Deployment } from './deployment.ts';
import { readMetric } from './metrics.ts';

const { ok, problem } = resultsOf('queues');

const TAMPERING = 'see docs/operations.md#tampering: read the records, then find who has the credentials';

/** A queue that a function reads; `oldest` is the age in seconds at which its alarm starts. */
const WORK_QUEUES = [
  { logicalId: 'ChangeQueue', what: 'change queue', oldest: 3_600 },
  { logicalId: 'SweepQueue', what: 'sweep queue', oldest: 7_200 },
] as const;

const LATE =
  'see docs/operations.md#late-reviews: reviews fail, calls are throttled, or a mapping is disabled';

/** Whether messages wait too long, and whether dead-letter queues and the tamper queue hold any. */
export async function checkQueues(deployment: Deployment): Promise<readonly CheckResult[]> {
  const [work, deadLetters, tampering] = await Promise.all([
    Promise.all(WORK_QUEUES.map(queue => checkWorkQueue(queue, deployment))),
    checkDeadLetterQueues(deployment),
    checkTamperQueue(deployment),
  ]);
  return [...work.flat(), ...deadLetters, ...tampering];
}

function checkWorkQueue(
  { logicalId, what, oldest }: (typeof WORK_QUEUES)[number],
  deployment: Deployment,
): Promise<readonly CheckResult[]> {
  return runCheck('queues', `what is in the ${what}`, async () => {
    const url = requireResource(deployment.stack, logicalId);
    const messages = await countMessages(deployment.clients.sqs, url);
    if (messages === 0) return [ok(`the ${what} is empty`)];
    const says = `the ${what} holds ${renderCount(messages, 'message')}`;
    return runCheck(
      'queues',
      `how old the ${renderCount(messages, 'message')} of the ${what} are`,
      async () => {
        const age = await readAge(url, deployment);
        // CloudWatch has no value for a queue until some minutes after its first message.
        if (age === undefined) return [ok(`${says}, at most a few minutes old`)];
        const old = `${says}; the oldest is ${renderAge(age * 1_000)} old`;
        return [age >= oldest ? problem(old, LATE) : ok(old)];
      },
    );
  });
}

/** Seconds; undefined where CloudWatch has no value. */
async function readAge(url: string, { clients, now }: Deployment): Promise<number | undefined> {
  const metric = {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: url.split('/').at(-1) }],
  };
  const from = new Date(now.getTime() - 20 * 60_000);
  const [latest] = await readMetric(clients.cloudWatch, metric, 'Maximum', { from, to: now });
  return latest?.value;
}

/** A dead-letter queue, what its messages are, and how to fix what led to them. */
interface DeadLetterQueue {
  readonly logicalId: `${'Change' | 'Rule' | 'Sweep' | 'Slack'}DeadLetterQueue`;
  readonly what: string;
  readonly holds: string;
  readonly fix: (url: string, deployment: Deployment) => string;
}

const DEAD_LETTER_QUEUES: readonly DeadLetterQueue[] = [
  {
    logicalId: 'ChangeDeadLetterQueue',
    what: 'change dead-letter queue',
    holds: 'of changes that the guard could not review',
    fix: (url, deployment) =>
      `guard's log has the cause; fix it, then ${awsCommand(deployment.place, `sqs start-message-move-task --source-arn ${toArn(url, deployment)}`)}`,
  },
  {
    logicalId: 'RuleDeadLetterQueue',
    what: 'rule dead-letter queue',
    holds: 'that did not reach the change queue',
    fix: (url, deployment) => `fix the policy of the change queue, then ${sweepAndPurge(url, deployment)}`,
  },
  {
    logicalId: 'SweepDeadLetterQueue',
    what: 'sweep dead-letter queue',
    holds: 'of sweeps or reports that failed',
    fix: (url, deployment) => `sweep's log has the cause; fix it, then ${sweepAndPurge(url, deployment)}`,
  },
  {
    logicalId: 'SlackDeadLetterQueue',
    what: 'Slack dead-letter queue',
    holds: 'that Slack did not receive',
    fix: (url, deployment) =>
      `slack's log has the cause; fix the webhook, then ${awsCommand(deployment.place, `sqs purge-queue --queue-url ${url}`)}`,
  },
];

/** One result for all empty queues, and one for each other queue. */
async function checkDeadLetterQueues(deployment: Deployment): Promise<readonly CheckResult[]> {
  const deployed = DEAD_LETTER_QUEUES.filter(
    ({ logicalId }) => logicalId !== 'SlackDeadLetterQueue' || deployment.stack.resources.has(logicalId),
  );
  const found = await Promise.all(deployed.map(queue => checkDeadLetterQueue(queue, deployment)));
  const problems = found.flat();
  const empty = found.filter(({ length }) => length === 0).length;
  if (empty === 0) return problems;
  const says =
    problems.length === 0
      ? `all ${empty} dead-letter queues are empty`
      : `the other ${renderCount(empty, 'dead-letter queue')} ${empty === 1 ? 'is' : 'are'} empty`;
  return [...problems, ok(says)];
}

function checkDeadLetterQueue(
  queue: DeadLetterQueue,
  deployment: Deployment,
): Promise<readonly CheckResult[]> {
  const { logicalId, what, holds, fix } = queue;
  return runCheck('queues', `whether the ${what} is empty`, async () => {
    const url = requireResource(deployment.stack, logicalId);
    const messages = await countMessages(deployment.clients.sqs, url);
    if (messages === 0) return [];
    const says = `the ${what} holds ${renderCount(messages, 'message')} ${holds}`;
    return [problem(says, `${fix(url, deployment)} (docs/operations.md#redrive)`)];
  });
}

/** No result where it is empty, as it should always be. */
function checkTamperQueue(deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('queues', 'whether the tamper queue is empty', async () => {
    const messages = await countMessages(
      deployment.clients.sqs,
      requireResource(deployment.stack, 'TamperQueue'),
    );
    if (messages === 0) return [];
    const calls = renderCount(messages, 'call');
    return [problem(`the guard's roles made ${calls} that the guard never makes`, TAMPERING)];
  });
}

/** A sweep reviews every network ACL, so the messages are no longer needed. */
function sweepAndPurge(url: string, { place, stack }: Deployment): string {
  const sweep = `sqs send-message --message-body '{}' --queue-url ${stack.resources.get('SweepQueue')?.physicalId}`;
  return `${awsCommand(place, sweep)} && ${awsCommand(place, `sqs purge-queue --queue-url ${url}`)}`;
}

/** SQS needs the ARN here. The URL has all of its parts except the partition, which the ARN of the topic has. */
function toArn(url: string, { stack, place }: Deployment): string {
  const [account, name] = new URL(url).pathname.split('/').slice(-2);
  const partition = stack.resources.get('AlertTopic')?.physicalId.split(':')[1] ?? 'aws';
  return `arn:${partition}:sqs:${place.region}:${account}:${name}`;
}
