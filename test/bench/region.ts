import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import { SqsQueue } from '../../cli/aws-stand-in/sqs-queue.ts';
import { type StandIn, type SurroundingsDescription, startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import type { MeasuredUsage, MeasuredWork } from './measured-function.ts';
import { ENVIRONMENT, FINDINGS_TABLE, TOPIC_ARN } from './seed.ts';

const FUNCTION = new URL('measured-function.ts', import.meta.url);
const MOST_CALLS = 100;

/** The functions, as they are deployed. */
export const BUILT = {
  guard: new URL('../../dist/guard/index.mjs', import.meta.url),
  sweep: new URL('../../dist/sweep/index.mjs', import.meta.url),
};

/** As Lambda starts Node for 512 MB of memory: 5 % for each half of the young generation, 90 % for the old one. */
const LAMBDA_OPTIONS = ['--expose-gc', '--max-semi-space-size=25', '--max-old-space-size=460'];

/** A stand-in that forgets the calls of long runs, whose record would grow without end. */
export async function startRegion(
  networkAcls: readonly NetworkAcl[],
  surroundings: SurroundingsDescription = {},
): Promise<StandIn> {
  const around = { networkAcls, surroundings };
  const standIn = await startStandIn({ ...around, topicArn: TOPIC_ARN, findingsTable: FINDINGS_TABLE });
  const forgetting = setInterval(() => {
    if (standIn.calls.length > MOST_CALLS) standIn.clearCalls();
  }, 200);
  return {
    ...standIn,
    close: () => {
      clearInterval(forgetting);
      return standIn.close();
    },
  };
}

/** Runs a function in a process of its own, in notify mode. Its log goes nowhere. */
export async function measure(
  { endpoint }: Pick<StandIn, 'endpoint'>,
  { bundle, ...work }: Omit<MeasuredWork, 'bundle'> & { readonly bundle: URL },
): Promise<MeasuredUsage> {
  const child = fork(FUNCTION, {
    env: { ...ENVIRONMENT, AWS_ENDPOINT_URL: endpoint, SWEEP_QUEUE_URL: SqsQueue.url(endpoint) },
    execArgv: LAMBDA_OPTIONS,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send({ ...work, bundle: bundle.href });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${bundle} ended with exit code ${code} before it was measured`);
  });
  const [usage] = await Promise.race([once(child, 'message'), ended]);
  return usage as MeasuredUsage;
}

const entry = (
  RuleNumber: number,
  Egress: boolean,
  CidrBlock: string,
  From: number,
  To = From,
): NetworkAclEntry => ({
  ...{ RuleNumber, Egress, CidrBlock, Protocol: '6', RuleAction: 'allow' },
  PortRange: { From, To },
});

/** A network ACL as in many accounts: six rules in, four out, IPv4. Without `replies` it has a gap. */
export function typicalNetworkAcl(index: number, replies = true): NetworkAcl {
  return {
    NetworkAclId: `acl-${String(index).padStart(17, '0')}`,
    VpcId: `vpc-${String(index % 50).padStart(17, '0')}`,
    Associations: [{ SubnetId: `subnet-${String(index).padStart(17, '0')}` }],
    Entries: [
      entry(100, false, '0.0.0.0/0', 443),
      entry(110, false, '0.0.0.0/0', 80),
      entry(120, false, '10.0.0.0/8', 22),
      entry(130, false, `10.${index % 256}.0.0/16`, 5432),
      entry(140, false, '192.168.0.0/16', 3389),
      entry(200, false, '0.0.0.0/0', 1024, 65535),
      entry(100, true, '0.0.0.0/0', 443),
      entry(110, true, '0.0.0.0/0', 80),
      entry(120, true, '10.0.0.0/8', 5432),
      ...(replies ? [entry(200, true, '0.0.0.0/0', 1024, 65535)] : []),
    ],
  };
}

/** An SQS batch with one change of each of these network ACLs. */
export function changeBatch(...networkAcls: readonly NetworkAcl[]): object {
  const Records = networkAcls.map(({ NetworkAclId }) => ({
    messageId: `message of ${NetworkAclId}`,
    body: JSON.stringify({
      ...{ account: '123456789012', region: 'us-east-1', source: 'aws.ec2' },
      detail: {
        eventName: 'CreateNetworkAclEntry',
        eventTime: '2026-11-20T10:00:00Z',
        requestParameters: { networkAclId: NetworkAclId },
      },
    }),
  }));
  return { Records };
}
