import { expect, it } from 'vitest';
import { CHANGE_PATTERN, HUB_RULES, RULES, toTarget } from '../../../cli/doctor/rules-of-stack.ts';
import { changeEvents, failedEvent } from '../../../cli/doctor/sample-events.ts';
import { matchesPattern, type Pattern } from '../../infra/event-pattern.ts';
import { packageService } from '../../infra/service-package.ts';
import { arnOf, propertiesOf } from '../../infra/template.ts';

const { template } = await packageService('organizationId=o-a1b2c3d4e5');
const ORIGIN = { account: '111122223333', region: 'eu-central-1' };

it('restores the deployed pattern', () => {
  expect(propertiesOf(template, 'ChangeRule').EventPattern).toEqual(CHANGE_PATTERN);
});

it('has samples that the deployed pattern matches or not', () => {
  const pattern = propertiesOf(template, 'ChangeRule').EventPattern as Pattern;
  const missed = changeEvents(ORIGIN).filter(({ event }) => !matchesPattern(pattern, event));
  expect(missed).toEqual([]);
  expect(matchesPattern(pattern, failedEvent(ORIGIN).event)).toBe(false);
});

it.each([...RULES, ...HUB_RULES])('restores the deployed target of $logicalId', rule => {
  const resource = (logicalId: string) =>
    [logicalId, { logicalId, type: '', physicalId: `https://sqs/1/${logicalId}` }] as const;
  const resources = new Map([resource(rule.queue), resource(rule.deadLetterQueue)]);
  const stack = {
    name: 'stack',
    status: '',
    deployedAt: new Date(),
    drift: '',
    resources,
    outputs: new Map(),
    parameters: new Map(),
  };
  const target = toTarget(rule, stack, 'arn:aws:events:eu-central-1:111122223333:rule/x');
  const toRef = (arn: string) => arnOf(arn.split(':').at(-1) ?? '');
  const asDeployed = {
    ...target,
    Arn: toRef(target.Arn),
    DeadLetterConfig: { Arn: toRef(target.DeadLetterConfig.Arn) },
  };
  expect(propertiesOf(template, rule.logicalId).Targets).toEqual([asDeployed]);
});
