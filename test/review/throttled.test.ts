import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { createGuard } from '../../functions/guard/guard.ts';
import { START } from '../../functions/sweep/progress.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
const THROTTLED = { kind: 'throttled' } as const;
let world: ReviewWorld;

const detail = { eventName: 'CreateNetworkAclEntry', requestParameters: { networkAclId: ID } };
const body = JSON.stringify({ account: '123456789012', region: 'us-east-1', detail });

async function deliver(delivery: number): Promise<'done' | 'again'> {
  const attributes = { ApproximateReceiveCount: `${delivery}` };
  const Records = [{ messageId: '1', body, attributes }] as SQSRecord[];
  const { batchItemFailures } = await createGuard(world)({ Records });
  return batchItemFailures.length > 0 ? 'again' : 'done';
}

async function sweepOnce(): Promise<void> {
  const { reviewing, listRecorded } = world;
  await sweep(START, () => true, { ...reviewing, listRecorded, continueSweep: async () => undefined });
  await world.report();
}

const heard = () =>
  world.published.map(alert =>
    'done' in alert && alert.done.did === 'nothing' ? [alert.kind, alert.done.reason.kind] : [alert.kind],
  );

beforeEach(() => {
  world = new ReviewWorld({ mode: 'remediate' });
  world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0')));
});

describe('while EC2 throttles every creation', () => {
  it('the gap is left to the next delivery of the change, and reported with the last', async () => {
    const ended = [];
    world.networkAcls.create = async () => THROTTLED;
    for (let delivery = 1; delivery <= 5; delivery += 1)
      ended.push([await deliver(delivery), heard().length]);
    expect(ended).toEqual([
      ['again', 0],
      ['again', 0],
      ['again', 0],
      ['again', 0],
      ['done', 1],
    ]);
    expect(heard()).toEqual([['remediation-failed', 'throttled']]);
  });

  it('the gap is reported by a sweep, once, and fixed by one that is not throttled', async () => {
    const { create } = world.networkAcls;
    world.networkAcls.create = async () => THROTTLED;
    await sweepOnce();
    await sweepOnce();
    expect(heard()).toEqual([['remediation-failed', 'throttled']]);
    expect(world.findings.get(ID)?.remediations).toEqual([]);
    world.networkAcls.create = create;
    await sweepOnce();
    expect(heard().at(-1)).toEqual(['remediated']);
  });
});

it.each(['notify', 'opt-in', 'remediate'] as const)(
  'a sweep in mode %s reviews side by side only where nothing is written',
  async mode => {
    world = new ReviewWorld({ mode });
    for (let index = 0; index < 6; index += 1)
      world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAclId: `acl-${index}` }));
    let now = 0;
    let most = 0;
    const { read } = world.networkAcls;
    world.networkAcls.read = async ids => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(resolve => setTimeout(resolve, 5));
      now -= 1;
      return read(ids);
    };
    await sweepOnce();
    expect(most).toBe(mode === 'notify' ? 5 : 1);
  },
);
