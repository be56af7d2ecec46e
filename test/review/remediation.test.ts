import { beforeEach, describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/entry-text.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { remediate } from '../../functions/review/remediation.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const ID = 'acl-0a1b2c3d';
let world: ReviewWorld;

const remediateNow = () => {
  const current = world.get(ID);
  return remediate(current, evaluateCoverage(current.entries, world.settings), world);
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
    expect(failure).toMatch(/kept changing/);
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

  it('throws what it does not know, so that the review is tried again', async () => {
    world.answers = [new Error('RequestLimitExceeded')];
    await expect(remediateNow()).rejects.toThrow('RequestLimitExceeded');
  });
});
