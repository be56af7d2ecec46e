import { expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const ID = networkAcl(SSH).networkAclId;

it.each([
  [
    'what is left is less severe than what is reported',
    '100 allow tcp 5001-65535 0.0.0.0/0',
    [
      'The reported gap of acl-0a1b2c3d is gone.',
      'What is left has severity low, and is only logged.',
      '6% of the SSH (tcp/22) connections from clients behind NAT to subnet-0b1a2c3d time out, at random.',
      'Connections timed out for 60 minutes, from 2026-11-20 10:00 to 11:00 UTC.',
    ],
  ],
  [
    'nothing is left',
    '100 allow tcp 1024-65535 0.0.0.0/0',
    [
      'SSH (tcp/22) connections to subnet-0b1a2c3d get replies again.',
      'They timed out for 60 minutes, from 2026-11-20 10:00 to 11:00 UTC.',
    ],
  ],
])('a resolved alert says who is still hit: %s', async (_, replies, lines) => {
  const world = new ReviewWorld();
  const reviewNow = async () => {
    await review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
    await world.report();
  };
  world.put(networkAcl(SSH));
  await reviewNow();
  world.now = new Date(NOW.getTime() + HOUR);
  world.put(networkAcl([...SSH, ...egress(replies)]));
  await reviewNow();
  const resolved = world.published.at(-1);
  expect(resolved?.kind).toBe('resolved');
  const text = resolved ? renderMessage(resolved).texts.email : '';
  expect(text.split('\n\n')[0]?.split('\n')).toEqual(lines);
});
