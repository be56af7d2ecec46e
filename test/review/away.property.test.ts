import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, NOW, ReviewWorld } from '../fixtures/review-context.ts';
import { interfaceSet, SUBNET, type SurroundingsDraft, surroundings } from '../fixtures/surroundings.ts';

const ID = 'acl-0a1b2c3d';
const SEVEN_DAYS = 7 * 24;

/** Only a security group says that there is a service, so that the gap is over without it. */
const NETWORK_ACL = networkAcl(ingress('100 allow tcp 1024-65535 0.0.0.0/0'), { subnetIds: [SUBNET] });
const GROUPS = { 'sg-1': ['tcp 8080 sg-app'] };
const AWAKE: SurroundingsDraft = { groups: GROUPS, carriers: { 'sg-app': ['subnet-web'] } };

/** What goes away: the interfaces, the group that accepts, or the carriers of the group that it refers to. */
const AWAY: Readonly<Record<string, SurroundingsDraft>> = {
  interfaces: { interfaces: [], groups: {} },
  group: { interfaces: [interfaceSet({ groupIds: ['sg-2'] })], groups: { 'sg-2': ['tcp 22 10.0.0.0/8'] } },
  carriers: { groups: GROUPS },
};

const anyReviews = fc.array(
  fc.record({
    away: fc.constantFrom(...Object.values(AWAY)),
    /** Hours until the next review. */
    wait: fc.integer({ min: 1, max: 60 }),
  }),
  { minLength: 1, maxLength: 12 },
);

it('what goes away behind a network ACL, in whatever way and turn, resolves nothing for seven days', async () => {
  await fc.assert(
    fc.asyncProperty(anyReviews, async reviews => {
      const world = new ReviewWorld();
      world.put(NETWORK_ACL);
      const reviewHours = async (hours: number, draft: SurroundingsDraft) => {
        world.now = new Date(NOW.getTime() + hours * HOUR);
        world.surroundings = surroundings(draft);
        const outcome = await review(ID, world.stored.get(ID) ?? GONE, undefined, world.reviewing);
        await world.report();
        return outcome.kind === 'pending' ? outcome.alertKind : outcome.kind;
      };
      expect(await reviewHours(0, AWAKE)).toBe('gap');
      let hours = 0;
      for (const { away, wait } of reviews) {
        expect(await reviewHours(hours, away)).toBe(hours < SEVEN_DAYS ? 'already-reported' : 'resolved');
        if (hours >= SEVEN_DAYS) return;
        hours += wait;
      }
    }),
    { numRuns: 200 },
  );
});
