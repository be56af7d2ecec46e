import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { remediate } from '../../functions/review/remediation.ts';
import { egress, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
const REPLIES = '100 allow tcp 1024-65535 0.0.0.0/0';
let world: ReviewWorld;

const attempt = () => {
  const current = world.get(ID);
  const coverage = evaluateCoverage(current, OFFLINE, world.settings);
  return remediate({ networkAcl: current, surroundings: OFFLINE, coverage, created: [] }, world);
};
const remediateNow = async () => {
  const remediation = await attempt();
  if (remediation.kind === 'gone') throw new Error('the network ACL is gone');
  const { progress, failure } = remediation;
  return { created: progress.created.map(renderEntry), status: progress.coverage.status, failure };
};
const start = (...lines: string[]) => {
  world = new ReviewWorld({ mode: 'remediate' });
  world.put(networkAcl(ingress(...lines)));
};
/** The first reads show the network ACL as it is now. */
const readLate = (stale: number) => {
  const now = world.stored.get(ID);
  const { read } = world.networkAcls;
  let reads = 0;
  world.networkAcls.read = async ids => {
    reads += 1;
    return reads <= stale && now ? new Map([[ID, now]]) : read(ids);
  };
  return () => reads;
};
const once = (action: () => void) => {
  world.beforeCreate = () => {
    world.beforeCreate = () => {};
    action();
  };
};

beforeEach(() => start('100 allow tcp 22 0.0.0.0/0'));

describe('remediation', () => {
  it('creates in the order of the plan', async () => {
    start('90 allow udp 1194 10.0.0.0/8', '100 allow tcp 22 0.0.0.0/0');
    const { created, failure } = await remediateNow();
    expect(created).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0', '110 allow udp 1024-65535 10.0.0.0/8']);
    expect(failure).toBeUndefined();
  });

  it('recognises its own entry where the reply to the creation was lost', async () => {
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
    };
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
  });

  it('plans again where another caller took the rule number, and leaves that rule alone', async () => {
    once(() => world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0')));
    const { created, failure } = await remediateNow();
    expect([created, failure]).toEqual([['110 allow tcp 1024-65535 0.0.0.0/0'], undefined]);
    expect(world.get(ID).entries.map(renderEntry)).toContain('100 allow tcp 443 0.0.0.0/0');
  });

  it('finds nothing left to do where another caller fixed the gap meanwhile', async () => {
    once(() => world.add(ID, ...egress('100 allow all 0.0.0.0/0')));
    expect(await remediateNow()).toEqual({ created: [], status: 'covered' });
  });

  it('gives up with a reason where the network ACL keeps changing', async () => {
    let taken = 90;
    world.beforeCreate = () => {
      taken += 10;
      world.add(ID, ...egress(`${taken} allow tcp 443 0.0.0.0/0`));
    };
    expect(await remediateNow()).toMatchObject({ created: [], failure: { kind: 'keeps-changing' } });
  });

  it('waits for a read that shows what was written', async () => {
    const reads = readLate(3);
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
    expect(reads()).toBe(4);
  });

  it('stops at a refusal, and reports what was done before it', async () => {
    start('90 allow udp 1194 10.0.0.0/8', '100 allow tcp 22 0.0.0.0/0');
    world.beforeCreate = entry => {
      if (entry.protocol === 17) world.answers = [{ kind: 'refused', code: 'AccessDenied' }];
    };
    expect(await remediateNow()).toEqual({
      created: [REPLIES],
      status: 'gap',
      failure: { kind: 'refused', code: 'AccessDenied' },
    });
  });

  it('recognises its own entry after a lost reply, even when the next read is stale', async () => {
    readLate(2);
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
    };
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
  });

  it('counts an entry that EC2 did not confirm only if it is listed', async () => {
    const unconfirmed = { kind: 'unconfirmed', code: 'TimeoutError' } as const;
    world.answers = [unconfirmed];
    expect(await remediateNow()).toMatchObject({ created: [], failure: unconfirmed });
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
      world.answers = [unconfirmed];
    };
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
  });

  it('reports where what it added is never listed, and adds it once', async () => {
    readLate(Number.POSITIVE_INFINITY);
    expect(await remediateNow()).toMatchObject({ created: [REPLIES], failure: { kind: 'not-listed' } });
    expect(world.created).toHaveLength(1);
  });

  it('does not lose what it added because it cannot be read back', async () => {
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
    expect(await remediateNow()).toMatchObject({ created: [REPLIES], failure: { kind: 'not-listed' } });
  });

  it('ends where the network ACL is gone', async () => {
    world.answers = [{ kind: 'gone' }];
    expect(await attempt()).toEqual({ kind: 'gone' });
  });
});
