import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Patient } from './patient.ts';
import { CHANGE_PATTERN, RULES, type RuleOfStack, toTarget } from './rules-of-stack.ts';
import { changeEvents, failedEvent, type SampleEvent } from './sample-events.ts';

const { ok, warning, problem } = findingsOf('rules');

/** Whether the rules are enabled, match what they are for, and send to their queues. */
export async function checkRules(patient: Patient): Promise<readonly Finding[]> {
  return (await Promise.all(RULES.map(rule => checkRule(rule, patient)))).flat();
}

async function checkRule(rule: RuleOfStack, patient: Patient): Promise<readonly Finding[]> {
  const { logicalId, what } = rule;
  return examine('rules', `how ${what} is`, async () => {
    const name = requireResource(patient.stack, logicalId);
    const described = await ask('events:DescribeRule', () =>
      patient.clients.eventBridge.send(new DescribeRuleCommand({ Name: name })),
    );
    const [target, pattern] = await Promise.all([
      checkTarget(rule, name, described, patient),
      logicalId === 'ChangeRule' ? checkPattern(name, described, patient) : [],
    ]);
    const faults = [...toState(what, name, described, patient), ...target, ...pattern];
    return faults.length > 0 ? faults : [ok(toPraise(rule, described))];
  });
}

function toState(
  what: string,
  name: string,
  { State }: DescribeRuleCommandOutput,
  { place }: Patient,
): Finding[] {
  if (State?.startsWith('ENABLED')) return [];
  const enable = awsCommand(place, `events enable-rule --name ${name}`);
  return [problem(`${what} is ${State ?? 'in no state'}`, enable)];
}

function checkTarget(
  rule: RuleOfStack,
  name: string,
  described: DescribeRuleCommandOutput,
  { clients, stack, place }: Patient,
): Promise<readonly Finding[]> {
  return examine('rules', `where ${rule.what} sends to`, async () => {
    const wanted = toTarget(rule, stack, described.Arn ?? '');
    const { Targets = [] } = await ask('events:ListTargetsByRule', () =>
      clients.eventBridge.send(new ListTargetsByRuleCommand({ Rule: name })),
    );
    const [target] = Targets.filter(({ Arn }) => Arn === wanted.Arn);
    if (target && target.Input === wanted.Input) return [];
    const put = `events put-targets --rule ${name} --targets '${JSON.stringify([wanted])}'`;
    const sends = target
      ? `does not send ${wanted.Input ?? 'the event'}`
      : toWrongTarget(Targets, wanted.Arn);
    return [problem(`${rule.what} ${sends}`, awsCommand(place, put))];
  });
}

function toWrongTarget(targets: readonly object[], wanted: string): string {
  return targets.length === 0 ? 'sends to nothing' : `does not send to ${wanted}`;
}

/** Asks EventBridge itself whether the pattern matches. */
function checkPattern(
  name: string,
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
    const put = `events put-rule --name ${name} --event-pattern '${JSON.stringify(CHANGE_PATTERN)}'`;
    const mend = `somebody changed it by hand; to put it back: ${awsCommand(place, put)}`;
    return [
      ...(missed.length > 0 ? [problem(`the change rule does not match ${joinWords(missed)}`, mend)] : []),
      ...(failed ? [warning('the change rule matches failed calls, too', mend)] : []),
    ];
  });
}

function toPraise(
  { logicalId, what }: RuleOfStack,
  { ScheduleExpression }: DescribeRuleCommandOutput,
): string {
  if (logicalId === 'ChangeRule') return `${what} is enabled and matches the five calls, not a failed one`;
  return `${what} is enabled${ScheduleExpression ? `: ${ScheduleExpression}` : ''}`;
}
