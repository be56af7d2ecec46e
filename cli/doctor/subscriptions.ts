import { paginateListSubscriptionsByTopic, type Subscription } from '@aws-sdk/client-sns';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';

const { ok, warning, problem } = findingsOf('subscriptions');

/** Whether anybody hears of an alert. */
export async function checkSubscriptions(patient: Patient): Promise<readonly Finding[]> {
  return examine('subscriptions', 'who gets the alerts', async () => {
    const topicArn = requireResource(patient.stack, 'AlertTopic');
    const subscriptions = await readSubscriptions(topicArn, patient);
    const pending = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn === 'PendingConfirmation');
    const confirmed = subscriptions.filter(({ SubscriptionArn }) => SubscriptionArn?.startsWith('arn:'));
    const heard = confirmed.map(describe);
    const found = [
      ...(heard.length > 0 ? [ok(`alerts go to ${joinWords(heard)}`)] : []),
      ...pending.map(one => unconfirmed(one, heard.length === 0, topicArn, patient)),
    ];
    if (found.length === 0) return [nobody(topicArn, patient)];
    return heard.length > 0 && confirmed.every(isSlack(patient))
      ? [...found, onlySlack(topicArn, patient)]
      : found;
  });
}

async function readSubscriptions(TopicArn: string, { clients }: Patient): Promise<Subscription[]> {
  return ask('sns:ListSubscriptionsByTopic', async () => {
    const found: Subscription[] = [];
    for await (const page of paginateListSubscriptionsByTopic({ client: clients.sns }, { TopicArn })) {
      found.push(...(page.Subscriptions ?? []));
    }
    return found;
  });
}

/** Other endpoints can hold secrets: a URL may have a token in it. */
function describe({ Protocol = 'unknown', Endpoint = '' }: Subscription): string {
  if (Protocol.startsWith('email')) return `${Endpoint} (${Protocol})`;
  if (Protocol === 'lambda' || Protocol === 'sqs') return `${Endpoint.split(':').at(-1)} (${Protocol})`;
  return Protocol.startsWith('http') && URL.canParse(Endpoint)
    ? `${new URL(Endpoint).hostname} (${Protocol})`
    : `a subscription by ${Protocol}`;
}

function nobody(topicArn: string, { place }: Patient): Finding {
  return problem(
    'nobody hears of an alert: the topic has no subscription',
    subscribe(topicArn, 'you@example.com', place),
  );
}

function unconfirmed(
  { Endpoint = 'somebody', Protocol = 'email' }: Subscription,
  alone: boolean,
  topicArn: string,
  { place }: Patient,
): Finding {
  const isEmail = Protocol.startsWith('email');
  const who = isEmail ? Endpoint : describe({ Protocol, Endpoint });
  const again = isEmail ? `; to have it sent again: ${subscribe(topicArn, Endpoint, place)}` : '';
  const then = `confirm it by the link in the message "AWS Notification - Subscription Confirmation"${again}`;
  const says = `${who} has not confirmed the subscription`;
  return alone ? problem(`nobody hears of an alert yet: ${says}`, then) : warning(says, then);
}

/** The subscription of slack takes alerts, and leaves out alarms. */
function isSlack({ stack }: Patient): (subscription: Subscription) => boolean {
  const name = stack.resources.get('SlackLambdaFunction')?.physicalId;
  return ({ Protocol, Endpoint = '' }) =>
    name !== undefined && Protocol === 'lambda' && Endpoint.endsWith(`:${name}`);
}

function onlySlack(topicArn: string, { place }: Patient): Finding {
  return warning(
    'alarms about the guard itself reach nobody: Slack gets alerts only',
    subscribe(topicArn, 'you@example.com', place),
  );
}

function subscribe(topicArn: string, address: string, place: Patient['place']): string {
  return awsCommand(
    place,
    `sns subscribe --protocol email --notification-endpoint ${address} --topic-arn ${topicArn}`,
  );
}
