import { expect, it } from 'vitest';
import type { Fault } from '../../cli/aws-stand-in/stand-in.ts';
import { AT_ONCE, AT_THE_SECOND, change, DEAD, deliverUntilSettled } from './change-queue.ts';
import { BROKEN, ID } from './network-acls.ts';
import { ALWAYS, type Item, type Region, startClockedRegion, startRegion } from './region.ts';

const NOT_READ = 'could not read the finding';
const TABLE_GONE: Fault = { code: 'ResourceNotFoundException', status: 400 };
const ALERTED_ONCE = { [ID]: { alerted: 'gap', revision: 3 } };

/** What an item of a gap without an alert has. */
const SOUND: Item = {
  version: { N: '2' },
  since: { S: '2026-11-20T08:00:00.000Z' },
  remediations: { L: [] },
  revision: { N: '1' },
};

const ids = (region: Region) => new Set(region.alerts().map(({ id }) => id));

function takeDown(region: Region, fault: Fault, times = ALWAYS): void {
  for (const action of ['GetItem', 'PutItem', 'DeleteItem']) region.spoil(action, fault, { times });
}

it.each<[string, Fault]>([
  ['down', 'server-error'],
  ['throttled', 'throttle'],
  ['out of reach', 'reset'],
  ['denied', 'denied'],
  ['gone', TABLE_GONE],
])(
  'a table that is %s blocks no alert: the third and the fourth delivery publish it, under one id',
  async (_, fault) => {
    const region = await startRegion();
    takeDown(region, fault);
    expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
    expect(region.kinds()).toEqual(['gap', 'gap']);
    expect(ids(region).size).toBe(1);
    expect(region.errors()).toContain(NOT_READ);
    expect(region.errors()).toContain('published without a record');
    expect(await region.findings()).toEqual({});
  },
);

it('a table that hangs blocks no alert', async () => {
  const region = await startRegion();
  region.spoil('GetItem', 'hang', { times: 3 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.calls('GetItem').slice(0, 4)).toEqual(['hang', 'hang', 'hang', 'ok']);
  expect(region.errors()).toContain(NOT_READ);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it.each<Fault>(['throttle', 'server-error'])(
  'a table that fails once (%s) costs nothing: one alert, one item',
  async fault => {
    const region = await startRegion();
    takeDown(region, fault, 1);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.calls('PutItem')).toEqual([fault, 'ok', 'ok', 'ok']);
    expect(region.errors()).toBe('');
    expect(region.outcomes()).toEqual(['gap', 'already-reported']);
    expect(await region.findings()).toEqual(ALERTED_ONCE);
  },
);

it('a table that cannot be read and then not be written has the change delivered again until it can', async () => {
  const region = await startRegion();
  takeDown(region, 'denied', 1);
  expect(await deliverUntilSettled(region, change())).toEqual({ receives: 3, deadLetters: [] });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['gap', 'already-reported']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it('a table that cannot be read, while it can be written, keeps what it holds', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  region.spoil('GetItem', 'denied');
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.outcomes()).toEqual(['gap', 'already-reported']);
  expect(region.kinds()).toEqual(['gap']);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it.each(['notify', 'remediate'] as const)(
  'a record that another review has just written stays, and the review begins again from it (%s)',
  async mode => {
    const region = await startRegion({ mode });
    const theirs = { ...SOUND, networkAclId: { S: ID }, revision: { N: '7' } };
    region.standIn.before('PutItem', () => region.putItem(theirs));
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
    expect(region.calls('PutItem')).toContain('ConditionalCheckFailedException');
    const kind = mode === 'notify' ? 'gap' : 'remediated';
    expect(region.kinds()).toEqual([kind]);
    expect(region.calls('CreateNetworkAclEntry')).toHaveLength(mode === 'notify' ? 0 : 1);
    expect(await region.findings()).toEqual({
      [ID]: { alerted: kind, revision: mode === 'notify' ? 10 : 11 },
    });
  },
);

it('a table that is down has nothing written, and the gap is reported with the reason', async () => {
  const region = await startRegion({ mode: 'remediate' });
  takeDown(region, 'denied');
  expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
  expect(region.kinds()).toEqual(['gap', 'gap']);
  expect(region.alerts()[0]?.guard.did).toEqual(['No change made: the findings table cannot be read.']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual([]);
  expect(region.rules()).toEqual([]);
});

it('a table that fails between the announcement and the alert has the write made once and reported once', async () => {
  const region = await startRegion({ mode: 'remediate' });
  region.spoil('PutItem', 'denied', { skip: 1 });
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  expect(region.outcomes()).toEqual(['remediated', 'covered']);
  expect(region.kinds()).toEqual(['remediated']);
  expect(region.calls('CreateNetworkAclEntry')).toEqual(['ok']);
  expect(await region.findings()).toMatchObject({ [ID]: { alerted: 'remediated' } });
});

it('a network ACL that is gone is reviewed again where its item cannot be removed', async () => {
  const region = await startRegion();
  await deliverUntilSettled(region, change());
  region.standIn.removeNetworkAcl(ID);
  region.spoil('DeleteItem', 'denied');
  expect(await deliverUntilSettled(region, change())).toEqual(AT_THE_SECOND);
  expect(region.outcomes()).toEqual(['gap', 'deleted']);
  expect(await region.findings()).toEqual({});
});

it('a gap is reminded of after a week, once, also where it could not be recorded at first', async () => {
  const { region, clock } = await startClockedRegion({ networkAcls: [BROKEN] });
  await deliverUntilSettled(region, change());
  clock.passHours(167);
  await deliverUntilSettled(region, change());
  clock.passHours(1);
  region.spoil('PutItem', 'denied');
  await deliverUntilSettled(region, change());
  await deliverUntilSettled(region, change());
  await deliverUntilSettled(region, change());
  expect(region.outcomes()).toEqual([
    'gap',
    'already-reported',
    'reminder',
    'already-reported',
    'already-reported',
  ]);
  expect(region.kinds()).toEqual(['gap', 'reminder']);
  expect(await region.findings()).toEqual({ [ID]: { alerted: 'reminder', revision: 6 } });
});

it.each<[string, Item]>([
  ['that is empty', {}],
  ['with a time that is none', { ...SOUND, since: { S: 'yesterday' } }],
  ['with a list that is none', { ...SOUND, remediations: { S: 'none' } }],
  ['with half of an alert', { ...SOUND, alerted: { M: { at: { S: '2026-11-20T08:00:00.000Z' } } } }],
  ['with a revision that is no number', { ...SOUND, revision: { S: 'one' } }],
])('an item %s is replaced: one alert, not one for each change', async (_, item) => {
  const region = await startRegion();
  await region.putItem({ ...item, networkAclId: { S: ID } });
  for (let times = 0; times < 2; times += 1) {
    expect(await deliverUntilSettled(region, change())).toEqual(AT_ONCE);
  }
  expect(region.outcomes()).toEqual(['gap', 'already-reported']);
  expect(region.errors()).toContain(ID);
  expect(await region.findings()).toEqual(ALERTED_ONCE);
});

it('an item that is spoilt and cannot be removed blocks no alert', async () => {
  const region = await startRegion();
  await region.putItem({ networkAclId: { S: ID } });
  region.spoil('DeleteItem', 'denied', { times: ALWAYS });
  expect(await deliverUntilSettled(region, change())).toEqual(DEAD);
  expect(region.kinds()).toEqual(['gap', 'gap']);
});
