import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import type { Publication } from '../../../functions/review/words/digest.ts';
import { HOME } from '../../fixtures/findings-in-memory.ts';
import { HubWorld } from '../../fixtures/hub-world.ts';
import { ingress, networkAcl } from '../../fixtures/network-acls.ts';
import { HOUR } from '../../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DAY = 24 * HOUR;
const MEMBERS: readonly Member[] = ['111111111111', '222222222222', '333333333333'].flatMap(account =>
  ['eu-west-1', 'us-east-1'].map(region => ({ account, region })),
);
const IDS = ['acl-a', 'acl-b'];
const FAULTS = ['fails', 'loses-reply', 'kills'] as const;

/** What goes wrong at one of the calls, counted from the first. */
interface Fault {
  readonly at: number;
  readonly kind: (typeof FAULTS)[number];
}

const fault: fc.Arbitrary<Fault> = fc.record({ at: fc.nat(120), kind: fc.constantFrom(...FAULTS) });
const plan = (id: string) => ({
  source: 'aws.events',
  id,
  ...HOME,
  resources: ['arn:aws:events:…:rule/sweep'],
});

/** A day with a sweep of all members in which these things go wrong, and a day in which nothing does. */
async function live(faults: readonly Fault[], by: 'organisation' | 'account') {
  const hub = new HubWorld(by);
  for (const member of [HOME, ...MEMBERS]) {
    hub.register(member);
    for (const networkAclId of IDS) hub.worldOf(member).put(networkAcl(SSH, { networkAclId }));
  }
  let calls = 0;
  let hitReport = false;
  const happen = (isAfter: boolean) => {
    if (hub.isKilled) throw new Error('killed');
    if (!isAfter) calls += 1;
    const isReporting = hub.home.records.current.plan?.state === 'ended';
    const kind = faults.find(({ at }) => at === calls)?.kind;
    if (kind === undefined || isAfter !== (kind === 'loses-reply')) return;
    hitReport ||= isReporting;
    if (kind === 'kills') hub.isKilled = true;
    throw new Error(kind);
  };
  hub.beforeCall = () => happen(false);
  hub.afterCall = () => happen(true);
  hub.send(plan('event-1'));
  await hub.runTo(12 * HOUR);
  const first = [...hub.published];
  hub.beforeCall = () => {};
  hub.afterCall = () => {};
  hub.send(plan('event-2'), DAY);
  await hub.runTo(2 * DAY);
  return { hub, first, hitReport };
}

function named(messages: readonly Publication[]): string[] {
  return messages.flatMap(message => {
    if (message.kind !== 'digest') return [`${formatMember(message)} ${message.networkAclId}`];
    return message.groups.flatMap(({ account, members }) =>
      members.map(({ region, networkAclId }) => `${account}/${region} ${networkAclId}`),
    );
  });
}

const ALL = [HOME, ...MEMBERS].flatMap(member => IDS.map(id => `${formatMember(member)} ${id}`));

describe.each([['organisation', 1] as const, ['account', 3] as const])(
  'whatever fails, with digests of each %s',
  (by, digests) => {
    it('everything is reported; twice only what was cut off while it was published', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async faults => {
          const { hub, first, hitReport } = await live(faults, by);
          expect(new Set(named(hub.published))).toEqual(new Set(ALL));
          if (hitReport || hub.dead.length > 0) return;
          expect(named(first)).toHaveLength(new Set(named(first)).size);
          expect(first.filter(({ kind }) => kind === 'digest').length).toBeLessThanOrEqual(digests);
        }),
        { numRuns: 80 },
      );
    });

    it('the next sweep of all members ends as soon as all are swept', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async faults => {
          const { hub } = await live(faults, by);
          expect(hub.home.records.current.plan).toMatchObject({ id: 'event-2', state: 'ended' });
          const last = hub.home.logged
            .filter(line => line.message === 'sweep of all members finished')
            .at(-1);
          expect(last).toMatchObject({ planId: 'event-2', swept: MEMBERS.length + 1 });
          expect(last?.seconds).toBeLessThanOrEqual(60);
        }),
        { numRuns: 40 },
      );
    });
  },
);
