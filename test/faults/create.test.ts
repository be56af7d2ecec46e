import { describe, expect, it } from 'vitest';
import type { Fault } from '../../cli/aws-stand-in/stand-in.ts';
import { AT_ONCE, AT_THE_SECOND, change, changeOf, deliverUntilSettled } from './change-queue.ts';
import {
  addedSentence,
  addRules,
  BROKEN,
  COVERED,
  DNS_IN,
  DNS_REPLIES,
  ID,
  networkAcl,
  REPLIES,
  REPLIES_OUT,
  SSH_IN,
  TWICE_BROKEN,
} from './network-acls.ts';
import { ALWAYS, PACE, type Region, type RegionOptions, startClockedRegion } from './region.ts';

const HTTPS = '100 allow tcp 443 0.0.0.0/0';
const REPLIES_NEXT = '110 allow tcp 1024-65535 0.0.0.0/0';

const start = (options: RegionOptions = {}) => startClockedRegion({ mode: 'remediate', ...options });
const creations = (region: Region) => region.calls('CreateNetworkAclEntry');

/** Reported once as fixed, with an undo for each of the rules; its own change reports nothing more. */
async function expectRemediated(region: Region, ...rules: readonly string[]): Promise<void> {
  const written = creations(region).length;
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: {
        did: [...rules.map(rule => addedSentence(rule)), 'Replies now reach all clients.'],
        undo: rules.map(() => expect.stringContaining(`delete-network-acl-entry`)),
      },
      fix: { cli: [] },
    },
  ]);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
  expect(creations(region)).toHaveLength(written);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'remediated' } });
}

describe('a creation that EC2 does not confirm', () => {
  it.each<Fault>(['reply-lost', 'truncated'])('is recognised as ours (%s): written once', async fault => {
    const { region } = await start();
    region.spoil('CreateNetworkAclEntry', fault);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)[0]).toBe(fault);
    expect(creations(region).filter(outcome => outcome === 'ok')).toEqual([]);
    expect(region.rules()).toEqual([REPLIES]);
    await expectRemediated(region, REPLIES);
  });

  it('is recognised as ours also where each reply is lost', async () => {
    const { region } = await start();
    region.spoil('CreateNetworkAclEntry', 'reply-lost', { times: ALWAYS });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.rules()).toEqual([REPLIES]);
    await expectRemediated(region, REPLIES);
  });

  it('is recognised as ours also where the next reads are behind', async () => {
    const { region, clock } = await start();
    region.spoil('CreateNetworkAclEntry', 'reply-lost');
    region.spoil('DescribeNetworkAcls', 'stale-read', { skip: 2, times: 2 });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(clock.waits).toEqual([250, 500, PACE]);
    await expectRemediated(region, REPLIES);
  });

  it('is made, where the answer was empty', async () => {
    const { region } = await start();
    region.spoil('CreateNetworkAclEntry', 'empty');
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    await expectRemediated(region, REPLIES);
  });

  it.each<Fault>(['server-error', 'reset'])(
    'and that was not made (%s each time) is reported, with the command for an operator',
    async fault => {
      const { region } = await start();
      region.spoil('CreateNetworkAclEntry', fault, { times: ALWAYS });
      expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
      expect(creations(region)).toEqual([fault]);
      expectFailed(region, /EC2 did not confirm the rule/);
      expect(region.alerts()[0]?.guard.undo).toEqual([]);
      expect(region.rules()).toEqual([]);
    },
  );
});

it.each<Fault>(['server-error', 'reset', 'hang'])(
  'a creation whose answer says nothing (%s) is never made again at once, and by the next review after two minutes',
  async fault => {
    const { region, clock } = await start();
    region.spoil('CreateNetworkAclEntry', fault);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual([fault]);
    clock.passHours(0.04);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual([fault, 'ok']);
    expect([region.kinds()[0], region.kinds().at(-1)]).toEqual(['remediation-failed', 'remediated']);
    expect(region.rules()).toEqual([REPLIES]);
  },
);

it('a creation that EC2 throttles is made again by the guard, and written once', async () => {
  const { region, clock } = await start();
  region.spoil('CreateNetworkAclEntry', 'throttle', { times: 2 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(creations(region)).toEqual(['throttle', 'throttle', 'ok']);
  expect(clock.waits).toEqual([1_000, 3_000, PACE]);
  await expectRemediated(region, REPLIES);
});

it('a creation that EC2 throttles each time is not reported as failed: the change is delivered again', async () => {
  const { region } = await start();
  region.spoil('CreateNetworkAclEntry', 'throttle', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.errors()).toContain('EC2 throttles the account: nothing more was written');
  await expectRemediated(region, REPLIES);
});

/** Reported once as not fixed, with the reason and the commands. */
function expectFailed(region: Region, reason: RegExp): void {
  const [alert, ...others] = region.alerts();
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ kind: 'remediation-failed', status: 'gap', severity: 'high' });
  expect(alert?.guard.did.find(deed => /^No (other rule added|change made): /.test(deed))).toMatch(reason);
  expect(alert?.fix.cli.length).toBeGreaterThan(0);
  expect(alert?.fix.cli.join()).toContain(
    `create-network-acl-entry --region us-east-1 --network-acl-id ${ID}`,
  );
}

describe('a creation that EC2 refuses', () => {
  it.each<[string, Fault, number, RegExp]>([
    ['by the quota', { code: 'NetworkAclEntryLimitExceeded', status: 400 }, 1, /as many rules as the quota/],
    ['by permissions', 'denied', 1, /UnauthorizedOperation.*may not add rules/],
    ['for a parameter', { code: 'InvalidParameterValue', status: 400 }, 1, /InvalidParameterValue/],
  ])('%s is reported once with the reason and the command', async (_, fault, calls, reason) => {
    const { region } = await start();
    region.spoil('CreateNetworkAclEntry', fault, { times: calls });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toHaveLength(calls);
    expectFailed(region, reason);
    expect(region.rules()).toEqual([]);
    expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'remediation-failed' } });
  });

  it('again and again is reported once, and fixed as soon as EC2 allows it', async () => {
    const { region } = await start();
    region.spoil('CreateNetworkAclEntry', 'denied', { times: 3 });
    for (let changes = 0; changes < 4; changes += 1) await deliverUntilSettled(region, change());
    expect(region.outcomes()).toEqual([
      'remediation-failed',
      'already-reported',
      'already-reported',
      'remediated',
    ]);
    expect(region.kinds()).toEqual(['remediation-failed', 'remediated']);
    expect(region.rules()).toEqual([REPLIES]);
  });

  it('by a quota that is less than the guard knows leaves the existing rules as they are', async () => {
    const { region } = await start({ networkAcls: [networkAcl([SSH_IN, `out ${HTTPS}`])], entryQuota: 1 });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual(['NetworkAclEntryLimitExceeded']);
    expectFailed(region, /as many rules as the quota/);
    expect(region.rules()).toEqual([HTTPS]);
  });

  it('after a first one is reported with what was added, its undo, and the command for the rest', async () => {
    const { region } = await start({ networkAcls: [TWICE_BROKEN] });
    region.spoil('CreateNetworkAclEntry', 'denied', { skip: 1 });
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expectFailed(region, /UnauthorizedOperation/);
    expect(region.alerts()[0]?.guard).toMatchObject({
      did: [addedSentence(REPLIES), expect.any(String), expect.any(String)],
      undo: [expect.stringContaining('--egress --rule-number 100')],
    });
    expect(region.alerts()[0]?.fix.cli).toEqual([expect.stringContaining('--rule-number 110 --protocol 17')]);
    expect(region.rules()).toEqual([REPLIES]);
  });

  it('for one network ACL does not hold up another', async () => {
    const { region } = await start({ networkAcls: [BROKEN, networkAcl([SSH_IN], 'acl-other')] });
    region.spoil('CreateNetworkAclEntry', 'denied');
    expect(await deliverUntilSettled(region, change(), changeOf('acl-other'))).toEqual(AT_ONCE);
    expect(region.kinds().toSorted()).toEqual(['remediated', 'remediation-failed']);
    expect([...region.rules(), ...region.rules('egress', 'acl-other')]).toEqual([REPLIES]);
  });
});

describe('a network ACL that is deleted during the remediation', () => {
  it.each<[string, string, object, string[]]>([
    ['before the first creation', 'CreateNetworkAclEntry', AT_ONCE, ['InvalidNetworkAclID.NotFound']],
    ['before it is announced', 'PutItem', AT_THE_SECOND, []],
  ])('%s ends as gone, without an alert and without an item', async (_, action, delivery, created) => {
    const { region } = await start();
    region.standIn.before(action, () => region.standIn.removeNetworkAcl(ID));
    expect(await deliverUntilSettled(region, change())).toEqual(delivery);
    expect(creations(region)).toEqual(created);
    expect(region.outcomes()).toEqual(['deleted']);
    expect(region.alerts()).toEqual([]);
    expect(await region.findings()).toEqual({});
  });

  it('between two creations ends as gone', async () => {
    const { region } = await start({ networkAcls: [TWICE_BROKEN] });
    const { standIn } = region;
    standIn.before('CreateNetworkAclEntry', () =>
      standIn.before('CreateNetworkAclEntry', () => standIn.removeNetworkAcl(ID)),
    );
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual(['ok', 'InvalidNetworkAclID.NotFound']);
    expect(region.outcomes()).toEqual(['deleted']);
    expect(await region.findings()).toEqual({});
  });
});

describe('an operator who edits during the remediation', () => {
  it('and takes the rule number makes it plan again; theirs stays', async () => {
    const { region } = await start();
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${HTTPS}`));
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual(['NetworkAclEntryAlreadyExists', 'ok']);
    expect(region.rules()).toEqual([HTTPS, REPLIES_NEXT]);
    await expectRemediated(region, REPLIES_NEXT);
  });

  it('and fixes it by another rule leaves nothing to do and nothing to report', async () => {
    const all = '100 allow all 0.0.0.0/0';
    const { region } = await start();
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${all}`));
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.outcomes()).toEqual(['covered']);
    expect(region.rules()).toEqual([all]);
    expect(region.alerts()).toEqual([]);
  });

  it('and allows another service gets replies for that, too', async () => {
    const { region } = await start();
    const { standIn } = region;
    standIn.before('CreateNetworkAclEntry', () =>
      standIn.before('DescribeNetworkAcls', () => addRules(standIn, DNS_IN)),
    );
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.rules()).toEqual([REPLIES, DNS_REPLIES]);
    expect(region.rules('ingress')).toEqual([SSH_IN.slice(3), DNS_IN.slice(3)]);
    await expectRemediated(region, REPLIES, DNS_REPLIES);
  });

  it('and denies in front of it keeps the deny, and gets a report of what it denies', async () => {
    const deny = '50 deny tcp 1024-65535 0.0.0.0/0';
    const { region } = await start();
    region.standIn.before('CreateNetworkAclEntry', () => addRules(region.standIn, `out ${deny}`));
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.rules()[0]).toBe(deny);
    expect(creations(region)).toEqual(['ok']);
    expect(region.alerts()).toHaveLength(1);
    expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
    expect(region.alerts()[0]?.guard.did).not.toContain('Replies now reach all clients.');
  });

  it('and removes what was added gets a report, and nothing is added again', async () => {
    const { region } = await start();
    const { standIn } = region;
    standIn.before('CreateNetworkAclEntry', () =>
      standIn.before('DescribeNetworkAcls', () => standIn.putNetworkAcl(BROKEN)),
    );
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual(['ok']);
    expectFailed(region, /EC2 does not list the added rules yet/);
    expect(region.rules()).toEqual([]);
  });

  it('each time that a rule is created gets a report after three plans, and keeps all rules', async () => {
    const { region } = await start();
    const theirs = ['100', '110', '120'].map(number => `${number} allow tcp 443 0.0.0.0/0`);
    const [first = '', second = '', third = ''] = theirs.map(rule => `out ${rule}`);
    const take = (rule: string, next: () => void) =>
      region.standIn.before('CreateNetworkAclEntry', () => {
        addRules(region.standIn, rule);
        next();
      });
    take(first, () => take(second, () => take(third, () => {})));
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(creations(region)).toEqual(Array(3).fill('NetworkAclEntryAlreadyExists'));
    expectFailed(region, /changed again during each attempt/);
    expect(region.rules()).toEqual(theirs);
  });
});

describe('a tool that removes what the guard added, again and again', () => {
  /** The tool puts the network ACL back, and the change is reviewed. */
  async function removeAgain(region: Region): Promise<unknown> {
    region.standIn.putNetworkAcl(BROKEN);
    const requestParameters = { networkAclId: ID, ruleNumber: 100, egress: true };
    await deliverUntilSettled(region, change({ eventName: 'DeleteNetworkAclEntry', requestParameters }));
    return region.outcomes().at(-1);
  }

  it('is a conflict after two remediations: no third write within 24 hours, and one after', async () => {
    const { region, clock } = await start();
    for (const expected of ['remediated', 'remediated', 'conflict', 'already-reported']) {
      expect(await removeAgain(region)).toBe(expected);
      clock.passHours(1);
    }
    expect(creations(region)).toEqual(['ok', 'ok']);
    expect(region.alerts()[2]).toMatchObject({
      kind: 'conflict',
      guard: { did: [expect.stringMatching(/both times they were removed, last by .*maria/)] },
      fix: { cli: [expect.stringContaining('create-network-acl-entry')] },
    });
    // The fifth hour begins: the first remediation counts for 20 hours more.
    clock.passHours(19.5);
    expect(await removeAgain(region)).toBe('already-reported');
    expect(creations(region)).toHaveLength(2);
    clock.passHours(1);
    expect(await removeAgain(region)).toBe('remediated');
    expect(creations(region)).toHaveLength(3);
    expect(region.rules()).toEqual([REPLIES]);
  });

  it('and stops is reported as resolved, a day after the first of three alerts, once an operator fixes the gap', async () => {
    const { region, clock } = await start();
    for (let times = 0; times < 3; times += 1) await removeAgain(region);
    region.standIn.putNetworkAcl(COVERED);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.kinds()).toEqual(['remediated', 'remediated', 'conflict']);
    clock.passHours(24);
    await region.report();
    expect(region.kinds().at(-1)).toBe('resolved');
    expect(creations(region)).toHaveLength(2);
    expect(region.rules()).toEqual([REPLIES_OUT.slice(4)]);
  });
});

it('a remediation that runs out of time starts no other call, and reports the rest with its command', async () => {
  const { region, clock } = await start({ networkAcls: [TWICE_BROKEN] });
  // As long as the function may run at all.
  region.standIn.before('CreateNetworkAclEntry', () => clock.passHours(60 / 3_600));
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(creations(region)).toEqual(['ok']);
  expectFailed(region, /time/);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
  expect(region.alerts()[0]?.fix.cli).toEqual([expect.stringContaining('--rule-number 110 --protocol 17')]);
  expect(region.rules()).toEqual([REPLIES]);
});
