import { type ContextKeyTypeEnum, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import permissions from '../infra/resource-permissions.json' with { type: 'json' };
import type { Deployer } from './deployer.ts';
import { ACCOUNT, aws, REGION } from './region.ts';
import { type Resource, resourcesOf } from './stack.ts';

/** A call, and what it is about. */
interface Call {
  readonly action: string;
  readonly arn: string;
}

const inRegion = (service: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}`;

/** The ARN of a resource by its physical id, for each type that has one. */
const ARNS: Readonly<Record<string, (physicalId: string) => string>> = {
  'AWS::CloudWatch::Alarm': id => `${inRegion('cloudwatch')}:alarm:${id}`,
  'AWS::CloudWatch::Dashboard': id => `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${id}`,
  'AWS::DynamoDB::Table': id => `${inRegion('dynamodb')}:table/${id}`,
  'AWS::Events::EventBus': id => `${inRegion('events')}:event-bus/${id}`,
  // A rule of another bus than the default one is BUS|NAME.
  'AWS::Events::Rule': id => `${inRegion('events')}:rule/${id.replace('|', '/')}`,
  'AWS::IAM::Role': id => `arn:aws:iam::${ACCOUNT}:role/${id}`,
  'AWS::KMS::Key': id => `${inRegion('kms')}:key/${id}`,
  'AWS::Lambda::EventSourceMapping': id => `${inRegion('lambda')}:event-source-mapping:${id}`,
  'AWS::Lambda::Function': id => `${inRegion('lambda')}:function:${id}`,
  'AWS::Logs::LogGroup': id => `${inRegion('logs')}:log-group:${id}`,
  'AWS::S3::Bucket': id => `arn:aws:s3:::${id}`,
  'AWS::SNS::Topic': id => id,
  'AWS::SQS::Queue': id => `${inRegion('sqs')}:${id.split('/').at(-1)}`,
};

/** What the calls of a service are about, where they are made for a resource of another type. */
const TARGETS: Readonly<Record<string, string>> = {
  iam: 'AWS::IAM::Role',
  kms: 'AWS::KMS::Key',
  lambda: 'AWS::Lambda::Function',
  logs: 'AWS::Logs::LogGroup',
  s3: 'AWS::S3::Bucket',
  sns: 'AWS::SNS::Topic',
  sqs: 'AWS::SQS::Queue',
};

/** A key has no ARN before it is made. */
const WITHOUT_RESOURCE = ['kms:CreateKey'];

/** The context that AWS gives to CloudFormation's calls about this stack. */
const CONTEXT = [
  ['aws:CalledVia', 'stringList', 'cloudformation.amazonaws.com'],
  ['aws:RequestTag/application', 'string', 'nacl-ephemeral-guard'],
  ['aws:ResourceTag/application', 'string', 'nacl-ephemeral-guard'],
  ['lambda:FunctionArn', 'string', `${inRegion('lambda')}:function:nacl-ephemeral-guard-single-guard`],
] as const satisfies readonly (readonly [string, ContextKeyTypeEnum, string])[];

/** Every call that CloudFormation's schemas name for the resources of a stack, by the ids that the resources have. */
export async function neededCalls(stack: string): Promise<Call[]> {
  const resources = await resourcesOf(stack);
  return resources.flatMap(resource => {
    const needed: readonly string[] = permissions[resource.type as keyof typeof permissions];
    return needed.flatMap(action => arnsFor(action, resource, resources).map(arn => ({ action, arn })));
  });
}

function arnsFor(action: string, { type, physicalId }: Resource, all: readonly Resource[]): string[] {
  if (WITHOUT_RESOURCE.includes(action)) return ['*'];
  const [service = ''] = action.split(':');
  const own = ARNS[type]?.(physicalId);
  if (own?.split(':')[2] === service) return [own];
  return all
    .filter(each => each.type === TARGETS[service])
    .map(each => ARNS[each.type]?.(each.physicalId) ?? '');
}

/** The calls that the policies of a deployer do not allow, each as ACTION on ARN. */
export async function refusedCalls({ arn }: Deployer, calls: readonly Call[]): Promise<string[]> {
  const refused: string[] = [];
  for (const [resource, actions] of Map.groupBy(calls, each => each.arn))
    for (const action of await refusedOn(
      resource,
      actions.map(each => each.action),
      arn,
    ))
      refused.push(`${action} on ${resource}`);
  return refused;
}

async function refusedOn(resource: string, ActionNames: string[], PolicySourceArn: string) {
  const { EvaluationResults = [] } = await aws.iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn,
      ActionNames,
      ResourceArns: [resource],
      ContextEntries: CONTEXT.map(([ContextKeyName, ContextKeyType, value]) => ({
        ContextKeyName,
        ContextKeyType,
        ContextKeyValues: [value],
      })),
    }),
  );
  if (EvaluationResults.length !== ActionNames.length)
    throw new Error(`IAM evaluated less than ${ActionNames}`);
  return EvaluationResults.filter(({ EvalDecision }) => EvalDecision !== 'allowed').map(
    ({ EvalActionName }) => EvalActionName,
  );
}
