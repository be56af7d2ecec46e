import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { renderAge, renderCount } from './counts.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import { readMetric } from './metrics.ts';
import type { Patient } from './patient.ts';

const { ok, problem } = findingsOf('queues');

const TAMPERING = 'see docs/operations.md#tampering: read the records, then find who has the credentials';

/** A queue that a function reads, and the age of its oldest message that the alarm allows. Seconds. */
const WORK_QUEUES = [
  { logicalId: 'ChangeQueue', what: 'change queue', oldest: 3_600 },
  { logicalId: 'SweepQueue', what: 'sweep queue', oldest: 7_200 },
] as const;

const LATE = 'see docs/operations.md#late-reviews: failed reviews, throttling, or a mapping that is off';

/** Whether changes wait too long, whether anything was set aside, and whether a role was misused. */
export async function checkQueues(patient: Patient): Promise<readonly Finding[]> {
  const [work, setAside, tampering] = await Promise.all([
    Promise.all(WORK_QUEUES.map(queue => checkWorkQueue(queue, patient))),
    checkDeadLetterQueues(patient),
    checkTamperQueue(patient),
  ]);
  return [...work.flat(), ...setAside, ...tampering];
}

function checkWorkQueue(
  { logicalId, what, oldest }: (typeof WORK_QUEUES)[number],
  patient: Patient,
): Promise<readonly Finding[]> {
  return examine('queues', `what waits in the ${what}`, async () => {
    const url = requireResource(patient.stack, logicalId);
    const messages = await countMessages(url, patient);
    if (messages === 0) return [ok(`${what} is empty`)];
    const says = `${what} holds ${renderCount(messages, 'message')}`;
    return examine(
      'queues',
      `how old the ${renderCount(messages, 'message')} of the ${what} are`,
      async () => {
        const age = await readAge(url, patient);
        // CloudWatch hears of a queue some minutes after the first message in it.
        if (age === undefined) return [ok(`${says}, a few minutes old at most`)];
        const old = `${says}, the oldest ${renderAge(age * 1_000)} old`;
        return [age >= oldest ? problem(old, LATE) : ok(old)];
      },
    );
  });
}

/** Seconds; undefined where CloudWatch has no figure. */
async function readAge(url: string, { clients, now }: Patient): Promise<number | undefined> {
  const metric = {
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: url.split('/').at(-1) }],
  };
  const from = new Date(now.getTime() - 20 * 60_000);
  const [latest] = await readMetric(clients.cloudWatch, metric, 'Maximum', { from, to: now });
  return latest?.value;
}

async function countMessages(QueueUrl: string, { clients }: Patient): Promise<number> {
  const counts = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
  ] as const;
  const { Attributes } = await ask('sqs:GetQueueAttributes', () =>
    clients.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] })),
  );
  if (Attributes === undefined) throw new Error('SQS answered without attributes');
  return counts.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

/** A dead-letter queue, what lies in it, and how that is mended. */
interface DeadLetterQueue {
  readonly logicalId: `${'Change' | 'Rule' | 'Sweep' | 'Slack'}DeadLetterQueue`;
  readonly what: string;
  readonly lies: string;
  readonly mend: (url: string, patient: Patient) => string;
}

const DEAD_LETTER_QUEUES: readonly DeadLetterQueue[] = [
  {
    logicalId: 'ChangeDeadLetterQueue',
    what: 'change dead-letter queue',
    lies: 'whose review failed every time',
    mend: (url, patient) =>
      `guard's log says why; mend it, then ${awsCommand(patient.place, `sqs start-message-move-task --source-arn ${toArn(url, patient)}`)}`,
  },
  {
    logicalId: 'RuleDeadLetterQueue',
    what: 'rule dead-letter queue',
    lies: 'that did not reach the change queue',
    mend: (url, patient) => `mend the change queue's policy; then ${sweepAndPurge(url, patient)}`,
  },
  {
    logicalId: 'SweepDeadLetterQueue',
    what: 'sweep dead-letter queue',
    lies: 'of sweeps that failed every time',
    mend: (url, patient) => `sweep's log says why; mend it, then ${sweepAndPurge(url, patient)}`,
  },
  {
    logicalId: 'SlackDeadLetterQueue',
    what: 'Slack dead-letter queue',
    lies: 'that Slack did not get',
    mend: (url, patient) =>
      `slack's log says why; mend the webhook, then ${awsCommand(patient.place, `sqs purge-queue --queue-url ${url}`)}`,
  },
];

/** One line for all that are empty, and one for each that is not. */
async function checkDeadLetterQueues(patient: Patient): Promise<readonly Finding[]> {
  const deployed = DEAD_LETTER_QUEUES.filter(
    ({ logicalId }) => logicalId !== 'SlackDeadLetterQueue' || patient.stack.resources.has(logicalId),
  );
  const found = await Promise.all(deployed.map(queue => checkDeadLetterQueue(queue, patient)));
  const faults = found.flat();
  const empty = found.filter(({ length }) => length === 0).length;
  if (empty === 0) return faults;
  const says =
    faults.length === 0 ? `all ${empty} dead-letter queues are empty` : `the other ${empty} are empty`;
  return [...faults, ok(says)];
}

function checkDeadLetterQueue(queue: DeadLetterQueue, patient: Patient): Promise<readonly Finding[]> {
  const { logicalId, what, lies, mend } = queue;
  return examine('queues', `whether the ${what} is empty`, async () => {
    const url = requireResource(patient.stack, logicalId);
    const messages = await countMessages(url, patient);
    if (messages === 0) return [];
    const says = `${what} holds ${renderCount(messages, 'message')} ${lies}`;
    return [problem(says, `${mend(url, patient)} (docs/operations.md#redrive)`)];
  });
}

/** Silent where it is empty, as it should always be. */
function checkTamperQueue(patient: Patient): Promise<readonly Finding[]> {
  return examine('queues', 'whether the tamper queue is empty', async () => {
    const messages = await countMessages(requireResource(patient.stack, 'TamperQueue'), patient);
    if (messages === 0) return [];
    return [
      problem(
        `the guard's roles made ${renderCount(messages, 'call')} that the guard never makes`,
        TAMPERING,
      ),
    ];
  });
}

/** A sweep reviews all that was missed; what is left in the queue is then of no more use. */
function sweepAndPurge(url: string, { place, stack }: Patient): string {
  const sweep = `sqs send-message --message-body '{}' --queue-url ${stack.resources.get('SweepQueue')?.physicalId}`;
  return `${awsCommand(place, sweep)} && ${awsCommand(place, `sqs purge-queue --queue-url ${url}`)}`;
}

/** SQS wants the ARN here, and URLs say all that is in it but the partition, which the topic's ARN has. */
function toArn(url: string, { stack, place }: Patient): string {
  const [account, name] = new URL(url).pathname.split('/').slice(-2);
  const partition = stack.resources.get('AlertTopic')?.physicalId.split(':')[1] ?? 'aws';
  return `arn:${partition}:sqs:${place.region}:${account}:${name}`;
}
