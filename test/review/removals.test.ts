import { expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import { parseFinding, toItem } from '../../functions/aws/finding-item.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import type { Change, LatestChange } from '../../functions/review/words/change.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const ID = networkAcl(SSH).networkAclId;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);

/** Someone deletes the outbound rule of a number. */
const deletion = (hours: number, ruleNumber = 100, changed: Partial<Change> = {}): LatestChange => ({
  ...{ networkAclId: ID, action: 'DeleteNetworkAclEntry', at: at(hours) },
  target: { kind: 'rule', direction: 'egress', ruleNumber },
  ...changed,
});

/** The guard adds a rule at 10:00 and again at 11:30, and each time it is removed. @returns the alert's details */
async function conflictAfter(first: LatestChange | undefined, second: LatestChange | undefined) {
  const world = new ReviewWorld({ mode: 'remediate' });
  for (const [hours, change] of [
    [0, undefined],
    [1.5, first],
    [3, second],
  ] as const) {
    world.now = at(hours);
    world.put(networkAcl(SSH));
    await review(ID, world.stored.get(ID) ?? GONE, change, world.reviewing);
    await world.report();
    const finding = world.findings.get(ID);
    // As the table keeps it.
    if (finding) world.findings.put(parseFinding(toItem(finding), finding));
  }
  const alert = world.published.at(-1);
  expect(alert?.kind).toBe('conflict');
  const text = alert ? renderMessage(alert).texts.email : '';
  return text.split('\n').filter(line => /^ {2}(Added|Removed|Last)/.test(line));
}

const ADDED = '  Added: 2026-11-20 10:00 and 11:30 UTC';

it.each([
  ['both', deletion(1), deletion(2), '  Removed: 2026-11-20 11:00 and 12:00 UTC'],
  [
    'one of several changes',
    { ...deletion(1.2, 90), earlier: [deletion(1)] },
    deletion(2),
    '  Removed: 2026-11-20 11:00 and 12:00 UTC',
  ],
  [
    'a replacement',
    deletion(1, 100, { action: 'ReplaceNetworkAclEntry' }),
    deletion(2),
    '  Removed: 2026-11-20 11:00 and 12:00 UTC',
  ],
  ['the last one alone', undefined, deletion(2), '  Last removed: 2026-11-20 12:00 UTC'],
  [
    'the last one, after a change of another rule',
    deletion(1, 90),
    deletion(2),
    '  Last removed: 2026-11-20 12:00 UTC',
  ],
  ['the first one alone', deletion(1), undefined, '  Last removed: 2026-11-20 11:00 UTC'],
] as const)('an alert that rules of the guard are removed says when: %s', async (_, first, second, line) => {
  expect(await conflictAfter(first, second)).toEqual([ADDED, line]);
});

it('no removal is known where no event says so', async () => {
  expect(await conflictAfter(undefined, undefined)).toEqual([ADDED]);
});

it('an event that is delivered again moves no time', async () => {
  const world = new ReviewWorld({ mode: 'remediate' });
  const remove = async (hours: number, change: LatestChange | undefined) => {
    world.now = at(hours);
    world.put(networkAcl(SSH));
    await review(ID, world.stored.get(ID) ?? GONE, change, world.reviewing);
    await world.report();
  };
  await remove(0, undefined);
  await remove(1.5, deletion(1));
  world.put(networkAcl([...SSH, ...egress('100 allow tcp 1024-65535 0.0.0.0/0')]));
  await review(ID, world.stored.get(ID) ?? GONE, deletion(1), world.reviewing);
  expect(world.findings.get(ID)?.remediations.map(({ removedAt }) => removedAt)).toEqual([at(1), undefined]);
});
