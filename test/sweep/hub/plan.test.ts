import type { SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { BARE } from '../../../functions/aws/event-batch.ts';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import { createSweepHandler } from '../../../functions/sweep/batch.ts';
import { HOME } from '../../fixtures/findings-in-memory.ts';
import { HubWorld } from '../../fixtures/hub-world.ts';
import { HOUR, NOW } from '../../fixtures/review-context.ts';

const MINUTE = 60_000;
const member = (index: number): Member => ({
  account: `${200_000_000_000 + Math.floor(index / 4)}`,
  region: ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2'][index % 4] ?? '',
});
const PLAN = { source: 'aws.events', id: 'event-1', ...HOME, resources: ['arn:aws:events:…:rule/sweep'] };
let hub: HubWorld;

const register = (count: number, changes?: object) => {
  for (let index = 0; index < count; index += 1) hub.register(member(index), changes);
};
const names = (count: number) => Array.from({ length: count }, (_, index) => formatMember(member(index)));
/** The members that sweeps were asked for, or that were swept, each as often as it was. */
const sweeps = (messages: readonly unknown[]) =>
  messages.flatMap(one => {
    const { member: swept } = one as { member?: Member };
    return swept ? [formatMember(swept)] : [];
  });
const logged = (message: string) => hub.home.logged.filter(line => line.message === message);

beforeEach(() => {
  hub = new HubWorld();
  hub.register(HOME);
});

describe('the plan of a sweep of all members', () => {
  it('has each member swept once, the hub itself among them', async () => {
    register(12);
    hub.send(PLAN);
    await hub.runTo(HOUR / 2);
    expect(sweeps(hub.handled).toSorted()).toEqual([...names(12), formatMember(HOME)].toSorted());
    expect(logged('sweep finished')).toHaveLength(13);
    expect(logged('sweep of all members finished')).toMatchObject([
      { planId: 'event-1', members: 13, swept: 13, unreachable: 0, sweepsFinished: 1 },
    ]);
  });

  it('has the hub swept where the registry does not know it yet', async () => {
    hub = new HubWorld();
    hub.send({ firstSweep: {} });
    await hub.runTo(MINUTE);
    expect(sweeps(hub.handled)).toEqual([formatMember(HOME)]);
    expect(hub.registry.get(HOME)).toMatchObject({ registeredAt: expect.any(Date), lastSweep: {} });
  });

  it.each<[string, unknown, object, object, object]>([
    [
      'a schedule',
      PLAN,
      { isFirst: false },
      { isFirst: false, repeatsOpen: false },
      { isFirst: true, repeatsOpen: false },
    ],
    [
      'a deployment of the hub',
      { firstSweep: {} },
      { isFirst: true, repeatsOpen: true },
      { isFirst: true, repeatsOpen: true },
      { isFirst: true, repeatsOpen: true },
    ],
    [
      'a new subscription',
      { openSweep: {} },
      { isFirst: false, repeatsOpen: true },
      { isFirst: false, repeatsOpen: true },
      { isFirst: true, repeatsOpen: true },
    ],
  ])('after %s writes nothing where it is the first sweep', async (_, message, home, known, unknown) => {
    register(1);
    hub.register(member(1), { lastSweep: undefined });
    hub.send(message);
    await hub.runTo(0);
    await hub.runTo(1);
    const progress = new Map(
      [...hub.handled, ...hub.queued].flatMap(one => {
        const { member: of, progress: from } = one as { member?: Member; progress: object };
        return of ? [[formatMember(of), from]] : [];
      }),
    );
    expect(progress.get(formatMember(HOME))).toMatchObject(home);
    expect(progress.get(formatMember(member(0)))).toMatchObject(known);
    expect(progress.get(formatMember(member(1)))).toMatchObject(unknown);
  });

  it.each([
    [12, true],
    [24, false],
    [undefined, false],
  ])('has a member swept %s hours after its stack was deployed, with isFirst %s', async (hours, isFirst) => {
    const registeredAt = hours === undefined ? undefined : new Date(NOW.getTime() - hours * HOUR);
    hub.register(member(0), { registeredAt });
    hub.register(HOME, { registeredAt });
    hub.send(PLAN);
    await hub.runTo(MINUTE);
    const asked = hub.handled.filter(one => 'member' in (one as object));
    expect(asked).toContainEqual(
      expect.objectContaining({ member: member(0), progress: expect.objectContaining({ isFirst }) }),
    );
    expect(asked).toContainEqual(
      expect.objectContaining({ member: HOME, progress: expect.objectContaining({ isFirst: false }) }),
    );
  });

  it('continues in another invocation where time runs out, and sends no message twice', async () => {
    register(1_000);
    hub.timeout = 100_000;
    hub.sweepTime = () => 0;
    hub.send(PLAN);
    await hub.runTo(HOUR);
    expect(hub.handled).toContainEqual({ continuePlan: 'event-1' });
    expect(sweeps(hub.handled)).toHaveLength(1_001);
    expect(new Set(sweeps(hub.handled)).size).toBe(1_001);
    expect(hub.handled.filter(one => 'continuePlan' in (one as object)).length).toBeLessThanOrEqual(5);
  });

  it('cut off half-way, sends the rest when it is delivered again', async () => {
    register(1_000);
    let requests = 0;
    hub.beforeCall = call => {
      if (call === 'request' && ++requests === 3) throw new Error('ServiceUnavailable');
    };
    hub.send(PLAN);
    await hub.runTo(HOUR);
    expect(logged('sweep failed')).toMatchObject([{ error: 'Error: ServiceUnavailable' }]);
    expect(new Set(sweeps(hub.handled)).size).toBe(1_001);
    expect(sweeps(hub.handled)).toHaveLength(1_001);
    expect(logged('sweep of all members finished')).toHaveLength(1);
  });

  it('delivered twice, is one plan', async () => {
    register(5);
    hub.send(PLAN);
    hub.send(PLAN);
    hub.send(PLAN, HOUR / 2);
    await hub.runTo(HOUR);
    expect(sweeps(hub.handled)).toHaveLength(6);
    expect(logged('sweep of all members finished')).toHaveLength(1);
  });

  it('is a new one for each event without a queue, as in a test of the console', async () => {
    const handler = createSweepHandler(
      { ...hub.home, continueSweep: async () => {}, createExposureReader: () => hub.home.exposure },
      hub.home.reporting,
      hub.hub,
    );
    for (const hour of [0, 3]) {
      await hub.runTo(hour * HOUR);
      await handler({ Records: [{ messageId: BARE, body: '{}' } as SQSRecord] }, {});
      await hub.runTo((hour + 1) * HOUR);
    }
    expect(logged('sweep of all members finished')).toHaveLength(2);
  });

  it('is left out while another one is under way, which is no later than two hours after its start', async () => {
    register(3);
    hub.sweepTime = ({ region }) => (region === 'us-east-1' ? 50 * MINUTE : 0);
    hub.send(PLAN);
    hub.send({ ...PLAN, id: 'event-2' }, MINUTE / 2);
    hub.send({ ...PLAN, id: 'event-3' }, 4 * HOUR);
    await hub.runTo(8 * HOUR);
    expect(logged('sweep skipped: the last one is under way')).toMatchObject([{ planId: 'event-1' }]);
    expect(logged('sweep of all members finished')).toMatchObject([
      { planId: 'event-1' },
      { planId: 'event-3' },
    ]);
  });

  it('is replaced by one after a deployment; members are then swept for that one alone', async () => {
    register(8);
    hub.send(PLAN);
    hub.send({ firstSweep: {} });
    await hub.runTo(HOUR);
    expect(logged('sweep skipped: a later one sweeps the member')).toHaveLength(9);
    expect(logged('sweep of all members finished')).toMatchObject([{ planId: 'message-2', members: 9 }]);
    expect(hub.digests).toMatchObject([{ about: { kind: 'all-well' } }]);
  });
});

describe('a member', () => {
  it('whose stack is deployed or updated is swept at once, and nothing is written there', async () => {
    const deployed = {
      ...{ source: 'aws.cloudformation', ...member(0) },
      detail: { 'status-details': { status: 'CREATE_COMPLETE' } },
    };
    hub.send(deployed);
    await hub.runTo(MINUTE);
    expect(hub.handled[1]).toMatchObject({
      member: member(0),
      progress: { isFirst: true, repeatsOpen: false },
    });
    expect(hub.registry.get(member(0))).toMatchObject({ registeredAt: NOW, lastSweep: {} });
    hub.send({ ...deployed, detail: { 'status-details': { status: 'UPDATE_COMPLETE' } } });
    await hub.runTo(2 * MINUTE);
    expect(hub.handled[3]).toMatchObject({ member: member(0), progress: { isFirst: true } });
  });

  it('that is removed is swept no more, also where a sweep was under way', async () => {
    register(2);
    hub.sweepTime = ({ region }) => {
      if (region === 'eu-west-1') hub.registry.members.delete(formatMember(member(0)));
      return 0;
    };
    hub.send(PLAN);
    await hub.runTo(HOUR);
    expect(hub.registry.get(member(0))).toBeUndefined();
    hub.handled.splice(0);
    hub.send({ ...PLAN, id: 'event-2' });
    await hub.runTo(2 * HOUR);
    expect(sweeps(hub.handled)).not.toContain(formatMember(member(0)));
  });

  it('that is being deleted is forgotten', async () => {
    register(1);
    const deleted = {
      source: 'aws.cloudformation',
      detail: { 'status-details': { status: 'DELETE_IN_PROGRESS' } },
    };
    hub.send({ ...deleted, ...member(0) });
    hub.send({ ...deleted, ...HOME });
    await hub.runTo(MINUTE);
    expect(hub.registry.get(member(0))).toBeUndefined();
    expect(hub.registry.get(HOME)).toBeDefined();
  });

  it('that was removed is neither registered nor swept by what was sent before', async () => {
    const time = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE).toISOString();
    const stack = (status: string, minutes: number) => ({
      ...{ source: 'aws.cloudformation', ...member(0), time: time(minutes) },
      detail: { 'status-details': { status } },
    });
    hub.send(stack('DELETE_IN_PROGRESS', 2), 3 * MINUTE);
    hub.send(stack('UPDATE_COMPLETE', 1), 4 * MINUTE);
    const resources = ['arn:aws:events:…:rule/guard-heartbeat'];
    hub.send({ source: 'aws.events', ...member(0), time: time(2), resources }, 4 * MINUTE);
    await hub.runTo(10 * MINUTE);
    expect(hub.registry.get(member(0))).toBeUndefined();
    expect(sweeps(hub.handled)).toEqual([]);
    hub.send(stack('CREATE_COMPLETE', 11), 12 * MINUTE);
    await hub.runTo(20 * MINUTE);
    expect(hub.registry.get(member(0))?.registeredAt).toEqual(new Date(time(11)));
    expect(sweeps(hub.handled)).toEqual([formatMember(member(0))]);
  });

  it('that sends its heartbeat is heard, and not swept', async () => {
    register(1);
    hub.send({ source: 'aws.events', ...member(0), resources: ['arn:aws:events:…:rule/guard-heartbeat'] }, 5);
    await hub.runTo(MINUTE);
    expect(hub.registry.get(member(0))?.heartbeatAt).toEqual(new Date(NOW.getTime() + 5));
    expect(hub.handled).toHaveLength(1);
  });

  it('of an account that is ignored stays unknown', async () => {
    const ignored = { account: '999999999999', region: 'eu-west-1' };
    hub.send({ source: 'aws.events', ...ignored, resources: ['arn:…:rule/guard-heartbeat'] });
    await hub.runTo(MINUTE);
    expect(hub.registry.get(ignored)).toBeUndefined();
    expect(logged('event not used')).toMatchObject([{ outcome: 'refused' }]);
  });
});

describe('the end of a sweep of all members', () => {
  it('comes soon after the last member was swept', async () => {
    register(40);
    hub.send(PLAN);
    await hub.runTo(HOUR);
    const [end] = logged('sweep of all members finished');
    expect(end?.seconds).toBeLessThanOrEqual(60);
  });

  it('does not wait for a member that cannot be reached, however often', async () => {
    register(4);
    hub.refusing.add(formatMember(member(1)));
    hub.send(PLAN);
    await hub.runTo(HOUR);
    hub.send({ ...PLAN, id: 'event-2' });
    await hub.runTo(2 * HOUR);
    expect(logged('sweep of all members finished')).toMatchObject([
      { planId: 'event-1', swept: 4, unreachable: 1 },
      { planId: 'event-2', swept: 4, unreachable: 1 },
    ]);
    expect(hub.dead).toEqual([]);
    expect(logged('could not reach the member')).toMatchObject(
      Array(2).fill({ ...member(1), outcome: 'unreachable', code: 'AccessDenied' }),
    );
  });

  it('does not wait for a member that fails with each delivery, once the last has failed', async () => {
    register(4);
    hub.worldOf(member(2)).networkAcls.list = async () => {
      throw new Error('RequestLimitExceeded');
    };
    hub.send(PLAN);
    await hub.runTo(5 * HOUR);
    const [end] = logged('sweep of all members finished');
    expect(end).toMatchObject({ members: 5, swept: 4, unreachable: 0 });
    // Deliveries at 0, 30 and 60 minutes; a look follows within a quarter of an hour.
    expect(end?.seconds).toBeGreaterThanOrEqual(3_600);
    expect(end?.seconds).toBeLessThanOrEqual(4_500);
    expect(hub.dead).toEqual([expect.stringContaining(member(2).region)]);
    expect(hub.registry.get(member(2))).toMatchObject({ failedPlanId: 'event-1' });
  });

  it('comes after two hours where Lambda ends each sweep of a member', async () => {
    register(4);
    hub.worldOf(member(2)).networkAcls.list = async () => {
      hub.isKilled = true;
      throw new Error('killed');
    };
    hub.beforeCall = () => {
      if (hub.isKilled) throw new Error('killed');
    };
    hub.send(PLAN);
    await hub.runTo(5 * HOUR);
    expect(logged('sweep of all members finished')).toMatchObject([{ members: 5, swept: 4, seconds: 7_200 }]);
    expect(hub.dead).toHaveLength(1);
    // Lambda ends a chain of about 16 messages.
    expect(hub.handled.filter(one => 'endPlan' in (one as object)).length).toBeLessThanOrEqual(12);
  });

  it('comes with the hourly report where the looks are lost', async () => {
    register(2);
    hub.beforeCall = call => {
      if (call === 'request' && hub.queued.length === 0 && sweeps(hub.handled).length > 0)
        throw new Error('lost');
    };
    hub.sweepTime = () => 40 * MINUTE;
    hub.send(PLAN);
    await hub.runTo(5 * HOUR);
    expect(logged('sweep of all members finished')).toHaveLength(1);
  });

  it('does not wait for a member that was deployed meanwhile', async () => {
    register(2);
    hub.send(PLAN);
    await hub.runTo(30_000);
    hub.registry.put({ ...member(7), knownAt: hub.home.now, heardAt: hub.home.now });
    await hub.runTo(HOUR / 2);
    expect(logged('sweep of all members finished')).toHaveLength(1);
  });

  it('adds up what the sweeps found', async () => {
    register(3);
    hub.send(PLAN);
    await hub.runTo(HOUR);
    expect(hub.home.records.current.sweep).toMatchObject({ purpose: 'due', result: { evaluated: 0 } });
    expect(hub.home.records.current.plan).toMatchObject({ id: 'event-1', state: 'ended' });
  });
});
