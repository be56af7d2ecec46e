import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { toShellWord } from '../../functions/alert/fix/quoting.ts';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { endingPages } from '../input/pages.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';

const { ok, warning, problem } = resultsOf('subscriptions');

/** Whether anyone receives the alerts. */
export async function checkSubscriptions(deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('subscriptions', 'who receives the alerts', async () => {
    const topicArn = requireResource(deployment.stack, 'AlertTopic');
    const subscriptions = await readSubscriptions(topicArn, deployment);
    const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
    const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
    const recipients = confirmed.map(describe);
    const found = [
      ...(recipients.length > 0 ? [ok(`alerts go to ${joinWords(recipients)}`)] : []),
      ...pending.map(one => unconfirmed(one, recipients.length === 0, topicArn, deployment)),
    ];
    if (found.length === 0) return [noSubscription(topicArn, deployment)];
    return recipients.length > 0 && confirmed.every(isSlack(deployment))
      ? [...found, onlySlack(topicArn, deployment)]
      : found;
  });
}

async function readSubscriptions(TopicArn: string, { clients }: Deployment): Promise<Subscription[]> {
  return ask('sns:ListSubscriptionsByTopic', async () => {
    const found: Subscription[] = [];
    for await (const page of endingPages(
      paginateListSubscriptionsByTopic({ client: clients.sns }, { TopicArn }),
    )) {
      found.push(...(page.Subscriptions ?? []));
    }
    return found;
  });
}

/** Only the host of a URL: the rest may contain a token. */
function describe({ Protocol = 'unknown', Endpoint = '' }: Subscription): string {
  if (Protocol.startsWith('email')) return `${Endpoint} (${Protocol})`;
  if (Protocol === 'lambda' || Protocol === 'sqs') return `${Endpoint.split(':').at(-1)} (${Protocol})`;
  return Protocol.startsWith('http') && URL.canParse(Endpoint)
    ? `${new URL(Endpoint).hostname} (${Protocol})`
    : `a subscription with protocol ${Protocol}`;
}

function noSubscription(topicArn: string, { place }: Deployment): CheckResult {
  return problem(
    'no one receives alerts: the topic has no subscription',
    subscribe(topicArn, 'you@example.com', place),
  );
}

function unconfirmed(
  { Endpoint = 'an unknown endpoint', Protocol = 'email' }: Subscription,
  alone: boolean,
  topicArn: string,
  { place }: Deployment,
): CheckResult {
  const isEmail = Protocol.startsWith('email');
  const who = isEmail ? Endpoint : describe({ Protocol, Endpoint });
  const again = isEmail ? `; to send it again: ${subscribe(topicArn, Endpoint, place)}` : '';
  const then = `click the link in the message "AWS Notification - Subscription Confirmation"${again}`;
  const says = `${who} has not confirmed the subscription`;
  return alone ? problem(`no one receives alerts yet: ${says}`, then) : warning(says, then);
}

/** The slack function receives alerts but no alarms. */
function isSlack({ stack }: Deployment): (subscription: Subscription) => boolean {
  const name = stack.resources.get('SlackLambdaFunction')?.physicalId;
  return ({ Protocol, Endpoint = '' }) =>
    name !== undefined && Protocol === 'lambda' && Endpoint.endsWith(`:${name}`);
}

function onlySlack(topicArn: string, { place }: Deployment): CheckResult {
  return warning(
    'no one receives the alarms about the guard itself: Slack gets alerts only',
    subscribe(topicArn, 'you@example.com', place),
  );
}

function subscribe(topicArn: string, address: string, place: Deployment['place']): string {
  return awsCommand(
    place,
    `sns subscribe --protocol email --notification-endpoint ${toShellWord(address)} --topic-arn ${toShellWord(topicArn)}`,
  );
}
