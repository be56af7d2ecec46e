import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { toShowableName } from '../../functions/alert/words/untrusted-text.ts';
import { type AdmittedAccounts, isAdmitted } from '../../functions/aws/change-origin.ts';
import { RegistryTable } from '../../functions/aws/members/registry-table.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import type { RegisteredMember } from '../../functions/review/registry.ts';
import { ask, NoAnswerError } from '../deployment/ask.ts';
import { isThere, readStack, requireResource, type Stack, stackName } from '../deployment/stack.ts';
import { InputError } from '../input/input-error.ts';

/** A stack that reviews other accounts and regions. Its own account and region is a member, too. */
export interface Hub extends Member {
  readonly stack: Stack;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  readonly findingsTable: string;
}

/** Where a deployed stack is, by the ARN of its topic. @throws NotThereError if it is from another version */
export function placeOfStack(stack: Stack): Member & { readonly partition: string } {
  const [, partition = '', , region = '', account = ''] = requireResource(stack, 'AlertTopic').split(':');
  return { partition, region, account };
}

/** The hub that a stack is; undefined: it reviews its own account and region alone. */
export function toHub(stack: Stack): Hub | undefined {
  if (!stack.resources.has('HubBus')) return undefined;
  return { ...placeOfStack(stack), stack, findingsTable: requireResource(stack, 'MemberFindingsTable') };
}

/**
 * Reads the hub of a stage.
 *
 * @throws InputError if the stage is not deployed, or is not a hub; what `ask` throws
 */
export async function readHub(client: CloudFormationClient, stage: string, region: string): Promise<Hub> {
  const name = stackName(stage);
  const stack = await readStack(client, name);
  if (stack === undefined || !isThere(stack))
    throw new InputError(`${name} is not deployed in ${region}: name the region of the hub with --region`);
  const hub = toHub(stack);
  if (hub === undefined)
    throw new InputError(
      `${name} in ${region} is not a hub: deploy it with organizationId or memberAccountIds (docs/organisation.md)`,
    );
  return hub;
}

/** Which accounts may be members of a hub, by the parameters of its stack. */
export function admissionOf({ stack }: Hub): AdmittedAccounts {
  const read = (name: string) => {
    const value = stack.parameters.get(name);
    return value === 'none' ? undefined : value;
  };
  const organizationId = read('OrganizationId');
  return {
    ...(organizationId !== undefined && { organizationId }),
    memberAccountIds: read('MemberAccountIds')?.split(',') ?? [],
    ignoredAccounts: read('IgnoredAccounts')?.split(',') ?? [],
  };
}

/**
 * The members of a hub by account and region, its own account and region among them: it may not be on record. What was a
 * member once, and may not be one any more, is none.
 *
 * @throws InputError for a malformed item; what `ask` throws
 */
export async function listMembers(client: DynamoDBClient, hub: Hub): Promise<readonly RegisteredMember[]> {
  const admission = admissionOf(hub);
  const isMember = (member: Member) => isAdmitted(member, hub, admission);
  const registry = new RegistryTable(() => client, hub.findingsTable, isMember);
  try {
    return withHome(await ask('dynamodb:Scan', () => registry.list()), hub);
  } catch (error) {
    const isMalformed = error instanceof NoAnswerError && error.cause instanceof ParseError;
    throw isMalformed ? new InputError((error.cause as ParseError).message, { cause: error }) : error;
  }
}

function withHome(members: readonly RegisteredMember[], hub: Member): readonly RegisteredMember[] {
  const home = { account: hub.account, region: hub.region };
  const isKnown = members.some(member => formatMember(member) === formatMember(home));
  const all = isKnown ? members : [...members, home];
  return all.toSorted((one, other) => (formatMember(one) < formatMember(other) ? -1 : 1));
}

/** `shop-prod (222222222222)`, or the id where no name is on record. */
export function renderAccount({ account, name }: Pick<RegisteredMember, 'account' | 'name'>): string {
  const shown = toShowableName(name);
  return shown === undefined ? account : `${shown} (${account})`;
}

/** `shop-prod (222222222222), eu-west-1`. */
export function renderMember(member: RegisteredMember): string {
  return `${renderAccount(member)}, ${member.region}`;
}
