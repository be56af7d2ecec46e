import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { joinWords } from '../../functions/alert/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';
import { changeEvents, failedEvent, type SampleEvent } from './sample-events.ts';

const { ok, warning, problem } = findingsOf('rules');

/** A rule of the stack, and the queue that it sends to. */
interface RuleOfStack {
  readonly logicalId: 'ChangeRule' | 'SweepRule' | 'SweepAfterDeployRule';
  readonly what: string;
  readonly queue: 'ChangeQueue' | 'SweepQueue';
}

const RULES: readonly RuleOfStack[] = [
  { logicalId: 'ChangeRule', what: 'the change rule', queue: 'ChangeQueue' },
  { logicalId: 'SweepRule', what: "the sweep's schedule", queue: 'SweepQueue' },
  { logicalId: 'SweepAfterDeployRule', what: 'the rule that sweeps after a deployment', queue: 'SweepQueue' },
];

/** Whether the rules are enabled, match what they are for, and send to their queues. */
export async function checkRules(patient: Patient): Promise<readonly Finding[]> {
  return (await Promise.all(RULES.map(rule => checkRule(rule, patient)))).flat();
}

async function checkRule(rule: RuleOfStack, patient: Patient): Promise<readonly Finding[]> {
  const { logicalId, what } = rule;
  return examine('rules', `how ${what} is`, async () => {
    const [bus, name] = toNames(requireResource(patient.stack, logicalId));
    const EventBusName = bus && { EventBusName: bus };
    const described = await ask('events:DescribeRule', () =>
      patient.clients.eventBridge.send(new DescribeRuleCommand({ Name: name, ...EventBusName })),
    );
    const faults = [
      ...toState(what, name, described, patient),
      ...(await checkTarget(rule, { Rule: name, ...EventBusName }, patient)),
      ...(logicalId === 'ChangeRule' ? await checkPattern(described, patient) : []),
    ];
    return faults.length > 0 ? faults : [ok(toPraise(rule, described))];
  });
}

/** CloudFormation names a rule of another than the default bus `BUS|RULE`. */
function toNames(physicalId: string): [string | undefined, string] {
  const [bus, name] = physicalId.split('|');
  return name === undefined ? [undefined, physicalId] : [bus, name];
}

function toState(
  what: string,
  name: string,
  { State }: DescribeRuleCommandOutput,
  { place }: Patient,
): Finding[] {
  if (State?.startsWith('ENABLED')) return [];
  return [
    problem(`${what} is ${State ?? 'in no state'}`, awsCommand(place, `events enable-rule --name ${name}`)),
  ];
}

function checkTarget(
  { what, queue }: RuleOfStack,
  rule: { Rule: string; EventBusName?: string },
  { clients, stack, place }: Patient,
): Promise<readonly Finding[]> {
  return examine('rules', `where ${what} sends to`, async () => {
    const queueName = requireResource(stack, queue).split('/').at(-1);
    const { Targets = [] } = await ask('events:ListTargetsByRule', () =>
      clients.eventBridge.send(new ListTargetsByRuleCommand(rule)),
    );
    if (Targets.some(({ Arn = '' }) => Arn.endsWith(`:${queueName}`))) return [];
    const sends = Targets.length === 0 ? 'sends to nothing' : `does not send to ${queueName}`;
    return [problem(`${what} ${sends}`, redeploy(place))];
  });
}

/** Asks EventBridge itself whether the pattern matches. */
function checkPattern(
  { EventPattern = '{}', Arn = '' }: DescribeRuleCommandOutput,
  { clients, place }: Patient,
): Promise<readonly Finding[]> {
  const origin = { account: Arn.split(':')[4] || '000000000000', region: place.region };
  const matches = async ({ event }: SampleEvent) => {
    const input = { EventPattern, Event: JSON.stringify(event) };
    const { Result = false } = await ask('events:TestEventPattern', () =>
      clients.eventBridge.send(new TestEventPatternCommand(input)),
    );
    return Result;
  };
  return examine('rules', 'which calls the change rule matches', async () => {
    const changes = changeEvents(origin);
    const [matched, failed] = await Promise.all([
      Promise.all(changes.map(matches)),
      matches(failedEvent(origin)),
    ]);
    const missed = changes.filter((_, index) => !matched[index]).map(({ action }) => action);
    return [
      ...(missed.length > 0
        ? [problem(`the change rule does not match ${joinWords(missed)}`, redeploy(place))]
        : []),
      ...(failed ? [warning('the change rule matches failed calls, too', redeploy(place))] : []),
    ];
  });
}

function redeploy(place: Patient['place']): string {
  return `somebody changed it by hand; put it back: ${npmCommand(place, 'remove')}, then deploy again`;
}

function toPraise(
  { logicalId, what }: RuleOfStack,
  { ScheduleExpression }: DescribeRuleCommandOutput,
): string {
  if (logicalId === 'ChangeRule') return `${what} is enabled and matches the five calls, not a failed one`;
  return `${what} is enabled${ScheduleExpression ? `: ${ScheduleExpression}` : ''}`;
}
