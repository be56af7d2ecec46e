import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { GetEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { renderTime } from '../../functions/alert/words/time-text.ts';
import { parseEnvironment, parseSlackEnvironment } from '../../functions/aws/environment.ts';
import type { FunctionName } from '../../functions/aws/function-names.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import { requireResource } from '../deployment/stack.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';

const { ok, warning, problem } = resultsOf('functions');

/** Whether each function exists, can read its settings, and receives the messages of its queue. */
export async function checkFunctions(deployment: Deployment): Promise<readonly CheckResult[]> {
  const deployed = Object.keys(FUNCTIONS) as FunctionName[];
  const names = deployed.filter(name => name !== 'slack' || deployment.stack.resources.has(FUNCTIONS.slack));
  const [functions, modes, mappings] = await Promise.all([
    Promise.all(names.map(name => checkFunction(name, deployment))),
    checkModes(deployment),
    Promise.all((['guard', 'sweep'] as const).map(name => checkMapping(name, deployment))),
  ]);
  return [...functions.flat(), ...modes, ...mappings.flat()];
}

function checkFunction(name: FunctionName, deployment: Deployment): Promise<readonly CheckResult[]> {
  return runCheck('functions', `the state of ${name}`, async () => {
    const configuration = await deployment.readFunction(name);
    const { State = 'unknown', LastUpdateStatus = 'Successful' } = configuration;
    const redeploy = `deploy again: ${npmCommand(deployment.place, 'deploy')}`;
    const why = configuration.LastUpdateStatusReason ?? configuration.StateReason;
    const because = why ? `: ${why}` : '';
    // Lambda makes a function inactive after weeks without a call, and active again at the next call.
    const isUp = State === 'Active' || State === 'Inactive';
    if (State === 'Pending' || LastUpdateStatus === 'InProgress') {
      return [
        warning(`${name} is not ready yet (${State}, ${LastUpdateStatus})`, 'run doctor again in a minute'),
      ];
    }
    if (!isUp) return [problem(`${name} is ${State}${because}`, redeploy)];
    if (LastUpdateStatus === 'Failed')
      return [problem(`the last update of ${name} failed${because}`, redeploy)];
    return [
      checkSettings(name, configuration, redeploy),
      ...toMisplaced(name, configuration, deployment, redeploy),
    ];
  });
}

/** Reads the environment with the code of the function itself. */
function checkSettings(
  name: FunctionName,
  configuration: FunctionConfiguration,
  redeploy: string,
): CheckResult {
  try {
    const settings = SETTINGS[name](configuration.Environment?.Variables ?? {});
    const at = new Date(configuration.LastModified ?? '');
    const updated = Number.isNaN(at.getTime()) ? '' : `, updated ${renderTime(at)}`;
    return ok(`${name} is ${configuration.State}, ${settings}${updated}`);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return problem(`${name} cannot start: ${error.message}`, redeploy);
  }
}

/** The variables that name a resource of the stack. */
const RESOURCES = {
  FINDINGS_TABLE: 'MemberFindingsTable',
  LEGACY_FINDINGS_TABLE: 'FindingsTable',
  SWEEP_QUEUE_URL: 'SweepQueue',
  ALERT_TOPIC_ARN: 'AlertTopic',
} as const;

/** Variables with another value than the stack has: they can be read, but lead to the wrong place or to none. */
function toMisplaced(
  name: FunctionName,
  { Environment }: FunctionConfiguration,
  { stack }: Deployment,
  redeploy: string,
): CheckResult[] {
  if (name === 'slack') return [];
  return Object.entries(RESOURCES).flatMap(([variable, logicalId]) => {
    const expected = requireResource(stack, logicalId);
    const value = Environment?.Variables?.[variable];
    if (value === expected) return [];
    return [problem(`${variable} of ${name} is ${value ?? 'missing'}, expected ${expected}`, redeploy)];
  });
}

type Variables = Readonly<Record<string, string>>;

/** What a function does, by its environment. */
const SETTINGS: Readonly<Record<FunctionName, (variables: Variables) => string>> = {
  guard: describeReviews,
  sweep: describeReviews,
  slack: variables => `webhook in ${parseSlackEnvironment(variables).webhookParameter}`,
};

function describeReviews(variables: Variables): string {
  const { mode, minSeverity } = parseEnvironment(variables).settings;
  return `mode ${mode}, alerts from severity ${minSeverity}`;
}

/** Both review network ACLs, so both must have the same mode. */
async function checkModes({ readFunction, place }: Deployment): Promise<readonly CheckResult[]> {
  const read = await Promise.allSettled([readFunction('guard'), readFunction('sweep')]);
  const [guard, sweep] = read.map(one =>
    one.status === 'fulfilled' ? one.value.Environment?.Variables?.MODE : undefined,
  );
  if (guard === undefined || sweep === undefined || guard === sweep) return [];
  const then = `deploy again: ${npmCommand(place, 'deploy', `--param=mode=${guard}`)}`;
  return [problem(`guard has mode ${guard}, but sweep has mode ${sweep}`, then)];
}

const MAPPINGS = {
  guard: 'GuardEventSourceMappingSQSChangeQueue',
  sweep: 'SweepEventSourceMappingSQSSweepQueue',
} as const;

/** No result where all is well: the line about the function says enough. */
function checkMapping(
  name: 'guard' | 'sweep',
  { clients, stack, place }: Deployment,
): Promise<readonly CheckResult[]> {
  return runCheck('functions', `whether ${name} receives the messages of its queue`, async () => {
    const UUID = requireResource(stack, MAPPINGS[name]);
    const { State = 'unknown' } = await ask('lambda:GetEventSourceMapping', () =>
      clients.lambda.send(new GetEventSourceMappingCommand({ UUID })),
    );
    if (State === 'Enabled') return [];
    if (/ing$/.test(State)) return [warning(`the event source mapping of ${name} is ${State}`)];
    const enable = awsCommand(place, `lambda update-event-source-mapping --enabled --uuid ${UUID}`);
    return [
      problem(`the event source mapping of ${name} is ${State}, so ${name} does not read its queue`, enable),
    ];
  });
}
