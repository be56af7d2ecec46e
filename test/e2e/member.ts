import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { templateName } from '../../infra/parameter.ts';
import { callOrganizations } from '../fixtures/organizations-api.ts';
import { stackSetTemplate, wholeMemberTemplate } from '../infra/member-stack.ts';
import { completeOf, putEvent } from './cloud-trail.ts';
import { aws, type Clients, ENDPOINT, signIn } from './region.ts';

/** What moto cannot have: it takes a rule of a schedule for one that matches every event. */
const NOT_FOR_MOTO = { heartbeatSchedule: '' };

type Values = Readonly<Record<string, string>>;

const toParameters = (values: Values) =>
  Object.entries({ ...values, ...NOT_FOR_MOTO }).map(([name, ParameterValue]) => ({
    ParameterKey: templateName(name),
    ParameterValue,
  }));

/** A stack of the template for members. @returns the clients of its account and region */
export async function deployMember(account: string, region: string, values: Values) {
  const clients = await signIn(account, region);
  await clients.cloudFormation.send(
    new CreateStackCommand({
      StackName: 'nacl-ephemeral-guard-member',
      TemplateBody: JSON.stringify(wholeMemberTemplate()),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: toParameters(values),
    }),
  );
  return clients;
}

/** What the template of the stack set asks CloudFormation for. moto has no resource of that type. */
export function stackSetOf(values: Values) {
  const { TemplateBody, PermissionModel, AutoDeployment } =
    stackSetTemplate().Resources.Members?.Properties ?? {};
  return {
    StackSetName: 'members',
    Capabilities: ['CAPABILITY_NAMED_IAM' as const],
    TemplateBody: TemplateBody as string,
    PermissionModel: PermissionModel as 'SERVICE_MANAGED',
    AutoDeployment: AutoDeployment as { Enabled: boolean },
    Parameters: toParameters(values),
  };
}

/** A new organisation of the account, with an organisational unit and as many accounts in it. */
export async function createOrganization(accounts: number) {
  const { Organization } = await organizations('CreateOrganization', { FeatureSet: 'ALL' });
  const { Roots } = await organizations('ListRoots', {});
  const ParentId = Roots[0].Id;
  const { OrganizationalUnit } = await organizations('CreateOrganizationalUnit', { ParentId, Name: 'all' });
  const ids: string[] = [];
  for (let number = 1; number <= accounts; number += 1) {
    const named = { Email: `account-${number}@example.com`, AccountName: `account-${number}` };
    const { CreateAccountStatus } = await organizations('CreateAccount', named);
    const moved = { AccountId: CreateAccountStatus.AccountId, SourceParentId: ParentId };
    await organizations('MoveAccount', { ...moved, DestinationParentId: OrganizationalUnit.Id });
    ids.push(CreateAccountStatus.AccountId);
  }
  return { organizationId: String(Organization.Id), unitId: String(OrganizationalUnit.Id), accounts: ids };
}

async function organizations(action: string, input: object) {
  const { accessKeyId } = await aws.sts.config.credentials();
  return callOrganizations({ endpoint: ENDPOINT, accessKeyId }, action, input);
}

/**
 * Sends what CloudFormation does when the stack of a member is there: moto's own sends no events.
 *
 * @returns the id of the stack
 */
export async function reportStack(namespace: string, clients: Clients): Promise<string> {
  const rule = new DescribeRuleCommand({ Name: `${namespace}-registration` });
  const { EventPattern = '{}' } = await clients.events.send(rule);
  const stackId: string = JSON.parse(EventPattern).detail['stack-id'][0];
  const detail = { 'stack-id': stackId, 'status-details': { status: 'CREATE_COMPLETE' } };
  await putEvent('aws.cloudformation', 'CloudFormation Stack Status Change', detail, clients);
  return stackId;
}

/** Adds to the event of a member's stack where it is from, as EventBridge does; other messages stay as they are. */
export function completeOfStack(body: string): string {
  const stackId: unknown = JSON.parse(body).detail?.['stack-id'];
  if (typeof stackId !== 'string') return body;
  const [, , , region = '', account = ''] = stackId.split(':');
  return completeOf({ account, region })(body);
}
