import { beforeEach, describe, expect, it } from 'vitest';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-a';
const REFUSED = { kind: 'role-refused', code: 'AccessDenied' } as const;
let world: ReviewWorld;
/** As the network ACLs of a member remember it. */
let refusal: string | undefined;
let written: number;

async function reviewNow() {
  const networkAcls = { ...world.networkAcls, writeRefusal: () => refusal };
  const read = (await networkAcls.read([ID])).get(ID) ?? GONE;
  return review(ID, read, undefined, { ...world.reviewing, networkAcls });
}

beforeEach(() => {
  world = new ReviewWorld({ mode: 'remediate' });
  world.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAclId: ID }));
  world.findings.beforeWrite = () => {
    written += 1;
  };
  refusal = undefined;
  written = 0;
});

describe('the gap of a member that does not let the hub write', () => {
  it('is reported as a gap with the reason, and no write is on record', async () => {
    world.answers = [REFUSED];
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'gap' });
    const [finding] = world.findings.all();
    expect(finding).toMatchObject({ remediations: [] });
    expect(finding?.pending).toMatchObject([{ alert: { done: { did: 'nothing', reason: REFUSED } } }]);
    expect(world.created).toEqual([]);
  });

  it('is not announced while the refusal is remembered', async () => {
    refusal = 'AccessDenied';
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'gap' });
    expect(written).toBe(1);
    expect(world.findings.all()[0]?.pending).toMatchObject([{ alert: { done: { reason: REFUSED } } }]);
    refusal = undefined;
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'remediated' });
  });
});
