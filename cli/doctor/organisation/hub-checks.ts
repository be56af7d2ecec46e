import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { ask } from '../../deployment/ask.ts';
import { npmCommand } from '../../deployment/commands.ts';
import { admissionOf } from '../../members/hub.ts';
import { type CheckResult, resultsOf, runCheck } from '../check-result.ts';
import { type HubContext, namespaceOf } from './context.ts';

const { ok, problem } = resultsOf('hub');

/** Whether every member may put events on the bus of the hub. Its rules and roles are checked without `--organisation`. */
export async function checkBus(context: HubContext): Promise<readonly CheckResult[]> {
  const name = namespaceOf(context);
  return runCheck('hub', `who may put events on the bus ${name}`, async () => {
    const { Policy = '{}' } = await ask('events:DescribeEventBus', () =>
      context.clients.eventBridge.send(new DescribeEventBusCommand({ Name: name })),
    );
    const missing = findMissing(statementsOf(Policy), context);
    if (missing.length === 0) return [ok(`${describe(context)} may put events on the bus ${name}`)];
    const step = `its policy was changed by hand: ${npmCommand(context.place, 'deploy')}`;
    return missing.map(who =>
      problem(`${who} may not put events on the bus ${name}, so they are lost`, step),
    );
  });
}

function describe(context: HubContext): string {
  const organization = admissionOf(context.hub).organizationId;
  const listed = admissionOf(context.hub).memberAccountIds.length;
  if (organization === undefined)
    return listed === 1 ? 'the listed account' : `the ${listed} listed accounts`;
  return `the organisation ${organization}`;
}

function statementsOf(policy: string): Fields[] {
  const { Statement } = asFields(JSON.parse(policy));
  return [Statement]
    .flat()
    .map(asFields)
    .filter(({ Effect }) => Effect === 'Allow');
}

/** The members that no statement lets in. */
function findMissing(statements: readonly Fields[], context: HubContext): string[] {
  const organization = admissionOf(context.hub).organizationId;
  const accounts = [context.hub.account, ...admissionOf(context.hub).memberAccountIds];
  const isLetIn = statements.some(statement => organizationOf(statement) === organization);
  return [
    ...(organization === undefined || isLetIn ? [] : [`the organisation ${organization}`]),
    ...[...new Set(accounts)]
      .filter(account => !statements.some(statement => principalsOf(statement).includes(account)))
      .map(account => `account ${account}`),
  ];
}

function organizationOf({ Condition }: Fields): unknown {
  return asFields(asFields(Condition).StringEquals)['aws:PrincipalOrgID'];
}

/** EventBridge shows an account as the ARN of its root. */
function principalsOf({ Principal }: Fields): string[] {
  const { AWS } = asFields(Principal);
  return [AWS].flat().map(each => /^arn:[\w-]+:iam::(\d{12}):root$/.exec(String(each))?.[1] ?? String(each));
}
