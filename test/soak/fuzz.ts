import type { SQSRecord } from 'aws-lambda';
import { renderMessage } from '../../functions/alert/message.ts';
import { createGuard } from '../../functions/guard/guard.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';
import { Account } from './account.ts';
import { mutateEvent } from './mutate.ts';

/** The network ACL that the seed event is about. */
const NETWORK_ACL_ID = 'acl-0a1b2c3d4e5f60718';
const PER_BATCH = 10;

export interface FuzzResult {
  readonly places: Readonly<Record<string, number>>;
  /** Messages that ended nowhere, or more than once, and what the guard threw. */
  readonly faults: readonly string[];
}

/** Sends so many mutated events through the guard, in batches, and accounts for each. */
export async function fuzz(count: number, seed: number): Promise<FuzzResult> {
  const account = new Account(count);
  const thrown: string[] = [];
  for (let first = 0; first < count; first += PER_BATCH) {
    const records = Array.from({ length: Math.min(PER_BATCH, count - first) }, (_, index) => ({
      messageId: `${first + index}`,
      body: mutateEvent(seed + first + index),
    }));
    try {
      await review(records as SQSRecord[], account);
    } catch (error) {
      thrown.push(`batch of seed ${seed + first}: ${error}`);
    }
  }
  return { places: account.places(), faults: [...thrown, ...account.faults()] };
}

async function review(Records: SQSRecord[], account: Account): Promise<void> {
  const world = new ReviewWorld();
  world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAclId: NETWORK_ACL_ID }));
  // Whatever an event says of itself ends up in the alert: it has to be rendered, too.
  world.alerts.publish = async alert => void renderMessage(alert);
  const { batchItemFailures } = await createGuard(world)({ Records });
  for (const { itemIdentifier } of batchItemFailures) account.settle(itemIdentifier, 'dead letter');
  for (const { outcome, messageIds } of world.logged) {
    // The reporter's outcomes are of findings, not of messages.
    if (outcome === undefined || outcome === 'failed' || messageIds === undefined) continue;
    for (const messageId of messageIds as string[]) account.settle(messageId, String(outcome));
  }
}
