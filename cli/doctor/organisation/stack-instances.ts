import {
  type CallAs,
  paginateListStackInstances,
  type StackInstanceSummary,
} from '@aws-sdk/client-cloudformation';
import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import { ask, NoAnswerError, NotThereError } from '../../deployment/ask.ts';
import { endingPages } from '../../input/pages.ts';
import { type CheckResult, resultsOf } from '../check-result.ts';
import { renderCount } from '../counts.ts';
import { type HubContext, namespaceOf } from './context.ts';

const { ok, warning, problem } = resultsOf('stack set');

/** The stack of one member, as the stack set knows it. */
export interface StackInstance extends Member {
  /** CloudFormation's, such as `CURRENT`, `OUTDATED` or `INOPERABLE`. */
  readonly status: string;
  readonly isDrifted: boolean;
}

/** Members that are named in one line. */
const MOST_NAMED = 5;

/** The result, and the instances; none where there is no stack set. */
export interface StackSetState {
  readonly results: readonly CheckResult[];
  readonly instances: readonly StackInstance[];
}

/** Whether the stack set of the members is deployed as it should be. */
export async function checkStackSet(members: readonly Member[], context: HubContext): Promise<StackSetState> {
  const name = context.options.stackSet ?? `${namespaceOf(context)}-members`;
  const instances = await readInstances(name, context);
  if (instances === undefined) return { results: [noStackSet(name)], instances: [] };
  const known = new Set(members.map(formatMember));
  const silent = instances.filter(one => one.status === 'CURRENT' && !known.has(formatMember(one)));
  const results = [
    ...toStatuses(name, instances),
    ...toGroup(silent, 'whose stack exists, but of which nothing has arrived', NOT_ARRIVED),
    ...toGroup(
      instances.filter(({ isDrifted }) => isDrifted),
      'whose stack was changed by hand',
      `update the stack set ${name} with a changed parameter: an update that changes nothing repairs no drift`,
    ),
  ];
  const current = ok(`${name} has ${renderCount(instances.length, 'stack')}, all of them current`);
  return { results: results.length > 0 ? results : [current], instances };
}

const NOT_ARRIVED =
  'wait for its heartbeat for a day; then look for a policy of the organisation that denies events:PutEvents';

/** First as the account that owns the stack set, then as a delegated administrator. */
async function readInstances(
  name: string,
  context: HubContext,
): Promise<readonly StackInstance[] | undefined> {
  for (const callAs of ['SELF', 'DELEGATED_ADMIN'] as const) {
    try {
      return await listInstances(name, callAs, context);
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
  }
  return undefined;
}

/** CloudFormation refuses who is no delegated administrator as invalid. */
function isAbsent(error: unknown): boolean {
  const isInvalid = error instanceof NoAnswerError && String(error.message).includes('ValidationError');
  return error instanceof NotThereError || isInvalid;
}

async function listInstances(
  StackSetName: string,
  callAs: CallAs,
  { clients }: HubContext,
): Promise<readonly StackInstance[]> {
  return ask('cloudformation:ListStackInstances', async () => {
    const found: StackInstance[] = [];
    const input = { StackSetName, CallAs: callAs };
    for await (const { Summaries = [] } of endingPages(
      paginateListStackInstances({ client: clients.cloudFormation }, input),
    ))
      found.push(...Summaries.map(toInstance));
    return found;
  });
}

function toInstance({
  Account = '',
  Region = '',
  Status,
  DriftStatus,
  StackInstanceStatus,
}: StackInstanceSummary) {
  const detailed = StackInstanceStatus?.DetailedStatus;
  // A failed operation leaves OUTDATED and a detailed status that says more.
  const status = Status === 'OUTDATED' && detailed ? `OUTDATED (${detailed})` : (Status ?? 'unknown');
  return { account: Account, region: Region, status, isDrifted: DriftStatus === 'DRIFTED' };
}

function noStackSet(name: string): CheckResult {
  return ok(
    `there is no stack set ${name} here: the stacks of members are deployed in another way`,
    'name the stack set with --stack-set, or run doctor in the account that manages it',
  );
}

function toStatuses(name: string, instances: readonly StackInstance[]): CheckResult[] {
  const others = instances.filter(({ status }) => status !== 'CURRENT');
  return [...Map.groupBy(others, ({ status }) => status)].map(([status, some]) => {
    const says = `${renderCount(some.length, 'stack')} of ${name} ${some.length === 1 ? 'is' : 'are'} ${status}: ${nameAll(some)}`;
    return problem(says, `CloudFormation console, StackSets, ${name}, "Stack instances": the reason of each`);
  });
}

function toGroup(some: readonly StackInstance[], what: string, step: string): CheckResult[] {
  if (some.length === 0) return [];
  return [warning(`${renderCount(some.length, 'member')} ${what}: ${nameAll(some)}`, step)];
}

function nameAll(instances: readonly Member[]): string {
  return joinFirst(instances.map(formatMember), MOST_NAMED, 'members');
}
