import type { Mode } from '../../functions/review/words/mode.ts';
import type { LogicalId, Stack } from '../deployment/stack.ts';

/** What a role has to be able to do; `on` is what in the stack it does it on, where it is not any resource. */
export interface Need {
  readonly actions: readonly string[];
  readonly on?: Needed;
}

/** A resource of the stack, or one that the operator brings or may bring. */
export type Needed = LogicalId | 'the webhook parameter' | 'the alert key';

/** What the functions do in every mode, as guard-role.yml, sweep-role.yml and slack.yml allow it. */
export const NEEDS: Readonly<Record<'guard' | 'sweep' | 'slack', readonly Need[]>> = {
  guard: [
    ...logging('GuardLogGroup'),
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], on: 'ChangeQueue' },
    { actions: ['sqs:SendMessage'], on: 'ChangeDeadLetterQueue' },
    { actions: ['sqs:SendMessage'], on: 'SweepQueue' },
    ...reviewing(),
  ],
  sweep: [
    ...logging('SweepLogGroup'),
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
      on: 'SweepQueue',
    },
    { actions: ['sqs:SendMessage'], on: 'SweepDeadLetterQueue' },
    { actions: ['dynamodb:Scan'], on: 'MemberFindingsTable' },
    { actions: ['dynamodb:Scan'], on: 'FindingsTable' },
    ...reviewing(),
  ],
  slack: [
    ...logging('SlackLogGroup'),
    { actions: ['ssm:GetParameters'], on: 'the webhook parameter' },
    { actions: ['sqs:SendMessage'], on: 'SlackDeadLetterQueue' },
  ],
};

function logging(on: LogicalId): Need[] {
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on }];
}

function reviewing(): Need[] {
  return [
    { actions: ['ec2:DescribeNetworkAcls', 'ec2:DescribeTags'] },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], on: 'MemberFindingsTable' },
    // The table of 0.1.0.
    { actions: ['dynamodb:GetItem', 'dynamodb:DeleteItem'], on: 'FindingsTable' },
    { actions: ['sns:Publish'], on: 'AlertTopic' },
    { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], on: 'the alert key' },
  ];
}

/** The one write, on a network ACL whose tag `nacl-ephemeral-guard` has the value, or that has none. */
export interface Write {
  readonly tag: string | undefined;
  readonly allowed: boolean;
}

/** What each mode promises about the write, as remediation.yml holds it. */
export const WRITES: Readonly<Record<Mode, readonly Write[]>> = {
  notify: [
    { tag: undefined, allowed: false },
    { tag: 'remediate', allowed: false },
  ],
  'opt-in': [
    { tag: undefined, allowed: false },
    { tag: 'notify', allowed: false },
    { tag: 'ignore', allowed: false },
    { tag: 'Remediate', allowed: false },
    { tag: 'remediate', allowed: true },
  ],
  remediate: [
    { tag: undefined, allowed: true },
    { tag: 'remediate', allowed: true },
    { tag: 'notify', allowed: false },
    { tag: 'ignore', allowed: false },
    // Any value that the guard does not know.
    { tag: 'Ignore', allowed: false },
  ],
};

/** Where the stack is, as ARNs name it. */
export interface Home {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The name of slack's SSM parameter. */
  readonly webhookParameter: string | undefined;
}

/** The ARN of a resource of the stack; CloudFormation keeps a name, URL, id or ARN of it, by type. */
export function toArn({ resources, outputs }: Stack, needed: Needed, home: Home): string | undefined {
  const { type = needed, physicalId = '' } = resources.get(needed) ?? {};
  const arn = (service: string, resource: string) =>
    `arn:${home.partition}:${service}:${home.region}:${home.account}:${resource}`;
  switch (type) {
    case 'AWS::Logs::LogGroup':
      return arn('logs', `log-group:${physicalId}:log-stream:any`);
    case 'AWS::SQS::Queue':
      return arn('sqs', physicalId.split('/').at(-1) ?? '');
    case 'AWS::DynamoDB::Table':
      return arn('dynamodb', `table/${physicalId}`);
    case 'AWS::SNS::Topic':
      return physicalId;
    case 'the alert key':
      return outputs.get('AlertKeyArn');
    case 'the webhook parameter':
      return home.webhookParameter && arn('ssm', `parameter${home.webhookParameter}`);
    default:
      return undefined;
  }
}
