import { describe, expect, it } from 'vitest';
import { AT_ONCE, change } from './change-queue.ts';
import { Deployment } from './deployment.ts';
import { addRules, BROKEN, COVERED, ID, REPLIES, REPLIES_OUT, TWICE_BROKEN } from './network-acls.ts';
import type { Region } from './region.ts';

/*
 * What once went wrong, with the built bundles, the real SDK and HTTP. test/simulation/rows.test.ts has the same rows as
 * schedules.
 */

const HTTPS = '100 allow tcp 443 0.0.0.0/0';
const REPLIES_NEXT = '110 allow tcp 1024-65535 0.0.0.0/0';
const DENY = '200 deny tcp 1024-65535 0.0.0.0/0';

/** Calls by which the SDK tries before it gives up. */
const SDK_ATTEMPTS = 3;

const creations = (region: Region) => region.calls('CreateNetworkAclEntry');
const ids = (region: Region) => new Set(region.alerts().map(({ id }) => id));
/** Alerts name a rule as `100 allow tcp 1024-65535 to 0.0.0.0/0`, and EC2's entries are shown without `to`. */
const added = (region: Region) =>
  region.alerts().map(({ guard }) => guard.added.map(({ text }) => text.replace(' to ', ' ')));
const alerted = async (region: Region) => (await region.findings())[ID]?.alerted;

describe('1. a write that is never reported, and stays', () => {
  it('is reported, where its number was taken, it was planned again and the guard was killed', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${HTTPS}`));
    // Killed before the third write of the finding: after two announcements, with the alert.
    await deployment.deliverAndKill(change(), { action: 'PutItem', skip: 2 });
    expect([region.rules(), region.kinds()]).toEqual([[HTTPS, REPLIES_NEXT], []]);
    deployment.passMinutes(12);
    expect(await deployment.deliver(change())).toEqual(AT_ONCE);
    expect([region.kinds(), added(region)]).toEqual([['remediated'], [[REPLIES_NEXT]]]);
    expect(region.alerts()[0]?.guard.undo).toEqual([expect.stringContaining('--rule-number 110')]);
  });

  it('is reported, where it was planned again and the topic failed', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${HTTPS}`));
    region.spoil('Publish', 'denied');
    expect(await deployment.deliver(change())).toEqual(AT_ONCE);
    expect([region.rules(), region.kinds()]).toEqual([[HTTPS, REPLIES_NEXT], []]);
    await deployment.reportHourly();
    expect([region.kinds(), added(region)]).toEqual([['remediated'], [[REPLIES_NEXT]]]);
    expect(await alerted(region)).toBe('remediated');
  });
});

it('2. reported as "not fixed", then "resolved", the added rule never named: it is named, with its undo', async () => {
  const deployment = await Deployment.start();
  const { region } = deployment;
  region.spoil('CreateNetworkAclEntry', 'reply-lost');
  region.spoil('DescribeNetworkAcls', 'stale-read', { skip: 2, times: 5 });
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  expect([region.kinds(), region.rules()]).toEqual([['remediation-failed'], [REPLIES]]);
  deployment.passMinutes(1);
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  expect([region.kinds(), added(region)]).toEqual([
    ['remediation-failed', 'remediated'],
    [[], [REPLIES]],
  ]);
  expect(region.alerts()[1]?.guard.undo).toEqual([expect.stringContaining('--rule-number 100')]);
  expect(creations(region)).toEqual(['reply-lost']);
});

it('3. "resolved" never comes, where the record after an alert failed: it comes', async () => {
  const deployment = await Deployment.start({ mode: 'notify' });
  const { region } = deployment;
  // The review, the record of the reporter and the claim are written; that of the publication is not, however often it is tried.
  region.spoil('PutItem', 'denied', { skip: 3, times: 5 });
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  expect([region.kinds(), await alerted(region)]).toEqual([['gap'], undefined]);
  region.standIn.putNetworkAcl(COVERED);
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  await deployment.reportHourly();
  expect(region.kinds()).toEqual(['gap', 'gap', 'resolved']);
  expect(ids(region).size).toBe(2);
  expect(await alerted(region)).toBe('resolved');
});

it('4. "resolved" is the last word beside a standing gap, where two reviews race: the gap is', async () => {
  const deployment = await Deployment.start({ mode: 'notify' });
  const { region } = deployment;
  await deployment.deliver(change());
  region.standIn.putNetworkAcl(COVERED);
  // The review has found nothing broken, and is about to write so, when another one finds another gap.
  region.standIn.before('PutItem', async () => {
    region.standIn.putNetworkAcl(TWICE_BROKEN);
    await deployment.deliver(change());
  });
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  await deployment.reportHourly();
  expect(region.calls('PutItem')).toContain('ConditionalCheckFailedException');
  expect([region.kinds(), await alerted(region)]).toEqual([['gap', 'gap'], 'gap']);
});

describe('5. the fight breaker fails open', () => {
  it('not where the finding cannot be read: nothing is written', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.spoil('GetItem', 'server-error', { times: 3 * SDK_ATTEMPTS });
    region.standIn.before('CreateNetworkAclEntry', () => {
      expect(region.calls('GetItem').filter(outcome => outcome === 'ok')).toHaveLength(1);
    });
    expect(await deployment.deliver(change())).toEqual({ receives: 4, deadLetters: [] });
    expect(region.alerts()[0]?.guard.did).toEqual(['No change made: the findings table cannot be read.']);
    expect(creations(region)).toEqual(['ok']);
  });

  it('not where the topic fails: one write, however often a tool removes it', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.spoil('Publish', 'server-error', { times: 4 * SDK_ATTEMPTS });
    for (let removals = 0; removals < 4; removals += 1) {
      expect(await deployment.deliver(change())).toEqual(AT_ONCE);
      region.standIn.putNetworkAcl(BROKEN);
      deployment.passMinutes(30);
    }
    expect(creations(region)).toEqual(['ok']);
    await deployment.reportHourly();
    expect(added(region)[0]).toEqual([REPLIES]);
  });
});

describe('6. a deny that an operator adds between read and write is overridden', () => {
  it('not where it comes before the last read: nothing is written', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.standIn.before('PutItem', () => addRules(region.standIn, `out ${DENY}`));
    expect(await deployment.deliver(change())).toEqual(AT_ONCE);
    expect([creations(region), region.rules()]).toEqual([[], [DENY]]);
  });

  it('after the last read it is, and that is reported first, with the undo', async () => {
    const deployment = await Deployment.start();
    const { region } = deployment;
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${DENY}`));
    expect(await deployment.deliver(change())).toEqual(AT_ONCE);
    expect(region.rules()).toEqual([REPLIES, DENY]);
    expect([region.kinds(), added(region)]).toEqual([['remediation-failed'], [[REPLIES]]]);
    expect(region.alerts()[0]?.guard.did.join()).toContain('these rules now open more than is missing');
    expect(region.alerts()[0]?.guard.undo).toEqual([expect.stringContaining('--rule-number 100')]);
  });
});

it("7. another's entry is claimed as the guard's, with an undo that deletes it: it is not", async () => {
  const deployment = await Deployment.start();
  const { region } = deployment;
  region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, REPLIES_OUT));
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  expect(creations(region)).toEqual(['NetworkAclEntryAlreadyExists']);
  deployment.passMinutes(5);
  expect(await deployment.deliver(change())).toEqual(AT_ONCE);
  expect([region.kinds(), region.rules()]).toEqual([[], [REPLIES]]);
});

it.each(['Notify', 'IGNORE', 'off', 'false'])(
  '8. the tag value %s means "write": it does not',
  async Value => {
    const Tags = [{ Key: 'nacl-ephemeral-guard', Value }];
    const deployment = await Deployment.start({ networkAcls: [{ ...BROKEN, Tags }] });
    const { region } = deployment;
    expect(await deployment.deliver(change())).toEqual(AT_ONCE);
    expect([creations(region), region.rules()]).toEqual([[], []]);
    expect(region.kinds()).toEqual(['gap']);
    expect(region.alerts()[0]?.guard.reason).toEqual({ kind: 'tagged', code: null, tag: Value });
  },
);
