import { beforeEach, describe, expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import type { Finding } from '../../functions/review/finding.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { report } from '../../functions/review/reporter.ts';
import { review } from '../../functions/review/review.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const IDS = ['acl-a', 'acl-b', 'acl-c'];
let world: ReviewWorld;

const reviewNow = (id: string) => review(id, world.stored.get(id) ?? GONE, undefined, world.reviewing);
const published = () => world.published.map(({ networkAclId, kind }) => [networkAclId, kind]);
const reportOnly = (id: string) => {
  const listPending = async () =>
    world.findings.listPending().filter(({ networkAclId }) => networkAclId === id);
  return report('at-once', () => HOUR, { ...world.reporting, listPending });
};
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

  it('publishes the owner that a tag names, by which subscriptions filter', async () => {
    world.put(networkAcl(SSH, { networkAclId: 'acl-owned', tags: { Owner: 'team-a', Other: 'x' } }));
    await reviewNow('acl-owned');
    await reportOnly('acl-owned');
    const [alert] = world.published;
    expect(alert && renderMessage(alert).attributes.owner).toBe('team-a');
  });

  it('claims before it publishes, and records after it', async () => {
    world.calls.splice(0);
    await reportOnly('acl-a');
    expect(world.calls).toEqual(['write claim', 'publish', 'write reported']);
  });

  it('waits a second after each message: SNS cancels email subscriptions above ten a second', async () => {
    await world.report();
    expect(world.waits).toEqual([1_000, 1_000, 1_000]);
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
      if ('networkAclId' in alert && alert.networkAclId === 'acl-b') throw new Error('KMSThrottling');
      return publish(alert);
    };
    await expect(world.report()).rejects.toThrow('1 findings could not be reported');
    expect(published().map(([id]) => id)).toEqual(['acl-a', 'acl-c']);
    expect(world.logged.filter(({ level }) => level === 'ERROR')).toMatchObject([
      { message: 'could not report', networkAclId: 'acl-b', error: 'Error: KMSThrottling' },
    ]);
  });

  it('begins no message for which there is no time, and has another invocation publish it', async () => {
    let left = 2;
    await world.report('at-once', () => left--);
    expect(published()).toHaveLength(2);
    expect(world.requests).toEqual([0]);
  });

  it('has nothing to do for a network ACL that nothing is on record about, or nothing pending', async () => {
    await reportOnly('acl-unknown');
    await world.report();
    await reportOnly('acl-a');
    expect(published()).toHaveLength(3);
  });
});

describe('an alert that one reporter has claimed', () => {
  it('is not published by a second one that works at the same time', async () => {
    await Promise.all([reportOnly('acl-a'), reportOnly('acl-a')]);
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
    await reportOnly('acl-a');
    expect(published()).toEqual([
      ['acl-a', 'gap'],
      ['acl-a', 'resolved'],
    ]);
  });
});

describe('where a reply of the table is lost', () => {
  it('after a claim, the alert is published all the same, and once', async () => {
    loseReplyOf(isClaim);
    await world.report();
    later(6);
    await world.report();
    expect(published().map(([id]) => id)).toEqual(['acl-a', 'acl-b', 'acl-c']);
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
    await expect(reportOnly('acl-a')).rejects.toThrow('1 findings');
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
  await reportOnly('acl-a');
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
    const { account, region } = world.networkAcls;
    await world.findings.remove({ account, region, networkAclId: 'acl-a' });
  };
  await reportOnly('acl-a');
  expect(world.findings.get('acl-a')).toBeUndefined();
});
