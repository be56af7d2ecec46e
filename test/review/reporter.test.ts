import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../functions/review/finding.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { report } from '../../functions/review/reporter.ts';
import { review } from '../../functions/review/review.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const IDS = ['acl-a', 'acl-b', 'acl-c'];
let world: ReviewWorld;

const reviewNow = (id: string) => review(id, world.stored.get(id) ?? GONE, undefined, world.reviewing);
const published = () => world.published.map(({ networkAclId, kind }) => [networkAclId, kind]);
const later = (minutes: number) => {
  world.now = new Date(world.now.getTime() + (minutes / 60) * HOUR);
};
/** A write to the table that is made, and whose reply is lost. */
const loseReplyOf = (isIt: (finding: Finding) => boolean) => {
  const { findings } = world;
  findings.beforeWrite = finding => {
    if (!isIt(finding)) return;
    findings.beforeWrite = () => {};
    findings.put(finding);
    throw new Error('TimeoutError');
  };
};
const isClaim = ({ pending }: Finding) => pending.some(({ claimedAt }) => claimedAt !== undefined);
const isSettled = ({ alerted }: Finding) => alerted !== undefined;

beforeEach(async () => {
  world = new ReviewWorld();
  for (const networkAclId of IDS) {
    world.put(networkAcl(SSH, { networkAclId }));
    await reviewNow(networkAclId);
  }
});

describe('the reporter', () => {
  it('publishes what is pending about each network ACL once, and records it as reported', async () => {
    await world.report();
    await world.report();
    expect(published()).toEqual(IDS.map(id => [id, 'gap']));
    for (const id of IDS)
      expect(world.findings.get(id)).toMatchObject({ alerted: { kind: 'gap' }, pending: [] });
  });

  it('claims before it publishes, and records after it', async () => {
    world.calls.splice(0);
    await report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world);
    expect(world.calls).toEqual(['write claim', 'publish', 'write reported']);
  });

  it('waits a quarter of a second after each message: SNS cancels email subscriptions above ten a second', async () => {
    await world.report();
    expect(world.waits).toEqual([250, 250, 250]);
  });

  it('logs each alert that it publishes', async () => {
    await world.report();
    expect(world.logged).toMatchObject(
      IDS.map(networkAclId => ({ message: 'alert published', alertKind: 'gap', networkAclId })),
    );
  });

  it('publishes the others where one cannot be published, and asks to be called again', async () => {
    const { publish } = world.alerts;
    world.alerts.publish = async alert => {
      if (alert.networkAclId === 'acl-b') throw new Error('KMSThrottling');
      return publish(alert);
    };
    await expect(world.report()).rejects.toThrow('1 findings could not be reported');
    expect(published().map(([id]) => id)).toEqual(['acl-a', 'acl-c']);
    expect(world.logged.filter(({ level }) => level === 'ERROR')).toMatchObject([
      { message: 'could not report', networkAclId: 'acl-b', error: 'Error: KMSThrottling' },
    ]);
  });

  it('begins no message for which there is no time', async () => {
    let left = 2;
    await expect(world.report(() => left-- > 0)).rejects.toThrow('no time left');
    expect(published()).toHaveLength(2);
  });

  it('has nothing to do for a network ACL that nothing is on record about, or nothing pending', async () => {
    await report([{ ...HOME, networkAclId: 'acl-unknown' }], () => true, world);
    await world.report();
    await report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world);
    expect(published()).toHaveLength(3);
  });
});

describe('an alert that one reporter has claimed', () => {
  it('is not published by a second one that works at the same time', async () => {
    const key = [{ ...HOME, networkAclId: 'acl-a' }];
    await Promise.all([report(key, () => true, world), report(key, () => true, world)]);
    expect(published()).toEqual([['acl-a', 'gap']]);
  });

  it('and that was cut off is published by the next one, six minutes later and not before', async () => {
    world.publishError = new Error('cut off');
    await expect(world.report()).rejects.toThrow();
    world.publishError = undefined;
    later(5.9);
    await world.report();
    expect(published()).toEqual([]);
    later(0.1);
    await world.report();
    expect(published()).toHaveLength(3);
  });

  it('keeps the ones behind it waiting: operators read them in their order', async () => {
    world.publishError = new Error('cut off');
    await expect(world.report()).rejects.toThrow();
    world.publishError = undefined;
    world.put(networkAcl([...SSH, ...REPLIES], { networkAclId: 'acl-a' }));
    await reviewNow('acl-a');
    await world.report();
    expect(published()).toEqual([]);
    later(6);
    await report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world);
    expect(published()).toEqual([
      ['acl-a', 'gap'],
      ['acl-a', 'resolved'],
    ]);
  });
});

describe('where a reply of the table is lost', () => {
  it('after a claim, the alert waits until the claim is over, and is published once', async () => {
    loseReplyOf(isClaim);
    await world.report();
    expect(published().map(([id]) => id)).toEqual(['acl-b', 'acl-c']);
    later(6);
    await world.report();
    expect(published().map(([id]) => id)).toEqual(['acl-b', 'acl-c', 'acl-a']);
  });

  it('after the record, nothing is published or recorded twice', async () => {
    loseReplyOf(isSettled);
    await world.report();
    later(6);
    await world.report();
    expect(published()).toHaveLength(3);
    expect(world.findings.get('acl-a')).toMatchObject({ alerted: { kind: 'gap' }, pending: [], revision: 3 });
  });

  it('five times in a row, the finding counts as not reported, with an error', async () => {
    world.findings.writeError = new Error('ProvisionedThroughputExceededException');
    world.calls.splice(0);
    await expect(report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world)).rejects.toThrow(
      '1 findings',
    );
    expect(world.calls).toEqual(Array(5).fill('write claim'));
    expect(published()).toEqual([]);
  });
});

it('what a review leaves while an alert is being published stays pending, and is published next', async () => {
  const { publish } = world.alerts;
  world.alerts.publish = async alert => {
    await publish(alert);
    if (world.published.length > 1) return;
    world.put(networkAcl([...SSH, ...REPLIES], { networkAclId: 'acl-a' }));
    await reviewNow('acl-a');
  };
  await report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world);
  expect(published()).toEqual([
    ['acl-a', 'gap'],
    ['acl-a', 'resolved'],
  ]);
  expect(world.findings.get('acl-a')).toMatchObject({ alerted: { kind: 'resolved' }, pending: [] });
});

it('a network ACL that is forgotten while its alert is published stays forgotten', async () => {
  const { publish } = world.alerts;
  world.alerts.publish = async alert => {
    await publish(alert);
    await world.findings.remove({ ...HOME, networkAclId: 'acl-a' });
  };
  await report([{ ...HOME, networkAclId: 'acl-a' }], () => true, world);
  expect(world.findings.get('acl-a')).toBeUndefined();
});
