import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { remediate } from '../../functions/review/remediation.ts';
import { egress, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
let world: ReviewWorld;

const remediateNow = async () => {
  const current = world.get(ID);
  const coverage = evaluateCoverage(current, OFFLINE, world.settings);
  const remediation = await remediate({ networkAcl: current, coverage, created: [] }, world);
  if (remediation === 'gone') throw new Error('the network ACL is gone');
  return remediation;
};
const start = (...lines: string[]) => {
  world = new ReviewWorld({ mode: 'remediate' });
  world.put(networkAcl(ingress(...lines)));
};

beforeEach(() => start('100 allow tcp 22 0.0.0.0/0'));

describe('remediation', () => {
  it('creates in the order of the plan', async () => {
    start('90 deny all 198.51.100.7/32', '100 allow all 0.0.0.0/0');
    const { created, failure } = await remediateNow();
    expect(created.map(renderEntry)).toEqual([
      '100 deny tcp 1024-65535 198.51.100.7/32',
      '110 allow tcp 1024-65535 0.0.0.0/0',
      '120 deny udp 1024-65535 198.51.100.7/32',
      '130 allow udp 1024-65535 0.0.0.0/0',
    ]);
    expect(failure).toBeUndefined();
  });

  it('recognises its own entry where the reply to the creation was lost', async () => {
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
    };
    const { created, failure } = await remediateNow();
    expect(created.map(renderEntry)).toEqual(['100 allow tcp 1024-65535 0.0.0.0/0']);
    expect(failure).toBeUndefined();
  });

  it('plans again where somebody else took the rule number, and leaves theirs alone', async () => {
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress('100 allow tcp 443 0.0.0.0/0'));
    };
    const { created, failure } = await remediateNow();
    expect(created.map(renderEntry)).toEqual(['110 allow tcp 1024-65535 0.0.0.0/0']);
    expect(failure).toBeUndefined();
    expect(world.get(ID).entries.map(renderEntry)).toContain('100 allow tcp 443 0.0.0.0/0');
  });

  it('finds nothing left to do where somebody else mended it meanwhile', async () => {
    world.beforeCreate = () => {
      world.beforeCreate = () => {};
      world.add(ID, ...egress('100 allow all 0.0.0.0/0'));
    };
    const { created, coverageAfter, failure } = await remediateNow();
    expect([created, coverageAfter.status, failure]).toEqual([[], 'covered', undefined]);
  });

  it('gives up in words where somebody changes it again and again', async () => {
    let taken = 90;
    world.beforeCreate = () => {
      taken += 10;
      world.add(ID, ...egress(`${taken} allow tcp 443 0.0.0.0/0`));
    };
    const { created, failure } = await remediateNow();
    expect(created).toEqual([]);
    expect(failure).toBe('somebody else keeps changing the network ACL');
  });

  it('waits for a read that shows what was written', async () => {
    const stale = world.get(ID);
    let readBacks = 0;
    const { read } = world.networkAcls;
    world.networkAcls.read = async ids => {
      readBacks += 1;
      return readBacks < 4 ? new Map([[ID, stale]]) : read(ids);
    };
    const { coverageAfter, failure, created } = await remediateNow();
    expect([coverageAfter.status, failure, created.length]).toEqual(['covered', undefined, 1]);
    expect(readBacks).toBe(4);
  });

  it('stops at a refusal, and says what was done before it', async () => {
    start('90 deny all 198.51.100.7/32', '100 allow tcp 22 0.0.0.0/0');
    world.beforeCreate = entry => {
      if (entry.action === 'allow') world.answers = [{ kind: 'refused', reason: 'EC2 refused: denied' }];
    };
    const { created, failure, coverageAfter } = await remediateNow();
    expect(created.map(renderEntry)).toEqual(['100 deny tcp 1024-65535 198.51.100.7/32']);
    expect(failure).toBe('EC2 refused: denied');
    expect(coverageAfter.status).toBe('gap');
  });

  it('recognises its own entry after a lost reply, even when the next read is stale', async () => {
    const stale = world.get(ID);
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
    };
    let readBacks = 0;
    const { read } = world.networkAcls;
    world.networkAcls.read = async ids => {
      readBacks += 1;
      return readBacks < 3 ? new Map([[ID, stale]]) : read(ids);
    };
    const { created, failure, coverageAfter } = await remediateNow();
    expect([created.length, failure, coverageAfter.status]).toEqual([1, undefined, 'covered']);
  });

  it('counts an entry that EC2 did not confirm only if it stands', async () => {
    world.answers = [{ kind: 'unconfirmed', reason: 'no answer' }];
    expect(await remediateNow()).toMatchObject({ created: [], failure: 'no answer' });
    world.beforeCreate = entry => {
      world.beforeCreate = () => {};
      world.add(ID, entry);
      world.answers = [{ kind: 'unconfirmed', reason: 'no answer' }];
    };
    const { created, failure } = await remediateNow();
    expect([created.length, failure]).toEqual([1, undefined]);
  });

  it('says so where what it added is never listed, and adds it once', async () => {
    const stale = world.get(ID);
    world.networkAcls.read = async () => new Map([[ID, stale]]);
    const { created, failure } = await remediateNow();
    expect([created.length, failure]).toEqual([1, 'EC2 does not list yet what was added']);
    expect(world.created).toHaveLength(1);
  });

  it('does not lose what it added because it cannot be read back', async () => {
    world.networkAcls.read = async () => {
      throw new Error('RequestLimitExceeded');
    };
    const { created, failure } = await remediateNow();
    expect([created.length, failure]).toEqual([1, 'EC2 does not list yet what was added']);
  });

  it('ends where the network ACL is gone', async () => {
    world.answers = [{ kind: 'gone' }];
    await expect(remediateNow()).rejects.toThrow('gone');
  });
});
