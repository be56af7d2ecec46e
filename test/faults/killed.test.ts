import { expect, it } from 'vitest';
import { AT_ONCE, change, deliverUntilSettled, toBatch } from './change-queue.ts';
import { invokeAndKill, type Moment } from './function-process.ts';
import { addedSentence, addRules, DNS_REPLIES, ID, REPLIES, TWICE_BROKEN } from './network-acls.ts';
import { type Region, type RegionOptions, startClockedRegion } from './region.ts';

/** A guard that is killed, and what comes ten minutes later: an event, and the reporter's schedule. */
async function killAndWait(moment: Moment, options: RegionOptions = {}) {
  const { region, clock } = await startClockedRegion(options);
  await invokeAndKill(region, options.mode ?? 'notify', toBatch([change()]), moment);
  const before = { kinds: region.kinds(), rules: region.rules(), findings: await region.findings() };
  const goOn = async () => {
    clock.passTo(Date.now() + 600_000);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    await region.report();
  };
  return { region, before, goOn };
}

const idsOf = (region: Region) => new Set(region.alerts().map(({ id }) => id));
const created = (region: Region) => region.calls('CreateNetworkAclEntry').filter(outcome => outcome === 'ok');

it.each<[string, Moment]>([
  ['reading', { action: 'DescribeNetworkAcls' }],
  ['leaving its alert', { action: 'PutItem' }],
  ['getting the answer to that', { action: 'PutItem', applied: true }],
  ['claiming it', { action: 'PutItem', skip: 1 }],
  ['getting the answer to the claim', { action: 'PutItem', skip: 1, applied: true }],
  ['publishing it', { action: 'Publish' }],
])('killed while %s, it has reported the gap once in the end', async (_, moment) => {
  const { region, before, goOn } = await killAndWait(moment);
  expect(before.kinds).toEqual([]);
  await goOn();
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'gap' } });
  await goOn();
  expect(region.kinds()).toEqual(['gap']);
});

it('killed between publishing and recording, it reports the gap again under the same id, then never again', async () => {
  const { region, before, goOn } = await killAndWait({ action: 'PutItem', skip: 2 });
  expect(before).toMatchObject({ kinds: ['gap'], findings: { [ID]: { alerted: undefined } } });
  await goOn();
  await goOn();
  expect(region.alerts()).toHaveLength(2);
  expect(idsOf(region).size).toBe(1);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'gap' } });
});

it('killed after recording, it reports nothing again', async () => {
  const { region, before, goOn } = await killAndWait({ action: 'PutItem', skip: 2, applied: true });
  await goOn();
  expect([before.kinds, region.kinds()]).toEqual([['gap'], ['gap']]);
});

it.each<[string, Moment, readonly string[]]>([
  ['announcing and reading again', { action: 'DescribeNetworkAcls', skip: 1 }, []],
  ['announcing and creating', { action: 'CreateNetworkAclEntry' }, []],
  ['creating and its reply', { action: 'CreateNetworkAclEntry', applied: true }, [REPLIES]],
  ['creating and reading back', { action: 'DescribeNetworkAcls', skip: 2 }, [REPLIES]],
  ['reading back and leaving the alert', { action: 'PutItem', skip: 1 }, [REPLIES]],
  ['leaving the alert and claiming it', { action: 'PutItem', skip: 2 }, [REPLIES]],
  ['claiming the alert and publishing it', { action: 'Publish' }, [REPLIES]],
])('killed between %s, it writes once and reports the write once', async (_, moment, existing) => {
  const { region, before, goOn } = await killAndWait(moment, { mode: 'remediate' });
  expect(before).toMatchObject({ kinds: [], rules: existing, findings: { [ID]: { alerted: undefined } } });
  await goOn();
  expect(region.rules()).toEqual([REPLIES]);
  expect(created(region)).toEqual(['ok']);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediated',
      guard: { did: [addedSentence(REPLIES), 'Replies now reach all clients.'] },
    },
  ]);
  expect(region.alerts()[0]?.guard.undo).toHaveLength(1);
  await goOn();
  expect(region.kinds()).toEqual(['remediated']);
  expect(region.outcomes().at(-1)).toBe('covered');
});

it('killed between publishing a write and recording it, it reports the write again under the same id', async () => {
  const { region, before, goOn } = await killAndWait({ action: 'PutItem', skip: 3 }, { mode: 'remediate' });
  expect(before.kinds).toEqual(['remediated']);
  await goOn();
  await goOn();
  expect(region.kinds()).toEqual(['remediated', 'remediated']);
  expect(idsOf(region).size).toBe(1);
  expect(created(region)).toEqual(['ok']);
});

it('killed between two creations, it reports the first before it adds the second', async () => {
  const moment = { action: 'CreateNetworkAclEntry', skip: 1 };
  const options = { mode: 'remediate', networkAcls: [TWICE_BROKEN] } as const;
  const { region, before, goOn } = await killAndWait(moment, options);
  expect(before.rules).toEqual([REPLIES]);
  await goOn();
  await goOn();
  expect(region.rules()).toEqual([REPLIES, DNS_REPLIES]);
  expect(region.alerts()).toMatchObject([
    {
      kind: 'remediation-failed',
      guard: {
        did: [
          addedSentence(REPLIES),
          'No other rule added: an earlier attempt may have added a rule, and is reported first.',
          'Some replies are still blocked.',
        ],
      },
    },
    {
      kind: 'remediated',
      guard: { did: [addedSentence(DNS_REPLIES), 'Replies now reach all clients.'] },
    },
  ]);
  expect(region.alerts().map(({ guard }) => guard.undo.length)).toEqual([1, 1]);
});

it('killed after the announcement, it reports no write where an operator fixed the gap before the retry', async () => {
  const moment = { action: 'CreateNetworkAclEntry' };
  const { region, goOn } = await killAndWait(moment, { mode: 'remediate' });
  const theirs = '500 allow tcp 1024-65535 0.0.0.0/0';
  addRules(region.standIn, `out ${theirs}`);
  await goOn();
  expect(region.outcomes()).toEqual(['covered']);
  expect(region.alerts()).toEqual([]);
  expect(region.rules()).toEqual([theirs]);
});
