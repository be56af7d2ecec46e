import {
  DescribeRuleCommand,
  type DescribeRuleCommandOutput,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { toShellWord } from '../../functions/alert/fix/quoting.ts';
import { joinWords } from '../../functions/alert/words/plain-text.ts';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { requireResource } from '../deployment/stack.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';
import {
  CHANGE_PATTERN,
  HUB_RULES,
  RULES,
  type RuleName,
  type RuleOfStack,
  toRuleName,
  toTarget,
} from './rules-of-stack.ts';
import { changeEvents, failedEvent, type SampleEvent } from './sample-events.ts';

const { ok, warning, problem } = resultsOf('rules');

/** Whether the rules are enabled, match the right events, and send them to their queues. */
export async function checkRules(deployment: Deployment): Promise<readonly CheckResult[]> {
  if (deployment.stack.parameters.get('HandedOver') === 'true')
    return [ok('the rules are off: the stack is handed over to the hub of the organisation')];
  const rules = deployment.stack.resources.has('HubBus') ? [...RULES, ...HUB_RULES] : RULES;
  return (await Promise.all(rules.map(rule => checkRule(rule, deployment)))).flat();
}

async function checkRule(rule: RuleOfStack, deployment: Deployment): Promise<readonly CheckResult[]> {
  const { logicalId, what } = rule;
  return runCheck('rules', `the state of ${what}`, async () => {
    const named = toRuleName(requireResource(deployment.stack, logicalId));
    const { name, bus } = named;
    const described = await ask('events:DescribeRule', () =>
      deployment.clients.eventBridge.send(
        new DescribeRuleCommand({ Name: name, ...(bus && { EventBusName: bus }) }),
      ),
    );
    const [target, pattern] = await Promise.all([
      checkTarget(rule, named, described, deployment),
      logicalId === 'ChangeRule' ? checkPattern(name, described, deployment) : [],
    ]);
    const problems = [...toState(what, named, described, deployment), ...target, ...pattern];
    return problems.length > 0 ? problems : [ok(describeHealthyRule(rule, described))];
  });
}

function toState(
  what: string,
  named: RuleName,
  { State }: DescribeRuleCommandOutput,
  { place }: Deployment,
): CheckResult[] {
  if (State?.startsWith('ENABLED')) return [];
  const enable = awsCommand(place, `events enable-rule --name ${toShellWords(named)}`);
  return [problem(`${what} is ${State ?? 'without a state'}`, enable)];
}

/** The name of a rule and, where it is not the default, of its bus, in a command. */
function toShellWords({ name, bus }: RuleName): string {
  return `${toShellWord(name)}${bus ? ` --event-bus-name ${toShellWord(bus)}` : ''}`;
}

function checkTarget(
  rule: RuleOfStack,
  named: RuleName,
  described: DescribeRuleCommandOutput,
  { clients, stack, place }: Deployment,
): Promise<readonly CheckResult[]> {
  return runCheck('rules', `the target of ${rule.what}`, async () => {
    const wanted = toTarget(rule, stack, described.Arn ?? '');
    const { name, bus } = named;
    const { Targets = [] } = await ask('events:ListTargetsByRule', () =>
      clients.eventBridge.send(
        new ListTargetsByRuleCommand({ Rule: name, ...(bus && { EventBusName: bus }) }),
      ),
    );
    const [target] = Targets.filter(({ Arn }) => Arn === wanted.Arn);
    if (target && target.Input === wanted.Input) return [];
    const put = `events put-targets --rule ${toShellWords(named)} --targets ${toShellWord(JSON.stringify([wanted]))}`;
    const sends = target
      ? `does not send ${wanted.Input ?? 'the event'}`
      : toWrongTarget(Targets, wanted.Arn);
    return [problem(`${rule.what} ${sends}`, awsCommand(place, put))];
  });
}

function toWrongTarget(targets: readonly object[], wanted: string): string {
  return targets.length === 0 ? 'has no target' : `does not send to ${wanted}`;
}

/** EventBridge itself says whether the pattern matches. */
function checkPattern(
  name: string,
  { EventPattern = '{}', Arn = '' }: DescribeRuleCommandOutput,
  { clients, place }: Deployment,
): Promise<readonly CheckResult[]> {
  const origin = { account: Arn.split(':')[4] || '000000000000', region: place.region };
  const matches = async ({ event }: SampleEvent) => {
    const input = { EventPattern, Event: JSON.stringify(event) };
    const { Result = false } = await ask('events:TestEventPattern', () =>
      clients.eventBridge.send(new TestEventPatternCommand(input)),
    );
    return Result;
  };
  return runCheck('rules', 'which calls the change rule matches', async () => {
    const changes = changeEvents(origin);
    const [matched, failed] = await Promise.all([
      Promise.all(changes.map(matches)),
      matches(failedEvent(origin)),
    ]);
    const missed = changes.filter((_, index) => !matched[index]).map(({ action }) => action);
    const put = `events put-rule --name ${toShellWord(name)} --event-pattern ${toShellWord(JSON.stringify(CHANGE_PATTERN))}`;
    const fix = `the pattern was changed by hand; restore it: ${awsCommand(place, put)}`;
    return [
      ...(missed.length > 0 ? [problem(`the change rule does not match ${joinWords(missed)}`, fix)] : []),
      ...(failed ? [warning('the change rule also matches failed calls', fix)] : []),
    ];
  });
}

function describeHealthyRule(
  { logicalId, what }: RuleOfStack,
  { ScheduleExpression }: DescribeRuleCommandOutput,
): string {
  if (logicalId === 'ChangeRule')
    return `${what} is enabled and matches all changes of network ACLs, but no failed call`;
  return `${what} is enabled${ScheduleExpression ? `: ${ScheduleExpression}` : ''}`;
}
