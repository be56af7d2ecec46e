import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { parseSlackEnvironment } from '../../functions/aws/environment.ts';
import { DeliveryError } from '../../functions/slack/webhook.ts';
import { parseWebhookUrl } from '../../functions/slack/webhook-url.ts';
import { ask, NotThereError } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';
import { probeWebhook } from './webhook-probe.ts';

const { ok, warning, problem } = findingsOf('slack');

/** Slack's own hosts; what else takes its messages may answer the probe in its own way. */
const SLACK_HOSTS = /^hooks\.slack(-gov)?\.com$/;

/** Whether the webhook can be read and is alive. The URL is a secret and stays out of every text. */
export async function checkSlack(patient: Patient): Promise<readonly Finding[]> {
  if (!patient.stack.resources.has(FUNCTIONS.slack)) return [];
  return examine('slack', 'where the webhook is', async () => {
    const { Environment } = await patient.readFunction('slack');
    const { webhookParameter } = parseSlackEnvironment(Environment?.Variables ?? {});
    return examine('slack', `what SSM parameter ${webhookParameter} holds`, () =>
      checkParameter(webhookParameter, patient),
    );
  });
}

async function checkParameter(name: string, patient: Patient): Promise<readonly Finding[]> {
  const put = awsCommand(
    patient.place,
    `ssm put-parameter --overwrite --type SecureString --name ${name} --value file://FILE_WITH_THE_URL`,
  );
  try {
    const { Parameter } = await ask('ssm:GetParameter', () =>
      patient.clients.ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true })),
    );
    const url = parseWebhookUrl(Parameter?.Value, name);
    const secure = Parameter?.Type === 'SecureString' ? [] : [plain(name, Parameter?.Type, put, patient)];
    return [...secure, ...(await checkWebhook(url, name, put, patient))];
  } catch (error) {
    if (error instanceof NotThereError) return [problem(`there is no SSM parameter ${name}`, put)];
    if (error instanceof DeliveryError) return [problem(error.message, put)];
    throw error;
  }
}

function plain(name: string, type: string | undefined, put: string, { place }: Patient): Finding {
  // SSM changes no parameter's type.
  const remove = awsCommand(place, `ssm delete-parameter --name ${name}`);
  return problem(
    `SSM parameter ${name} is a ${type}, expected a SecureString: whoever may read parameters can post`,
    `${remove} && ${put}`,
  );
}

async function checkWebhook(
  url: URL,
  name: string,
  put: string,
  { fetch }: Patient,
): Promise<readonly Finding[]> {
  if (!SLACK_HOSTS.test(url.hostname) || !url.pathname.startsWith('/services/'))
    return [warning(`SSM parameter ${name} leads to no incoming webhook of Slack's, and is not asked`, put)];
  const probe = await probeWebhook(url, fetch);
  const renew = `make another webhook in Slack (docs/alerts.md#slack), then ${put}`;
  if (probe.kind === 'alive') return [ok(`the webhook in ${name} answers (${probe.said})`)];
  if (probe.kind === 'unclear')
    return [warning(`the webhook in ${name} answered what it should not: ${probe.said}`, renew)];
  if (probe.kind === 'refused')
    return [problem(`Slack does not take the webhook in ${name}: ${probe.said}`, renew)];
  const then = 'see whether this machine reaches Slack, and whether Slack is up (slack-status.com)';
  return [problem(`the webhook in ${name} cannot be reached from here: ${probe.said}`, then)];
}
