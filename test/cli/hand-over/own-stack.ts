import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import {
  type MemberDescription,
  type OtherCall,
  type RoleDescription,
  ServiceError,
} from '../../../cli/aws-stand-in/stand-in.ts';
import type { HandOverClients } from '../../../cli/hand-over/clients.ts';
import type { HandOverContext } from '../../../cli/hand-over/context.ts';
import { handOver } from '../../../cli/hand-over/hand-over.ts';
import { FindingsTable } from '../../../functions/aws/findings-table.ts';
import {
  answerAboutStack,
  HUB,
  hours,
  NOW,
  type Organisation,
  startOrganisation,
} from '../organisation/hub.ts';

export const SHOP = { account: '222222222222', region: 'eu-west-1' };
const STACK = 'nacl-ephemeral-guard-prod';
export const OWN_TABLE = `${STACK}-MemberFindingsTable-9Z`;

const RULES = ['ChangeRule', 'TagRule', 'SweepRule', 'SweepAfterDeployRule', 'ReportRule', 'TamperRule'];
export const HEARTBEAT_ALARM = `${STACK}-HeartbeatAlarm-9Z`;
const queueUrl = (name: string) => `https://sqs.${SHOP.region}.amazonaws.com/${SHOP.account}/${name}`;

/** The stack of a shop's account, as CloudFormation lists it. */
const RESOURCES: Readonly<Record<string, readonly [type: string, physicalId: string]>> = {
  GuardLambdaFunction: ['AWS::Lambda::Function', `${STACK}-guard`],
  AlertTopic: ['AWS::SNS::Topic', `arn:aws:sns:${SHOP.region}:${SHOP.account}:${STACK}-AlertTopic-9Z`],
  MemberFindingsTable: ['AWS::DynamoDB::Table', OWN_TABLE],
  HeartbeatAlarm: ['AWS::CloudWatch::Alarm', HEARTBEAT_ALARM],
  ChangeQueue: ['AWS::SQS::Queue', queueUrl('change')],
  SweepQueue: ['AWS::SQS::Queue', queueUrl('sweep')],
  ...Object.fromEntries(RULES.map(id => [id, ['AWS::Events::Rule', `${STACK}-${id}-9Z`] as const])),
};

/** Own stack and hub, and what their services were told. */
export interface Own {
  readonly organisation: Organisation;
  /** The rules that are on, by their logical ids. */
  readonly rulesOn: Set<string>;
  /** The names of the alarms of the stack that notify. */
  readonly notifying: Set<string>;
  /** How many messages each look finds; the last one stays. */
  readonly messages: number[];
  /** The findings of the stack itself. */
  readonly findings: FindingsTable;
  readonly dynamodb: DynamoDBClient;
  run(args?: readonly string[], around?: Partial<HandOverContext>): Promise<HandOverResult>;
}

export interface HandOverResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds that were waited. */
  readonly waited: number;
}

export interface OwnOptions {
  readonly resources?: Readonly<Record<string, readonly [string, string]>>;
  readonly hubParameters?: Readonly<Record<string, string>>;
  /** Such as `DisableRule`: denied in the account of the stack. */
  readonly denied?: string;
  /** Roles that the hub may assume. */
  readonly roles?: readonly RoleDescription[];
  /** Of the account and region of the stack. */
  readonly networkAcls?: MemberDescription['networkAcls'];
}

const ACCEPTING = { OrganizationId: 'o-a1b2c3d4e5', MemberAccountIds: 'none' };

export async function startOwnStack(options: OwnOptions = {}): Promise<Own> {
  const { resources = {}, hubParameters = ACCEPTING, denied, roles = [], networkAcls = [] } = options;
  const rulesOn = new Set(RULES);
  const notifying = new Set([HEARTBEAT_ALARM]);
  const messages: number[] = [0];
  const answerOwn = toAnswer({ ...RESOURCES, ...resources }, { rulesOn, messages, denied });
  const organisation = await startOrganisation({
    answerOther: call =>
      answerAboutStack(undefined, hubParameters)(call) ??
      answerOwn(call) ??
      (call.action === 'DescribeStacks' ? { Stacks: [] } : undefined),
    roles,
    members: [{ ...SHOP, networkAcls, findingsTable: OWN_TABLE }],
  });
  const { dynamodb } = clientsOf(organisation, SHOP.region, 'shop', notifying);
  return {
    ...{ organisation, rulesOn, notifying, messages, dynamodb },
    findings: new FindingsTable(() => dynamodb, { current: OWN_TABLE }),
    run: (args = [], around = {}) => run(args, organisation, notifying, around),
  };
}

function toAnswer(
  resources: Readonly<Record<string, readonly [string, string]>>,
  { rulesOn, messages, denied }: { rulesOn: Set<string>; messages: number[]; denied: string | undefined },
) {
  const isOwn = ({ caller }: OtherCall) => caller.account === SHOP.account && caller.region === SHOP.region;
  const actions: Readonly<Record<string, (call: OtherCall) => object | undefined>> = {
    DescribeStacks: ({ parameters: { StackName } }) =>
      StackName === STACK
        ? { Stacks: [{ StackName, CreationTime: hours(900), StackStatus: 'UPDATE_COMPLETE' }] }
        : undefined,
    ListStackResources: () => ({
      StackResourceSummaries: Object.entries(resources).map(([LogicalResourceId, [ResourceType, id]]) => ({
        ...{ LogicalResourceId, ResourceType, PhysicalResourceId: id },
        ...{ ResourceStatus: 'UPDATE_COMPLETE', LastUpdatedTimestamp: hours(900) },
      })),
    }),
    DisableRule: ({ parameters: { Name } }) => ({ wasOn: rulesOn.delete(toLogicalId(Name)) }),
    EnableRule: ({ parameters: { Name } }) => ({ on: rulesOn.add(toLogicalId(Name)).size }),
    GetQueueAttributes: ({ parameters: { QueueUrl } }) => {
      const count = QueueUrl === queueUrl('sweep') || messages.length === 1 ? messages[0] : messages.shift();
      const isChange = QueueUrl === queueUrl('change');
      return { Attributes: { ApproximateNumberOfMessagesDelayed: String(isChange ? count : 0) } };
    },
  };
  return (call: OtherCall) => {
    if (!isOwn(call)) return undefined;
    if (call.action === denied) throw new ServiceError('AccessDeniedException', 400, 'no');
    return actions[call.action]?.(call);
  };
}

const toLogicalId = (name: unknown) => RULES.find(id => String(name).includes(`-${id}-`)) ?? '';

/** The profile `shop` is of the stack's account, every other of the hub's. */
function clientsOf(
  { standIn: { endpoint } }: Organisation,
  region: string,
  profile: string | undefined,
  notifying: Set<string>,
): HandOverClients {
  const accessKeyId = profile === 'shop' ? `AKIA${SHOP.account}0000` : 'hub';
  const settings = { endpoint, region, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'x' } };
  return {
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: profile === 'shop' ? cloudWatchOf(notifying) : new CloudWatchClient(settings),
    dynamodb: new DynamoDBClient(settings),
    eventBridge: new EventBridgeClient(settings),
    sqs: new SQSClient({ ...settings, useQueueUrlAsEndpoint: false }),
  };
}

/** The client itself: its protocol is none that the stand-in speaks. */
function cloudWatchOf(notifying: Set<string>): CloudWatchClient {
  const client = new CloudWatchClient({});
  mockClient(client)
    .on(DisableAlarmActionsCommand)
    .callsFake(({ AlarmNames }) => void AlarmNames.map((name: string) => notifying.delete(name)))
    .on(EnableAlarmActionsCommand)
    .callsFake(({ AlarmNames }) => void AlarmNames.map((name: string) => notifying.add(name)));
  return client;
}

const ARGS = [
  '--region',
  SHOP.region,
  '--profile',
  'shop',
  '--hub-region',
  HUB.region,
  '--hub-profile',
  'hub',
];

async function run(
  args: readonly string[],
  organisation: Organisation,
  notifying: Set<string>,
  around: Partial<HandOverContext>,
): Promise<HandOverResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const output = Promise.all([text(stdout), text(stderr)]);
  let waited = 0;
  const status = await handOver([...ARGS, ...args], {
    ...{ stdout, stderr, confirm: undefined },
    createClients: (region, profile) => clientsOf(organisation, region, profile, notifying),
    clock: {
      now: () => NOW.getTime() + waited,
      wait: async milliseconds => {
        waited += milliseconds;
      },
    },
    ...around,
  });
  stdout.end();
  stderr.end();
  const [written, errors] = await output;
  return { status, stdout: written, stderr: errors, waited };
}
