import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import { remediate } from '../../functions/review/remediation.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { egress, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
const REPLIES = '100 allow tcp 1024-65535 0.0.0.0/0';
let world: ReviewWorld;

const attempt = () => {
  const current = world.get(ID);
  const coverage = evaluateCoverage(current, OFFLINE, world.settings);
  const start = { networkAcl: current, surroundings: OFFLINE, coverage, created: [], unsure: [] };
  return remediate({ ...start, finding: undefined }, world);
};
const remediateNow = async () => {
  const remediation = await attempt();
  if (remediation.kind !== 'tried') throw new Error(`the remediation is ${remediation.kind}`);
  const { progress, reason } = remediation;
  return { created: progress.created.map(renderEntry), status: progress.coverage.status, reason };
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
const UNCONFIRMED = { kind: 'unconfirmed', code: 'TimeoutError' } as const;
/** The next entry is created, and the answer does not say so. */
const loseReply = () => {
  world.beforeCreate = entry => {
    world.beforeCreate = () => {};
    world.add(ID, entry);
    world.answers = [UNCONFIRMED];
  };
};
const unreported = () =>
  (world.findings.get(ID)?.remediations ?? [])
    .filter(({ reported }) => !reported)
    .flatMap(({ entries }) => entries);
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
    const { created, reason } = await remediateNow();
    expect(created).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0', '110 allow udp 1024-65535 10.0.0.0/8']);
    expect(reason).toBeUndefined();
  });

  it('recognises its own entry where the reply to the creation was lost', async () => {
    loseReply();
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
  });

  it('never takes an entry for its own that another caller created at the same moment', async () => {
    once(() => world.add(ID, ...egress(REPLIES)));
    expect(await remediateNow()).toEqual({ created: [], status: 'covered' });
  });

  it('plans again where another caller took the rule number, and leaves that rule alone', async () => {
    once(() => world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0')));
    const { created, reason } = await remediateNow();
    expect([created, reason]).toEqual([['110 allow tcp 1024-65535 0.0.0.0/0'], undefined]);
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
    expect(await remediateNow()).toMatchObject({ created: [], reason: { kind: 'keeps-changing' } });
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
      reason: { kind: 'refused', code: 'AccessDenied' },
    });
  });

  it('recognises its own entry after a lost reply, even when the next reads are stale', async () => {
    readLate(3);
    loseReply();
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
  });

  it('counts an entry that EC2 did not confirm only if it is listed, and keeps it as unsure until then', async () => {
    world.answers = [UNCONFIRMED];
    expect(await remediateNow()).toMatchObject({ created: [], reason: UNCONFIRMED });
    start('100 allow tcp 22 0.0.0.0/0');
    world.answers = [UNCONFIRMED];
    expect(await attempt()).toMatchObject({
      kind: 'tried',
      progress: { created: [], unsure: [{ ruleNumber: 100 }] },
    });
  });

  it('keeps an unconfirmed entry in doubt where another has its rule number: the read may be behind', async () => {
    once(() => {
      world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0'));
      world.answers = [UNCONFIRMED];
    });
    expect(await attempt()).toMatchObject({
      kind: 'tried',
      progress: { created: [], unsure: [{ ruleNumber: 100 }] },
    });
  });

  it('reports where what it added is never listed, and adds it once', async () => {
    readLate(Number.POSITIVE_INFINITY);
    expect(await remediateNow()).toMatchObject({ created: [REPLIES], reason: { kind: 'not-listed' } });
    expect(world.created).toHaveLength(1);
  });

  it('does not lose what it added because it cannot be read back', async () => {
    const { read } = world.networkAcls;
    world.networkAcls.read = async ids => {
      if (world.created.length > 0) throw new Error('RequestLimitExceeded');
      return read(ids);
    };
    expect(await remediateNow()).toMatchObject({ created: [REPLIES], reason: { kind: 'not-listed' } });
  });

  it('ends where the network ACL is gone', async () => {
    world.answers = [{ kind: 'gone' }];
    expect(await attempt()).toEqual({ kind: 'gone' });
  });
});

describe('what is on record about writes', () => {
  it('is in the order announcement, read, creation, read back', async () => {
    await remediateNow();
    expect(world.calls).toEqual(['write announcement', 'read', 'create', 'read']);
  });

  it('has each plan announced before it is created, also the second', async () => {
    const announced: string[][] = [];
    world.beforeCreate = entry => {
      announced.push(unreported());
      if (announced.length === 1) world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0'));
      expect(unreported()).toContain(identify(entry));
    };
    await remediateNow();
    expect(announced.map(names => names.map(name => name.split(' ')[1]))).toEqual([['100'], ['110']]);
    expect(world.calls.slice(-4)).toEqual(['write announcement', 'read', 'create', 'read']);
  });

  it('keeps what the first plan created in the announcement of the second', async () => {
    start('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0');
    world.beforeCreate = ({ protocol }) => {
      if (protocol !== 17) return;
      world.beforeCreate = () => {};
      world.add(ID, ...egress('110 allow tcp 443 0.0.0.0/0'));
    };
    expect((await remediateNow()).created).toEqual([REPLIES, '120 allow udp 1024-65535 0.0.0.0/0']);
    expect(unreported().map(name => name.split(' ')[1])).toEqual(['100', '120']);
  });

  it('is nothing where the announcement cannot be written: then nothing is created', async () => {
    world.findings.writeError = new Error('throttled');
    await expect(attempt()).rejects.toThrow('throttled');
    expect(world.calls).toEqual(['write announcement']);
  });
});

describe('right before the creation', () => {
  /** The operator acts after the announcement. */
  const meanwhile = (action: () => void) => {
    world.beforeRead = () => {
      world.beforeRead = () => {};
      action();
    };
  };

  it('a deny of an operator is seen, and nothing is created in front of it', async () => {
    meanwhile(() => world.add(ID, ...egress('200 deny tcp 1024-65535 0.0.0.0/0')));
    expect(await remediateNow()).toEqual({ created: [], status: 'gap' });
    expect(world.calls).not.toContain('create');
  });

  it.each([
    ['notify', { kind: 'tagged', tag: 'notify' }],
    ['off', { kind: 'tagged', tag: 'off' }],
  ])('the tag %s is seen, and nothing is created', async (tag, reason) => {
    meanwhile(() => world.put({ ...world.get(ID), tags: { [TAG]: tag } }));
    expect(await remediateNow()).toMatchObject({ created: [], reason });
    expect(world.calls).not.toContain('create');
  });

  it('a network ACL that no subnet uses any more is seen, and nothing is created', async () => {
    meanwhile(() => world.put({ ...world.get(ID), subnetIds: [], inUse: false }));
    expect(await remediateNow()).toMatchObject({ created: [] });
    expect(world.calls).not.toContain('create');
  });

  it.each<[string, () => void]>([
    [
      'cannot be read',
      () => {
        throw new Error('RequestLimitExceeded');
      },
    ],
    ['does not exist', () => world.stored.clear()],
  ])('a network ACL that %s has nothing created, and the announcement is struck', async (_, action) => {
    meanwhile(action);
    expect(await attempt()).toMatchObject({
      kind: 'postponed',
      because: 'the network ACL could not be read again',
    });
    expect([world.created, unreported()]).toEqual([[], []]);
  });
});

describe('a creation that EC2 throttles', () => {
  const THROTTLED = { kind: 'throttled' } as const;

  it('is made again after one and three seconds', async () => {
    world.answers = [THROTTLED, THROTTLED];
    expect(await remediateNow()).toEqual({ created: [REPLIES], status: 'covered' });
    expect(world.waits).toEqual([1_000, 3_000]);
  });

  it('each time is postponed where nothing is written yet, and the announcement is struck', async () => {
    world.answers = [THROTTLED, THROTTLED, THROTTLED];
    expect(await attempt()).toMatchObject({ kind: 'postponed', because: 'EC2 throttles the account' });
    expect(unreported()).toEqual([]);
  });

  it('each time after a first entry is a reason, and what was added is kept', async () => {
    start('100 allow tcp 22 0.0.0.0/0', '110 allow udp 53 0.0.0.0/0');
    world.beforeCreate = ({ protocol }) => {
      if (protocol === 17) world.answers = [THROTTLED];
    };
    expect(await remediateNow()).toMatchObject({ created: [REPLIES], reason: THROTTLED });
  });
});
