import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { parseSlackEnvironment } from '../../functions/aws/environment.ts';
import { SLACK } from '../../functions/slack/slack-service.ts';
import { DeliveryError } from '../../functions/webhook/delivery.ts';
import { parseWebhookUrl } from '../../functions/webhook/webhook-url.ts';
import { ask, NotThereError } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';
import { probeWebhook } from './webhook-probe.ts';

const { ok, warning, problem } = resultsOf('slack');

/** Whether the webhook can be read and works. The URL is a secret and never part of a text. */
export async function checkSlack(deployment: Deployment): Promise<readonly CheckResult[]> {
  if (!deployment.stack.resources.has(FUNCTIONS.slack)) return [];
  return runCheck('slack', 'the parameter of the webhook', async () => {
    const { Environment } = await deployment.readFunction('slack');
    const { webhookParameter } = parseSlackEnvironment(Environment?.Variables ?? {});
    return runCheck('slack', `the SSM parameter ${webhookParameter}`, () =>
      checkParameter(webhookParameter, deployment),
    );
  });
}

async function checkParameter(name: string, deployment: Deployment): Promise<readonly CheckResult[]> {
  const put = awsCommand(
    deployment.place,
    `ssm put-parameter --overwrite --type SecureString --name ${name} --value file://FILE_WITH_THE_URL`,
  );
  try {
    const { Parameter } = await ask('ssm:GetParameter', () =>
      deployment.clients.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true })),
    );
    const url = parseWebhookUrl(Parameter?.Value, name, 'service', SLACK);
    const secure =
      Parameter?.Type === 'SecureString' ? [] : [notSecure(name, Parameter?.Type, put, deployment)];
    return [...secure, ...(await checkWebhook(url, name, put, deployment))];
  } catch (error) {
    if (error instanceof NotThereError) return [problem(`the SSM parameter ${name} does not exist`, put)];
    if (error instanceof DeliveryError) return [problem(error.message, put)];
    throw error;
  }
}

function notSecure(name: string, type: string | undefined, put: string, { place }: Deployment): CheckResult {
  // SSM cannot change the type of a parameter.
  const remove = awsCommand(place, `ssm delete-parameter --name ${name}`);
  return problem(
    `the SSM parameter ${name} is a ${type}, expected a SecureString: everyone who may read parameters can post`,
    `${remove} && ${put}`,
  );
}

async function checkWebhook(
  url: URL,
  name: string,
  put: string,
  { fetch }: Deployment,
): Promise<readonly CheckResult[]> {
  if (!url.pathname.startsWith('/services/'))
    return [
      warning(
        `the URL in the SSM parameter ${name} is not an incoming webhook of Slack, so it was not tested`,
        put,
      ),
    ];
  const probe = await probeWebhook(url, fetch);
  const renew = `create a new webhook in Slack (docs/alerts.md#slack), then ${put}`;
  if (probe.kind === 'alive') return [ok(`the webhook in ${name} works (answer: ${probe.said})`)];
  if (probe.kind === 'unclear')
    return [warning(`the webhook in ${name} gave an unexpected answer: ${probe.said}`, renew)];
  if (probe.kind === 'refused')
    return [problem(`Slack does not accept the webhook in ${name}: ${probe.said}`, renew)];
  const then = 'check whether this machine can reach Slack, and whether Slack is up (slack-status.com)';
  return [problem(`this machine cannot reach the webhook in ${name}: ${probe.said}`, then)];
}
