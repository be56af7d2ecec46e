import type { StackResourceSummary } from '@aws-sdk/client-cloudformation';
import { type Statement, statementsOfRole, type Template } from '../../infra/template.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '111122223333';
export const STACK = 'nacl-ephemeral-guard-prod';

/** By what CloudFormation knows a resource of each type, as its reference says under "Ref". */
const PHYSICAL: Readonly<Record<string, (logicalId: string) => string>> = {
  'AWS::SQS::Queue': id => `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${STACK}-${id}-1A2B`,
  'AWS::SNS::Topic': id => `arn:aws:sns:${REGION}:${ACCOUNT}:${STACK}-${id}-1A2B`,
  // A rule of another bus than the default has the name of its bus, too.
  'AWS::Events::Rule': id => `${id.startsWith('Member') ? `${STACK}|` : ''}${STACK}-${id}-1A2B`,
  'AWS::KMS::Key': () => '0b1a2c3d-0000-4000-8000-000000000000',
  'AWS::Chatbot::SlackChannelConfiguration': () =>
    `arn:aws:chatbot::${ACCOUNT}:chat-configuration/slack-channel/${STACK}-${REGION}`,
};

export function physicalId(logicalId: string, type: string): string {
  return PHYSICAL[type]?.(logicalId) ?? `${STACK}-${logicalId}-1A2B`;
}

/** The resources of a packaged template as CloudFormation lists them once they are made. */
export function toSummaries({ Resources }: Template): StackResourceSummary[] {
  return Object.entries(Resources).map(([LogicalResourceId, { Type }]) => ({
    LogicalResourceId,
    PhysicalResourceId: physicalId(LogicalResourceId, Type),
    ResourceType: Type,
    LastUpdatedTimestamp: new Date(),
    ResourceStatus: 'CREATE_COMPLETE',
  }));
}

/** IAM's answer to whether a role of the template may do something: no statement of these denies. */
export function mayDo(
  template: Template,
  role: string,
  { action, resource, tags }: { action: string; resource: string; tags: Readonly<Record<string, string>> },
): boolean {
  return statementsOfRole(template, role).some(
    statement =>
      [statement.Action].flat().includes(action) &&
      toPattern(template, statement.Resource).test(resource) &&
      conditionHolds(statement, tags),
  );
}

/** A resource of a statement as IAM matches ARNs with it. */
function toPattern(template: Template, resource: unknown): RegExp {
  const wildcard = toText(template, resource).split('*').map(escapePattern);
  return new RegExp(`^${wildcard.join('.*')}$`);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function toText(template: Template, resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = resource as Record<string, unknown>;
  if (typeof Ref === 'string') return arnOf(template, Ref);
  if (Array.isArray(attribute)) return arnOf(template, String(attribute[0]));
  return String(sub)
    .replaceAll(/\$\{AWS::Partition\}/g, 'aws')
    .replaceAll(/\$\{AWS::Region\}/g, REGION)
    .replaceAll(/\$\{AWS::AccountId\}/g, ACCOUNT);
}

function arnOf({ Resources }: Template, logicalId: string): string {
  const { Type = '' } = Resources[logicalId] ?? {};
  const id = physicalId(logicalId, Type);
  const arn = (service: string, name: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${name}`;
  const arns: Record<string, string> = {
    'AWS::SQS::Queue': arn('sqs', `${STACK}-${logicalId}-1A2B`),
    'AWS::SNS::Topic': id,
    'AWS::KMS::Key': arn('kms', `key/${id}`),
    'AWS::DynamoDB::Table': arn('dynamodb', `table/${id}`),
    'AWS::Logs::LogGroup': arn('logs', `log-group:${id}:*`),
  };
  const found = arns[Type];
  if (found === undefined) throw new Error(`what is the ARN of a ${Type}?`);
  return found;
}

/** The two operators that the policies use; one holds where the key is absent. */
function conditionHolds({ Condition = {} }: Statement, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(Condition as Record<string, Record<string, string | string[]>>).every(
    ([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => {
        const value = tags[key.replace('aws:ResourceTag/', '')];
        const isIn = value !== undefined && [values].flat().includes(value);
        if (operator === 'StringEquals') return isIn;
        if (operator === 'StringEqualsIfExists') return isIn || value === undefined;
        throw new Error(`unknown operator ${operator}`);
      }),
  );
}
