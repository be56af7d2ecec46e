import { beforeEach, describe, expect, it } from 'vitest';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { RegisteredMember } from '../../functions/review/registry.ts';
import type { FinishedSweep } from '../../functions/review/reporting/reporter-record.ts';
import { sumSweeps } from '../../functions/review/reporting/sweep-plan.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { AssumedCounts } from '../../functions/review/words/sweep-result.ts';
import { parseProgress, START, type SweepProgress } from '../../functions/sweep/progress.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';
import { SUBNET, surroundings } from '../fixtures/surroundings.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const ONLY_CALLS = [...ingress('100 allow tcp 1024-65535 0.0.0.0/0'), ...egress('100 allow all 0.0.0.0/0')];
const ALSO_CALLS = [...SSH, ...ingress('110 allow tcp 32768-65535 0.0.0.0/0'), ...REPLIES];
let world: ReviewWorld;
const put = (networkAclId: string, entries = SSH, tags: Record<string, string> = {}) =>
  world.put(networkAcl(entries, { networkAclId, tags, subnetIds: [SUBNET] }));

/** Sweeps, in as many invocations as it takes. */
async function run(from: SweepProgress = START, hasTime: () => boolean = () => true): Promise<FinishedSweep> {
  const continued: SweepProgress[] = [];
  const { reviewing, listRecorded } = world;
  const continueSweep = async (progress: SweepProgress) => void continued.push(progress);
  const swept = await sweep(from, hasTime, { ...reviewing, listRecorded, continueSweep });
  if (swept !== 'continued') return swept;
  // As it passes through the queue.
  return run(parseProgress(JSON.parse(JSON.stringify({ progress: continued[0] }))), hasTime);
}
const assumed = async (...args: Parameters<typeof run>) => (await run(...args)).result.assumed;

beforeEach(() => {
  world = new ReviewWorld();
  world.surroundings = surroundings({ groups: { 'sg-1': [] } });
});

describe('a sweep counts', () => {
  it.each([
    ['one invocation', () => true],
    ['several invocations', () => false],
  ])('in %s the network ACLs with receivers, and those whose exposure was read', async (_, hasTime) => {
    for (let index = 0; index < 12; index += 1) put(`acl-${index}`, [...SSH, ...REPLIES]);
    put('acl-3', ONLY_CALLS);
    put('acl-7', ALSO_CALLS);
    // No rule lets replies out: only what the security groups say clears it.
    put('acl-9', SSH);
    expect(await assumed(START, hasTime)).toEqual({ exposureKnown: 1, receivers: 2 });
    expect(world.exposureReads).toBe(1);
  });

  it('nothing where rules let all replies out and name services only', async () => {
    put('acl-0', [...SSH, ...REPLIES]);
    expect(await assumed()).toEqual({ exposureKnown: 0, receivers: 0 });
  });

  it('no network ACL twice, though a review evaluates it twice', async () => {
    world.surroundings = surroundings({ groups: { 'sg-1': ['tcp 22 0.0.0.0/0'] } });
    put('acl-0', [...SSH, ...ingress('110 allow tcp 32768-65535 0.0.0.0/0')]);
    expect(await assumed()).toEqual({ exposureKnown: 1, receivers: 1 });
    expect(world.exposureReads).toBe(2);
  });

  it('neither outbound receivers nor what is muted', async () => {
    put('acl-0', [...ingress('100 allow tcp 443 0.0.0.0/0'), ...REPLIES]);
    put('acl-1', ONLY_CALLS, { [TAG]: 'ignore' });
    expect(await assumed()).toEqual({ exposureKnown: 0, receivers: 0 });
  });

  it('no exposure where security groups could not be read', async () => {
    world.surroundings = nothingKnown('not-allowed');
    put('acl-0', SSH);
    put('acl-1', ALSO_CALLS);
    expect(await assumed()).toEqual({ exposureKnown: 0, receivers: 1 });
  });

  it('no network ACL whose review fails', async () => {
    world.surroundings = surroundings({ groups: { 'sg-1': ['tcp 22 0.0.0.0/0'] } });
    put('acl-0', SSH);
    put('acl-1', ALSO_CALLS);
    world.beforeRead = () => {
      throw new Error('EC2 does not answer');
    };
    const { result } = await run();
    expect(result).toMatchObject({ failed: 1, assumed: { exposureKnown: 0, receivers: 1 } });
  });
});

it('a sweep that an earlier version began has no counts, and ends', async () => {
  for (const id of ['acl-0', 'acl-1']) put(id, ALSO_CALLS);
  const results = { covered: 1, low: 0, muted: 0, unused: 0, failed: 0, withShadowedDenies: 0 };
  const open = { none: 0, low: 0, medium: 0, high: 0 };
  const began = { ...START, skip: 1, swept: 1, results: { ...results, open } };
  const { result } = await run(parseProgress({ progress: began }));
  expect(result).toMatchObject({ evaluated: 2, covered: 2 });
  expect(result).not.toHaveProperty('assumed');
});

describe('the sweep of all members of a hub', () => {
  const at = new Date('2026-11-20T06:00:00Z');
  const plan = { id: 'plan-1', purpose: 'first', at, state: 'sent' } as const;
  const sum = (...counts: readonly (AssumedCounts | undefined)[]) => {
    const members = counts.map(
      (one, index): RegisteredMember => ({
        ...{ account: `11111111111${index}`, region: 'eu-central-1', planId: plan.id },
        lastSweep: {
          purpose: 'first',
          open: { none: 0, low: 0, medium: 0, high: 0 },
          result: {
            ...{ at, evaluated: 3, covered: 3, low: 0, muted: 0, unused: 0, failed: 0 },
            ...{ withShadowedDenies: 0, shadowedDenies: [], ...(one && { assumed: one }) },
          },
        },
      }),
    );
    return sumSweeps(plan, members, at).result;
  };

  it('adds up the counts of the members', () => {
    const { evaluated, assumed: both } = sum(
      { exposureKnown: 1, receivers: 2 },
      { exposureKnown: 2, receivers: 0 },
    );
    expect({ evaluated, both }).toEqual({ evaluated: 6, both: { exposureKnown: 3, receivers: 2 } });
  });

  it('has none where an earlier version swept a member', () => {
    expect(sum({ exposureKnown: 1, receivers: 2 }, undefined)).not.toHaveProperty('assumed');
  });
});
