import { beforeEach, describe, expect, it } from 'vitest';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import { HOME } from '../../fixtures/findings-in-memory.ts';
import { HubWorld } from '../../fixtures/hub-world.ts';

const MINUTE = 60_000;
const at = (region: string, account = '222222222222'): Member => ({ account, region });
const [WEST, EAST] = [at('us-west-2'), at('us-east-1')];
const deployed = (member: Member, status = 'CREATE_COMPLETE') => ({
  ...{ source: 'aws.cloudformation', ...member },
  detail: { 'status-details': { status } },
});
let hub: HubWorld;
let minute: number;
let swept: { readonly member: string; readonly minute: number }[];

/** In which minutes sweeps of the member began. */
const sweepsOf = (member: Member) =>
  swept.flatMap(one => (one.member === formatMember(member) ? [one.minute] : []));

/** Handles what is sent until then. @param end - minutes */
async function runTo(end: number): Promise<void> {
  for (; minute < end; minute += 1) {
    const before = hub.handled.length;
    await hub.runTo((minute + 1) * MINUTE - 1);
    for (const body of hub.handled.slice(before)) {
      const { member } = body as { member?: Member };
      if (member) swept.push({ member: formatMember(member), minute });
    }
  }
}

beforeEach(() => {
  hub = new HubWorld();
  hub.register(HOME);
  minute = 0;
  swept = [];
});

describe('a member that was deployed before the roles of its account', () => {
  it('is tried once more when no function remembers the refusal', async () => {
    hub.refusing.add(formatMember(WEST));
    hub.send(deployed(WEST));
    await runTo(5);
    expect(hub.registry.get(WEST)).toMatchObject({ unreachable: { code: 'AccessDenied' } });
    hub.refusing.clear();
    await runTo(8);
    expect(sweepsOf(WEST)).toEqual([0, 6]);
    expect(hub.registry.get(WEST)).toMatchObject({ lastSweep: { purpose: 'first' } });
    expect(hub.registry.get(WEST)).not.toHaveProperty('unreachable');
  });

  it('is not tried a third time', async () => {
    hub.refusing.add(formatMember(WEST));
    hub.send(deployed(WEST));
    await runTo(120);
    expect(sweepsOf(WEST)).toEqual([0, 6]);
  });

  it('is tried again after the stack with the roles is deployed in another region', async () => {
    hub.refusing.add(formatMember(WEST));
    hub.refusing.add(formatMember(at('us-west-2', '333333333333')));
    hub.send(deployed(WEST));
    hub.send(deployed(at('us-west-2', '333333333333')));
    hub.send(deployed(EAST), 30 * MINUTE);
    await runTo(30);
    hub.refusing.clear();
    await runTo(60);
    expect(sweepsOf(WEST)).toEqual([0, 6, 36]);
    expect(sweepsOf(EAST)).toEqual([30]);
    expect(sweepsOf(at('us-west-2', '333333333333'))).toEqual([0, 6]);
    expect(hub.registry.get(WEST)).toMatchObject({ lastSweep: { purpose: 'first' } });
  });

  it('is not looked for after an update of a member that can be reached', async () => {
    hub.register(EAST);
    hub.send(deployed(EAST, 'UPDATE_COMPLETE'));
    await runTo(30);
    expect(hub.registry.lists).toBe(0);
  });

  it('costs one list of the members in a minute, however many are deployed', async () => {
    for (let index = 0; index < 200; index += 1)
      hub.send(deployed(at('us-east-1', `${100_000_000_000 + index}`)));
    await runTo(1);
    expect(hub.registry.lists).toBeLessThanOrEqual(2);
    expect(hub.registry.members.size).toBe(201);
  });

  it.each([
    ['before the list was read', 20, [0, 6, 7]],
    ['just after it was read', 31, [0, 6]],
  ])('is swept where it was deployed %s, before the roles', async (_, second, sweeps) => {
    hub.refusing.add(formatMember(WEST));
    const [SOUTH] = [at('sa-east-1')];
    hub.refusing.add(formatMember(SOUTH));
    // Another stack of the account has the list read.
    hub.send(deployed(SOUTH), 30_000);
    hub.send(deployed(WEST), second * 1_000);
    hub.send(deployed(EAST), 80_000);
    await runTo(1);
    await hub.runTo(75_000);
    hub.refusing.clear();
    await runTo(30);
    expect(hub.registry.get(WEST)).toMatchObject({ lastSweep: { purpose: 'first' } });
    expect(sweepsOf(WEST)).toEqual(sweeps);
  });
});
