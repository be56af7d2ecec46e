import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished, vi } from 'vitest';
import {
  type AnswerOther,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from '../../../cli/aws-stand-in/stand-in.ts';
import { FindingsTable } from '../../../functions/aws/findings-table.ts';
import { RegistryTable } from '../../../functions/aws/members/registry-table.ts';
import type { Finding } from '../../../functions/review/finding.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import type { FinishedSweep } from '../../../functions/review/reporting/reporter-record.ts';

export const HUB = { account: '111111111111', region: 'eu-central-1' };
export const TABLE = 'nacl-ephemeral-guard-prod-MemberFindingsTable-1A2B';
export const NOW = new Date('2026-11-28T12:00:00Z');
export const TOPIC_ARN = `arn:aws:sns:${HUB.region}:${HUB.account}:nacl-ephemeral-guard-prod-AlertTopic-1A2B`;

const RESOURCES: Readonly<Record<string, readonly [type: string, physicalId: string]>> = {
  GuardLambdaFunction: ['AWS::Lambda::Function', 'nacl-ephemeral-guard-prod-guard'],
  AlertTopic: ['AWS::SNS::Topic', TOPIC_ARN],
  MemberFindingsTable: ['AWS::DynamoDB::Table', TABLE],
  HubBus: ['AWS::Events::EventBus', 'nacl-ephemeral-guard-prod'],
};

export const hours = (count: number) => new Date(NOW.getTime() - count * 3_600_000);

/** A sweep that found these. */
export function swept(evaluated: number, changed: Partial<FinishedSweep['result']> = {}): FinishedSweep {
  const none = { low: 0, muted: 0, unused: 0, failed: 0, withShadowedDenies: 0, shadowedDenies: [] };
  return {
    purpose: 'due',
    open: { none: 0, low: 0, medium: 0, high: 0 },
    result: { at: hours(3), evaluated, covered: evaluated, ...none, ...changed },
  };
}

/** A finding with an alert that is not over. */
export function openFinding(
  { account, region }: { readonly account: string; readonly region: string },
  networkAclId: string,
  changed: Partial<NonNullable<Finding['alerted']>> = {},
): Finding {
  const at = hours(48);
  return {
    ...{ account, region, networkAclId, since: at, pending: [], remediations: [], revision: 1 },
    alerted: { at, kind: 'gap', fingerprint: networkAclId, severity: 'high', ...changed },
  };
}

/** CloudFormation's answers about the stack of the hub. */
export const answerAboutStack =
  (
    resources: Readonly<Record<string, readonly [string, string]>> = RESOURCES,
    parameters: Readonly<Record<string, string>> = { OrganizationId: 'o-a1b2c3d4e5' },
  ): AnswerOther =>
  ({ action, parameters: { StackName }, caller }) => {
    const isHub = caller.account === HUB.account && caller.region === HUB.region;
    if (!isHub || StackName !== 'nacl-ephemeral-guard-prod') return undefined;
    if (action === 'DescribeStacks')
      return {
        Stacks: [
          {
            ...{ StackName, CreationTime: hours(200), StackStatus: 'CREATE_COMPLETE' },
            Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
              ...{ ParameterKey, ParameterValue },
            })),
          },
        ],
      };
    if (action !== 'ListStackResources') return undefined;
    return {
      StackResourceSummaries: Object.entries(resources).map(([LogicalResourceId, [type, id]]) => ({
        ...{ LogicalResourceId, PhysicalResourceId: id, ResourceType: type },
        ...{ ResourceStatus: 'CREATE_COMPLETE', LastUpdatedTimestamp: hours(200) },
      })),
    };
  };

/** An organisation of a hub and members, on a stand-in that ends with the test. */
export interface Organisation {
  readonly standIn: StandIn;
  readonly registry: RegistryTable;
  readonly findings: FindingsTable;
  readonly dynamodb: DynamoDBClient;
  register(member: RegisteredMember): Promise<void>;
}

/** Starts an organisation. The environment of the test brings the clients of all services to it. */
export async function startOrganisation(options: Partial<StandInOptions> = {}): Promise<Organisation> {
  const standIn = await startStandIn({
    ...{ networkAcls: [], topicArn: TOPIC_ARN, findingsTable: TABLE, roles: [] },
    ...{ answerOther: answerAboutStack(), members: [{ ...HUB, region: 'eu-west-1', networkAcls: [] }] },
    ...options,
  });
  const environment = {
    ...{ AWS_ENDPOINT_URL: standIn.endpoint, AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
    ...{ AWS_REGION: HUB.region, AWS_MAX_ATTEMPTS: '1' },
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const dynamodb = new DynamoDBClient({});
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    dynamodb.destroy();
    await standIn.close();
  });
  const registry = new RegistryTable(() => dynamodb, TABLE);
  const findings = new FindingsTable(() => dynamodb, { current: TABLE });
  return { standIn, registry, findings, dynamodb, register: member => register(registry, member) };
}

async function register(registry: RegistryTable, member: RegisteredMember): Promise<void> {
  const { registeredAt, heartbeatAt, heardAt, lastSweep, failedPlanId, unreachable } = member;
  if (registeredAt) await registry.heard(member, registeredAt, 'registered');
  if (heartbeatAt) await registry.heard(member, heartbeatAt, 'heartbeat');
  if (heardAt ?? !(registeredAt ?? heartbeatAt)) await registry.heard(member, heardAt ?? hours(1), 'change');
  if (lastSweep) await registry.swept(member, lastSweep);
  if (failedPlanId) await registry.failed(member, failedPlanId);
  if (unreachable) await registry.unreachable(member, unreachable.since, unreachable.code);
}
