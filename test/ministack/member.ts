import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { wholeMemberTemplate } from '../infra/member-stack.ts';
import type { WholeTemplate } from '../infra/resolve.ts';
import { administratorOf, type Clients } from './region.ts';
import { type Parameters, resourcesOf, settle, toParameters } from './stack.ts';

const STACK_NAME = 'nacl-ephemeral-guard-member';

/** What MiniStack needs to read the template for members as AWS does; a test shows that each is still needed. */
export const CHANGES = {
  /** MiniStack compares the names of pseudo parameters in conditions, not their values. */
  literals: (template: WholeTemplate, account: string, region: string): WholeTemplate => ({
    ...template,
    Conditions: replaced(template.Conditions, [
      ['{"Ref":"AWS::AccountId"}', JSON.stringify(account)],
      ['{"Ref":"AWS::Region"}', JSON.stringify(region)],
    ]),
  }),
  /** aws:PrincipalArn is the ARN of the session there; in AWS that of the role. */
  sessions: (template: WholeTemplate): WholeTemplate =>
    replaced(template, [
      ['"ArnEquals":{"aws:PrincipalArn"', '"ArnLike":{"aws:PrincipalArn"'],
      [GUARD, SESSION_OF_GUARD],
      [GUARD.replace('-guard', '-sweep'), SESSION_OF_GUARD.replace('-guard', '-sweep')],
    ]),
} as const;

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own
const GUARD = 'iam::${HubAccountId}:role${RolePath}${Namespace}-guard"';
const SESSION_OF_GUARD = 'sts::${HubAccountId}:assumed-role/${Namespace}-guard/*"';
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: CloudFormation's own

function replaced<T>(value: T, texts: readonly (readonly [from: string, to: string])[]): T {
  return JSON.parse(texts.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value)));
}

/** A stack of the template for members. @param needs - those of {@link CHANGES} that are made */
export async function deployMember(
  account: string,
  region: string,
  parameters: Parameters,
  needs: readonly (keyof typeof CHANGES)[] = ['literals', 'sessions'],
): Promise<Clients> {
  const clients = administratorOf(account, region);
  const template = needs.reduce(
    (changed, need) => CHANGES[need](changed, account, region),
    wholeMemberTemplate(),
  );
  await clients.cloudFormation.send(
    new CreateStackCommand({
      StackName: STACK_NAME,
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: toParameters(parameters),
    }),
  );
  await settle(STACK_NAME, clients);
  return clients;
}

/** The logical ids of what the stack has. */
export async function logicalIdsOf(clients: Clients): Promise<string[]> {
  return (await resourcesOf(STACK_NAME, clients)).map(({ logicalId }) => logicalId).toSorted();
}
