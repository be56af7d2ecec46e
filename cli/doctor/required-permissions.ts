import type { FunctionName } from '../../functions/aws/function-names.ts';
import type { HubSettings } from '../../functions/aws/hub-variables.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import type { LogicalId, Stack } from '../deployment/stack.ts';

/** Actions that a role needs, and the resource of the stack that it needs them on; without `on`: on any resource. */
export interface RequiredPermission {
  readonly actions: readonly string[];
  readonly on?: NeededResource;
  /** Only where the function reads exposure. */
  readonly forExposure?: true;
  /** Only for a hub, and there only where it has such members. */
  readonly forMembers?: MembersOf;
}

/** Which members a hub has: any, those of an organisation, or listed accounts. */
type MembersOf = 'any' | 'organisation' | 'listed accounts';

/** A resource of the stack, one that the operator provides, or the role of a member. */
export type NeededResource = LogicalId | 'the webhook parameter' | 'the alert key' | 'the roles of members';

/** What the functions do in every mode, as infra/*.yml and infra/hub/ allow it. */
export const REQUIRED_PERMISSIONS: Readonly<Record<FunctionName, readonly RequiredPermission[]>> = {
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
    { actions: ['dynamodb:Query', 'dynamodb:Scan'], on: 'MemberFindingsTable' },
    { actions: ['dynamodb:Scan'], on: 'FindingsTable' },
    { actions: ['sns:ListSubscriptionsByTopic'], on: 'AlertTopic' },
    ...reviewing(),
  ],
  slack: [
    ...logging('SlackLogGroup'),
    { actions: ['ssm:GetParameters'], on: 'the webhook parameter' },
    { actions: ['sqs:SendMessage'], on: 'SlackDeadLetterQueue' },
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], on: 'SlackQueue' },
  ],
};

function logging(on: LogicalId): RequiredPermission[] {
  return [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on }];
}

function reviewing(): RequiredPermission[] {
  return [
    { actions: ['ec2:DescribeNetworkAcls', 'ec2:DescribeTags'] },
    {
      actions: [
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
        'ec2:GetManagedPrefixListEntries',
      ],
      forExposure: true,
    },
    { actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], on: 'MemberFindingsTable' },
    // The table of 0.1.0.
    { actions: ['dynamodb:GetItem', 'dynamodb:DeleteItem'], on: 'FindingsTable' },
    { actions: ['sns:Publish'], on: 'AlertTopic' },
    { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], on: 'the alert key' },
    { actions: ['dynamodb:UpdateItem'], on: 'MemberFindingsTable', forMembers: 'any' },
    { actions: ['sts:AssumeRole'], on: 'the roles of members', forMembers: 'organisation' },
    { actions: ['sts:AssumeRole'], on: 'the roles of members', forMembers: 'listed accounts' },
  ];
}

/** The keys of a simulated call that tell the account of its resource; undefined: the hub has no such members. */
export function memberContext(
  forMembers: MembersOf,
  hub: HubSettings | undefined,
): Readonly<Record<string, string>> | undefined {
  if (hub === undefined) return undefined;
  const { organizationId, memberAccountIds } = hub;
  const [listed] = memberAccountIds;
  if (forMembers === 'organisation')
    return organizationId === undefined ? undefined : { 'aws:ResourceOrgID': organizationId };
  if (forMembers === 'listed accounts')
    return listed === undefined ? undefined : { 'aws:ResourceAccount': listed };
  return {};
}

/** Whether a role may add entries to network ACLs with this value of the tag `nacl-ephemeral-guard`, or without the tag. */
export interface WritePromise {
  readonly tag: string | undefined;
  readonly allowed: boolean;
}

/** What each mode promises about writes, as remediation.yml enforces it. */
export const WRITES: Readonly<Record<Mode, readonly WritePromise[]>> = {
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

/** Where the stack is, in the words of ARNs. */
export interface StackLocation {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The name of slack's SSM parameter. */
  readonly webhookParameter: string | undefined;
  /** Undefined: the stack is no hub. */
  readonly hub: HubSettings | undefined;
}

/** The ARN of a resource of the stack. CloudFormation lists a name, a URL, an id or an ARN, depending on the type. */
export function toArn(
  { resources, outputs }: Stack,
  needed: NeededResource,
  home: StackLocation,
): string | undefined {
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
    case 'the roles of members':
      return home.hub && toReaderArn(home.partition, home.hub);
    case 'the webhook parameter':
      return home.webhookParameter && arn('ssm', `parameter${home.webhookParameter}`);
    default:
      return undefined;
  }
}

/** Of a listed account, or of any other: what an organisation has is told by a key. */
function toReaderArn(partition: string, { namespace, rolePath, memberAccountIds }: HubSettings): string {
  const account = memberAccountIds[0] ?? '000000000000';
  return `arn:${partition}:iam::${account}:role${rolePath}${namespace}-reader`;
}
