import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { GetEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { renderTime } from '../../functions/alert/words/change-text.ts';
import { parseEnvironment, parseSlackEnvironment } from '../../functions/aws/environment.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import { FUNCTIONS, type FunctionName } from '../deployment/functions.ts';
import { requireResource } from '../deployment/stack.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';

const { ok, warning, problem } = findingsOf('functions');

/** Whether each function is there, configured as it can read it, and fed by its queue. */
export async function checkFunctions(patient: Patient): Promise<readonly Finding[]> {
  const deployed = Object.keys(FUNCTIONS) as FunctionName[];
  const names = deployed.filter(name => name !== 'slack' || patient.stack.resources.has(FUNCTIONS.slack));
  const [functions, modes, mappings] = await Promise.all([
    Promise.all(names.map(name => checkFunction(name, patient))),
    checkModes(patient),
    Promise.all((['guard', 'sweep'] as const).map(name => checkMapping(name, patient))),
  ]);
  return [...functions.flat(), ...modes, ...mappings.flat()];
}

function checkFunction(name: FunctionName, patient: Patient): Promise<readonly Finding[]> {
  return examine('functions', `how ${name} is`, async () => {
    const configuration = await patient.readFunction(name);
    const { State = 'unknown', LastUpdateStatus = 'Successful' } = configuration;
    const redeploy = `deploy again: ${npmCommand(patient.place, 'deploy')}, with your parameters`;
    const why = configuration.LastUpdateStatusReason ?? configuration.StateReason;
    const because = why ? `: ${why}` : '';
    // Lambda lets a function that nobody called for weeks go inactive, and wakes it at the next call.
    const isUp = State === 'Active' || State === 'Inactive';
    if (State === 'Pending' || LastUpdateStatus === 'InProgress') {
      return [
        warning(`${name} is being set up (${State}, ${LastUpdateStatus})`, 'run doctor again in a minute'),
      ];
    }
    if (!isUp) return [problem(`${name} is ${State}${because}`, redeploy)];
    if (LastUpdateStatus === 'Failed')
      return [problem(`the last update of ${name} failed${because}`, redeploy)];
    return [readable(name, configuration, redeploy), ...toMisplaced(name, configuration, patient, redeploy)];
  });
}

/** Reads the environment by the code by which the function itself reads it. */
function readable(name: FunctionName, configuration: FunctionConfiguration, redeploy: string): Finding {
  try {
    const settings = describeSettings(name, configuration.Environment?.Variables ?? {});
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
  { stack }: Patient,
  redeploy: string,
): Finding[] {
  if (name === 'slack') return [];
  return Object.entries(RESOURCES).flatMap(([variable, logicalId]) => {
    const expected = requireResource(stack, logicalId);
    const value = Environment?.Variables?.[variable];
    if (value === expected) return [];
    return [problem(`${variable} of ${name} is ${value ?? 'missing'}, expected ${expected}`, redeploy)];
  });
}

function describeSettings(name: FunctionName, variables: Readonly<Record<string, string>>): string {
  if (name === 'slack') return `webhook in ${parseSlackEnvironment(variables).webhookParameter}`;
  const { mode, minSeverity } = parseEnvironment(variables).settings;
  return `mode ${mode}, alerts from severity ${minSeverity}`;
}

/** Both review, and have to agree on what they may do. */
async function checkModes({ readFunction, place }: Patient): Promise<readonly Finding[]> {
  const read = await Promise.allSettled([readFunction('guard'), readFunction('sweep')]);
  const [guard, sweep] = read.map(one =>
    one.status === 'fulfilled' ? one.value.Environment?.Variables?.MODE : undefined,
  );
  if (guard === undefined || sweep === undefined || guard === sweep) return [];
  const then = `deploy again: ${npmCommand(place, 'deploy', `--param=mode=${guard}`)}, with your other parameters`;
  return [problem(`guard is in mode ${guard}, sweep in mode ${sweep}`, then)];
}

const MAPPINGS = {
  guard: 'GuardEventSourceMappingSQSChangeQueue',
  sweep: 'SweepEventSourceMappingSQSSweepQueue',
} as const;

/** Silent where all is well: it is part of being set up. */
function checkMapping(
  name: 'guard' | 'sweep',
  { clients, stack, place }: Patient,
): Promise<readonly Finding[]> {
  return examine('functions', `whether ${name} gets what lies in its queue`, async () => {
    const UUID = requireResource(stack, MAPPINGS[name]);
    const { State = 'unknown' } = await ask('lambda:GetEventSourceMapping', () =>
      clients.lambda.send(new GetEventSourceMappingCommand({ UUID })),
    );
    if (State === 'Enabled') return [];
    if (/ing$/.test(State)) return [warning(`the event source mapping of ${name} is ${State}`)];
    const enable = awsCommand(place, `lambda update-event-source-mapping --enabled --uuid ${UUID}`);
    return [problem(`the event source mapping of ${name} is ${State}: its queue is not read`, enable)];
  });
}
