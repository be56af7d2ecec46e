import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import type { ContractRegion } from '../aws-contract.ts';
import type { AwsClients } from './clients.ts';
import { removeRun, type Say } from './leftovers.ts';
import { makeRegion } from './make.ts';
import { INTERFACES } from './make-surroundings.ts';
import { NETWORK_ACLS } from './make-vpc.ts';
import type { Pause } from './patience.ts';
import { type Resource, toReason } from './resources.ts';
import { RUN_TAG, type Run } from './run.ts';

/** A run in an account, and what it needs from outside. */
export interface Holding {
  readonly clients: AwsClients;
  readonly run: Run;
  /** Runs the suite against what was made. */
  readonly holdTo: (region: ContractRegion) => Promise<boolean>;
  readonly say: Say;
  /** Aborted: the run ends early, and what it made is removed. */
  readonly signal: AbortSignal;
  readonly pause?: Pause;
}

/**
 * Prints what the contract needs, creates it, checks the account against the contract, and removes it again in every case.
 *
 * @returns whether the contract was kept and nothing is left
 */
export async function holdAccount(holding: Holding): Promise<boolean> {
  const { clients, run, say, signal, pause } = holding;
  const where = await whereabouts(clients).catch((error: unknown) => {
    say(`The account cannot be asked: ${toReason(error)}`);
  });
  if (where === undefined) return false;
  say(announcement(run, where));
  const made: Resource[] = [];
  let isKept = false;
  try {
    const onMade = (resource: Resource) => {
      made.push(resource);
      say(`made ${resource.kind} ${resource.id}`);
    };
    const region = await makeRegion({ clients, run, onMade, signal });
    isKept = await holding.holdTo(region);
  } catch (error) {
    say(signal.aborted ? 'The run was broken off.' : `The run ends here: ${toReason(error)}`);
  }
  say('Removing what was made.');
  return (await removeRun(clients, run.id, made, say, pause)) && isKept && !signal.aborted;
}

/** A call that reads, so that missing credentials, permissions or region show before anything is made. */
async function whereabouts({ ec2 }: AwsClients): Promise<string> {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ MaxResults: 5 }));
  const account = Vpcs[0]?.OwnerId ?? 'of these credentials';
  return `account ${account}, region ${await ec2.config.region()}`;
}

function announcement({ id, entryQuota }: Run, where: string): string {
  return `In ${where}, this run makes, with the tag ${RUN_TAG}=${id}, and removes:
  1 VPC with 1 subnet and ${NETWORK_ACLS} network ACLs, which get up to ${entryQuota + 1} entries each
  in the subnet ${INTERFACES} network interfaces with 1 security group, and 1 prefix list
  1 SNS topic, 1 SQS queue, 1 DynamoDB table, 1 SSM parameter (SecureString)
All are tagged nacl-ephemeral-guard=ignore, too: a guard there says nothing of them.`;
}
