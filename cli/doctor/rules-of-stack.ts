import { ACTIONS } from '../../functions/review/words/action.ts';
import { requireResource, type Stack } from '../deployment/stack.ts';

/** A rule of the stack and its target, as infra/change-rule.yml, infra/sweep.yml and infra/tamper.yml define them. */
export interface RuleOfStack {
  readonly logicalId:
    | 'ChangeRule'
    | 'TagRule'
    | 'SweepRule'
    | 'SweepAfterDeployRule'
    | 'ReportRule'
    | 'TamperRule';
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
  {
    logicalId: 'TamperRule',
    what: 'the tamper rule',
    targetId: 'tamper-queue',
    queue: 'TamperQueue',
    deadLetterQueue: 'RuleDeadLetterQueue',
  },
];

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
