import { beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../functions/aws/finding-item.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';
import { interfaceSet, SUBNET, surroundings } from '../fixtures/surroundings.ts';

const ID = 'acl-0a1b2c3d';
/** DynamoDB counts the names and values of all attributes of an item (Developer Guide, "Item sizes and formats"). */
const MOST_ITEM_BYTES = 400_000;
const GROUPS = 1_000;

/** Characters that do not repeat, as ids have; the same each time. */
function toIncompressible(length: number, seed: number): string {
  let state = seed + 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0x21 + (state % 94));
  }).join('');
}

const numbered = (count: number, toText: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => toText(index));

let world: ReviewWorld;

/** Twenty services from twenty blocks behind a thousand security groups, and texts as long as AWS takes them. */
beforeEach(() => {
  world = new ReviewWorld({ mode: 'remediate', ruleQuota: 40 });
  const ports = numbered(20, index => `${8_000 + index}`);
  const rules = ports.map((port, index) => `${100 + index} allow tcp ${port} 10.${2 * index}.0.0/16`);
  const groupIds = numbered(GROUPS, index => `sg-${index}`);
  const tags = Object.fromEntries(
    numbered(49, index => toIncompressible(128, index)).map((key, index) => [
      key,
      toIncompressible(256, 100 + index),
    ]),
  );
  const entries = [...ingress(...rules), ...egress('50 deny tcp 40000-40010 10.4.0.0/16')];
  world.put(networkAcl(entries, { subnetIds: [SUBNET], tags: { ...tags, Name: 'web' } }));
  world.named.set(SUBNET, toIncompressible(256, 7));
  world.surroundings = surroundings({
    interfaces: groupIds.map((groupId, index) =>
      interfaceSet({
        groupIds: [groupId],
        owners: [{ type: 'interface', name: toIncompressible(255, index) }],
      }),
    ),
    groups: Object.fromEntries(groupIds.map(id => [id, ports.map(port => `tcp ${port} 0.0.0.0/0`)])),
  });
});

const reviewNow = () => review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);

function toItemBytes(): number {
  const finding = world.findings.get(ID);
  return finding ? Buffer.byteLength(JSON.stringify(toItem(finding))) : 0;
}

describe('an alert about a subnet with a thousand security groups', () => {
  it('fits into an item of the findings table, beside others', async () => {
    expect(await reviewNow()).toMatchObject({ kind: 'pending', added: expect.any(Number) });
    const [pending] = world.findings.get(ID)?.pending ?? [];
    expect(pending?.alert).toMatchObject({ done: { did: 'added' } });
    expect(toItemBytes()).toBeGreaterThan(1_000);
    expect(toItemBytes()).toBeLessThan(MOST_ITEM_BYTES / 3);
  });

  it('says the name of the network ACL, and the first that are behind it', async () => {
    await reviewNow();
    const [pending] = world.findings.get(ID)?.pending ?? [];
    const alert = pending?.alert;
    if (alert === undefined || alert.kind === 'cannot-evaluate') throw new Error('there is no such alert');
    expect(alert.networkAcl.tags).toEqual({ Name: 'web' });
    expect(alert.coverage.gaps[0]?.behind).toHaveLength(10);
    expect(alert.coverage.gaps[0]?.acceptedBy).toHaveLength(10);
    expect(alert.names.get(SUBNET)).toHaveLength(100);
  });
});
