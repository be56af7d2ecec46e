import { parseChangeEvent } from '../../../functions/aws/change-event.ts';
import type { Change } from '../../../functions/review/words/change.ts';
import { ACCOUNT, REGION } from './network.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 terraform-provider-aws/6.21.0 aws-sdk-go-v2/1.39.6';
const CALLERS = {
  pipeline: { role: 'terraform-network', session: 'gha-7421', userAgent: TERRAFORM },
  'next pipeline': { role: 'terraform-network', session: 'gha-7433', userAgent: TERRAFORM },
  console: { role: 'NetworkAdmin', session: 'maria', userAgent: 'console.amazonaws.com' },
  cli: { role: 'NetworkAdmin', session: 'maria', userAgent: 'aws-cli/2.31.3 md/awscrt#0.27.6' },
} as const;

/** A change in few words. */
interface Draft {
  readonly networkAclId: string;
  readonly by: keyof typeof CALLERS;
  readonly action: 'Create' | 'Replace' | 'Delete';
  readonly egress: boolean;
  readonly ruleNumber: number;
  /** Of CloudTrail's request; absent for what was deleted. */
  readonly rule?: { readonly from: number; readonly to: number; readonly cidrBlock: string };
  readonly at: string;
  readonly eventId: string;
}

/** The change as the guard parses it from CloudTrail's record. */
export function toChange({ by, action, rule, at, eventId, ...request }: Draft): Change {
  const { role, session, userAgent } = CALLERS[by];
  const detail = {
    eventName: `${action}NetworkAclEntry`,
    ...{ eventTime: at, eventID: eventId, sourceIPAddress: '203.0.113.77', userAgent },
    userIdentity: { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}` },
    requestParameters: {
      ...request,
      ...(rule && {
        ...{ ruleAction: 'allow', aclProtocol: '6', cidrBlock: rule.cidrBlock },
        portRange: { from: rule.from, to: rule.to },
      }),
    },
  };
  const parsed = parseChangeEvent(
    { account: ACCOUNT, region: REGION, detail },
    { account: ACCOUNT, region: REGION },
  );
  if (parsed.kind !== 'change') throw new Error(`the example of a change is ${parsed.kind}`);
  return parsed.change;
}
