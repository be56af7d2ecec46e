import { ACTIONS } from '../../functions/review/words/action.ts';
import { type LogicalId, requireResource, type Stack } from '../deployment/stack.ts';

/** A rule of the stack and its target, as infra/change-rule.yml, infra/sweep.yml and infra/tamper.yml define them. */
export interface RuleOfStack {
  readonly logicalId: Extract<LogicalId, `${string}Rule`>;
  readonly what: string;
  readonly targetId: string;
  readonly queue: 'ChangeQueue' | 'SweepQueue' | 'TamperQueue';
  readonly deadLetterQueue: 'RuleDeadLetterQueue' | 'SweepDeadLetterQueue';
  /** The message that is sent in place of the event. */
  readonly input?: string;
}

const TO_SWEEP = {
  targetId: 'sweep-queue',
  queue: 'SweepQueue',
  deadLetterQueue: 'SweepDeadLetterQueue',
} as const;

const TO_TAMPER = {
  targetId: 'tamper-queue',
  queue: 'TamperQueue',
  deadLetterQueue: 'RuleDeadLetterQueue',
} as const;

const TO_GUARD = {
  targetId: 'change-queue',
  queue: 'ChangeQueue',
  deadLetterQueue: 'RuleDeadLetterQueue',
} as const;

export const RULES: readonly RuleOfStack[] = [
  { logicalId: 'ChangeRule', what: 'the change rule', ...TO_GUARD },
  { logicalId: 'TagRule', what: 'the rule for tags', ...TO_GUARD },
  { logicalId: 'SweepRule', what: 'the schedule of the sweep', ...TO_SWEEP },
  {
    logicalId: 'SweepAfterDeployRule',
    what: 'the rule that sweeps after a deployment',
    ...TO_SWEEP,
    input: '{"firstSweep":{}}',
  },
  { logicalId: 'ReportRule', what: 'the schedule of reports', ...TO_SWEEP, input: '{"report":{}}' },
  { logicalId: 'TamperRule', what: 'the tamper rule', ...TO_TAMPER },
];

/** The rules of a hub, on its own bus, as infra/hub/rules.yml defines them. */
export const HUB_RULES: readonly RuleOfStack[] = [
  { logicalId: 'MemberChangeRule', what: 'the rule for changes of members', ...TO_GUARD },
  { logicalId: 'MemberSignRule', what: 'the rule for signs of members', ...TO_SWEEP },
  { logicalId: 'MemberTamperRule', what: 'the tamper rule for members', ...TO_TAMPER },
];

/** How EventBridge names a rule, and how commands for the operator do. */
export interface RuleName {
  readonly name: string;
  /** Absent: it is on the account's default bus. */
  readonly bus?: string;
}

/** CloudFormation names a rule of another bus `BUS|RULE`. */
export function toRuleName(physicalId: string): RuleName {
  const [bus = '', name] = physicalId.split('|');
  return name === undefined ? { name: physicalId } : { bus, name };
}

/** The event pattern of the change rule. */
export const CHANGE_PATTERN = {
  source: ['aws.ec2'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['ec2.amazonaws.com'],
    eventName: ACTIONS,
    errorCode: [{ exists: false }],
  },
} as const;

/**
 * The target that a rule should have, as `aws events put-targets` takes it.
 *
 * @param ruleArn - has the partition, the region and the account
 */
export function toTarget(
  { targetId, queue, deadLetterQueue, input }: RuleOfStack,
  stack: Stack,
  ruleArn: string,
) {
  const [, partition, , region, account] = ruleArn.split(':');
  const toArn = (logicalId: typeof queue | typeof deadLetterQueue) => {
    const name = requireResource(stack, logicalId).split('/').at(-1);
    return `arn:${partition}:sqs:${region}:${account}:${name}`;
  };
  return {
    Id: targetId,
    Arn: toArn(queue),
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    DeadLetterConfig: { Arn: toArn(deadLetterQueue) },
    ...(input && { Input: input }),
  };
}
