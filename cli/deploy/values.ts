import { type CloudFormationClient, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { asFields, type Fields } from '../../functions/parsing/structures.ts';
import { templateName } from '../../infra/parameter.ts';
import { PARAMETERS } from '../../infra/parameters.ts';
import { ask } from '../deployment/ask.ts';
import type { Stack } from '../deployment/stack.ts';

/** The values that a deployed stack has, by the names of parameters. */
export type DeployedValues = Readonly<Record<string, string>>;

/**
 * Reads the values of a stack: its parameters or, of a stack of 0.1.0, which has none, what its template holds.
 *
 * @throws what {@link ask} throws
 */
export async function readValues(client: CloudFormationClient, stack: Stack): Promise<DeployedValues> {
  if (stack.parameters.size > 0) return valuesOfParameters(stack.parameters);
  const { TemplateBody = '{}' } = await ask('cloudformation:GetTemplate', () =>
    client.send(new GetTemplateCommand({ StackName: stack.name })),
  );
  return valuesOfTemplate(asFields(JSON.parse(TemplateBody)));
}

/** Parameters of a later version are left out: this template lacks them. */
function valuesOfParameters(parameters: ReadonlyMap<string, string>): DeployedValues {
  return Object.fromEntries(
    PARAMETERS.flatMap(({ name }) => {
      const value = parameters.get(templateName(name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Where the template of 0.1.0 has the value of each parameter: a resource, and the property. */
const PLACES: Readonly<Record<string, readonly [resource: string, ...property: string[]]>> = {
  mode: ['GuardLambdaFunction', 'Environment', 'Variables', 'MODE'],
  ephemeralPorts: ['GuardLambdaFunction', 'Environment', 'Variables', 'EPHEMERAL_PORTS'],
  readExposure: ['GuardLambdaFunction', 'Environment', 'Variables', 'READ_EXPOSURE'],
  reportIngress: ['GuardLambdaFunction', 'Environment', 'Variables', 'REPORT_INGRESS'],
  minSeverity: ['GuardLambdaFunction', 'Environment', 'Variables', 'MIN_SEVERITY'],
  ruleQuota: ['GuardLambdaFunction', 'Environment', 'Variables', 'RULE_QUOTA'],
  remindAfterHours: ['GuardLambdaFunction', 'Environment', 'Variables', 'REMIND_AFTER_HOURS'],
  slackWebhookParameter: ['SlackLambdaFunction', 'Environment', 'Variables', 'SLACK_WEBHOOK_PARAMETER'],
  email: ['AlertEmail', 'Endpoint'],
  alertKeyArn: ['AlertTopic', 'KmsMasterKeyId'],
  slackWorkspaceId: ['AmazonQChannel', 'SlackWorkspaceId'],
  slackChannelId: ['AmazonQChannel', 'SlackChannelId'],
  sweepSchedule: ['SweepRule', 'ScheduleExpression'],
  settleSeconds: ['ChangeQueue', 'DelaySeconds'],
  logRetentionDays: ['GuardLogGroup', 'RetentionInDays'],
};

/** What is not a text or a number, such as a reference to the stack's own key, is no value. */
export function valuesOfTemplate({ Resources }: Fields): DeployedValues {
  return Object.fromEntries(
    Object.entries(PLACES).flatMap(([name, [resource, ...property]]) => {
      const { Properties } = asFields(asFields(Resources)[resource]);
      const value = property.reduce<unknown>((part, key) => asFields(part)[key], Properties);
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
}
