import { describe, expect, it } from 'vitest';
import type { FoundNetworkAcl } from '../../functions/review/interfaces.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { parseProgress, START, type SweepProgress } from '../../functions/sweep/progress.ts';
import { addShadowedDenies } from '../../functions/sweep/shadowed-denies.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SHADOWED = [
  ...ingress('100 allow tcp 22 0.0.0.0/0', '110 deny tcp 22 198.51.100.7/32'),
  ...egress('100 allow all 0.0.0.0/0', '110 deny udp 53 0.0.0.0/0', '120 allow tcp 443 0.0.0.0/0'),
];
const found = (
  networkAclId: string,
  entries = SHADOWED,
  tags: Record<string, string> = {},
): readonly [string, FoundNetworkAcl] => [
  networkAclId,
  { kind: 'read', networkAcl: networkAcl(entries, { networkAclId, tags }) },
];

describe('the deny entries that never take effect', () => {
  it('are counted and named, without allow entries', () => {
    expect(addShadowedDenies(undefined, [found('acl-1')])).toEqual({
      count: 2,
      listed: [
        { networkAclId: 'acl-1', direction: 'ingress', ruleNumber: 110 },
        { networkAclId: 'acl-1', direction: 'egress', ruleNumber: 110 },
      ],
    });
  });

  const deny = ingress(
    '90 deny tcp 22 198.51.100.7/32',
    '100 allow tcp 22 0.0.0.0/0',
    '32767 deny all 0.0.0.0/0',
  );
  const unreadable: FoundNetworkAcl = {
    ...{ kind: 'unreadable', tags: {} },
    reason: { kind: 'not-allowed', code: 'UnauthorizedOperation' },
  };
  it.each([
    ['that takes effect', found('acl-1', deny)],
    ['of a network ACL that is muted', found('acl-1', SHADOWED, { [TAG]: 'ignore' })],
    ['of a network ACL that cannot be read', ['acl-1', unreadable] as const],
  ])('are not one %s', (_, one) => {
    expect(addShadowedDenies(undefined, [one])).toBeUndefined();
    const before = addShadowedDenies(undefined, [found('acl-0')]);
    expect(addShadowedDenies(before, [one])).toEqual(before);
  });

  it('are named up to 20, and all counted', () => {
    const many = Array.from({ length: 15 }, (_, index) => found(`acl-${index}`));
    const result = addShadowedDenies(addShadowedDenies(undefined, many), many);
    expect([result?.count, result?.listed.length]).toEqual([60, 20]);
    expect(result?.listed.at(-1)).toEqual({ networkAclId: 'acl-9', direction: 'egress', ruleNumber: 110 });
  });
});

it('a sweep of several invocations reports the deny entries of all of them', async () => {
  const world = new ReviewWorld();
  for (let index = 0; index < 12; index++) {
    const id = `acl-${index}`;
    world.put(networkAcl(index % 5 === 0 ? SHADOWED : [], { networkAclId: id }));
  }
  const continued: SweepProgress[] = [];
  const context = {
    ...world.reviewing,
    listRecorded: world.listRecorded,
    continueSweep: async (progress: SweepProgress) => void continued.push(progress),
  };
  await sweep(START, () => false, context);
  // As it passes through the queue.
  const [first] = continued;
  expect(first?.shadowedDenies).toMatchObject({ count: 2 });
  await sweep(parseProgress(JSON.parse(JSON.stringify({ progress: first }))), () => true, context);
  const finished = world.logged.find(({ message }) => message === 'sweep finished');
  const rules = ['acl-0', 'acl-5', 'acl-10'].flatMap(networkAclId =>
    (['ingress', 'egress'] as const).map(direction => ({ networkAclId, direction, ruleNumber: 110 })),
  );
  expect(finished).toMatchObject({ swept: 12, shadowedDenies: 6, shadowedDenyRules: rules });
});
