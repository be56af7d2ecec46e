import { describe, expect, it } from 'vitest';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { added, gapAlert, resolvedAlert } from '../fixtures/alerts.ts';
import { egress, evaluate, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';
import { findViolations } from './invariants.ts';
import type { Lived } from './lived.ts';
import { RegionModel } from './region-model.ts';
import type { Published, Write } from './story.ts';

/* Each invariant fails on a story that is built to violate it: the simulation does not pass by looking away. */

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const DENY = egress('200 deny tcp 1024-65535 0.0.0.0/0');
const [ENTRY] = REPLIES as [(typeof REPLIES)[number]];
const HOUR = 3_600_000;
const BROKEN = networkAcl(SSH);
const FIXED = networkAcl([...SSH, ...REPLIES]);

/** The network ACL from given times on. */
function regionOf(...history: readonly (readonly [at: number, networkAcl: NetworkAcl | undefined])[]) {
  let now = 0;
  const region = new RegionModel(() => now, [history[0]?.[1] ?? BROKEN]);
  for (const [at, later] of history.slice(1)) {
    now = at;
    if (later) region.change(later.networkAclId, later);
    else region.delete(BROKEN.networkAclId);
  }
  return region;
}

const write = (changed: Partial<Write> = {}): Write => ({
  ...{ at: 1_000, entry: ENTRY, networkAclId: BROKEN.networkAclId, before: BROKEN, read: BROKEN },
  ...{ callsBetween: 0, run: { name: 'guard', crashed: false }, wasAnnounced: true, knewRecord: true },
  ...changed,
});
const published = (alert: Alert, at = 2_000, pending?: Published['pending']): Published => ({
  ...{ at, alert, messageId: alert.id, by: 'sweep' },
  ...(pending && { pending }),
});
const messages = (...some: readonly (readonly [alert: Alert, at: number])[]) =>
  some.map(([message, at]) => ({ at, message, by: 'sweep' }));
const remediated = (id = 'id', changed = {}) =>
  gapAlert(SSH, { id, kind: 'remediated', done: { ...added(SSH, REPLIES), ...changed } });
const gap = (id = 'id') => gapAlert(SSH, { id, coverage: evaluate(SSH) });
const resolved = (id = 'id') => resolvedAlert([...SSH, ...REPLIES], { id });

/** A story in which the guard writes what is missing and reports it, but for what is changed. */
function find(
  story: Partial<Lived['story']> = {},
  {
    region = regionOf([0, BROKEN], [1_000, FIXED]),
    mode = 'remediate',
    ...lived
  }: Partial<Lived> & { mode?: 'notify' | 'opt-in' | 'remediate' } = {},
): string[] {
  return findViolations({
    story: {
      ...{ writes: [write()], published: [published(remediated())], messages: [], quiet: [], outages: [] },
      ...story,
    },
    region,
    settings: { ...SETTINGS, mode, reportIngress: false, minSeverity: 'medium', remindAfterHours: 168 },
    changes: { deadLetters: [] },
    calls: { faults: 0, doubts: 0, rate: 1 },
    table: { findings: [] },
    confirmedAt: 0,
    actions: 1,
    ...lived,
  }).map(violation => violation.replace(/: .*/, ''));
}

it('a write that is announced, planned, right and reported violates nothing', () => {
  expect(find()).toEqual([]);
});

describe('a write', () => {
  it.each<[string, Partial<Write>]>([
    ['a write was not announced', { wasAnnounced: false }],
    ['a write while the record could not be read', { knewRecord: false }],
    ['a write came more than one round trip after the list was read', { callsBetween: 1 }],
    ['a write is not in the plan of the list that was read', { read: undefined }],
    ['a write is not in the plan of the list that was read', { read: FIXED }],
    ['a write is not in the plan of the list that was read', { read: networkAcl([...SSH, ...DENY]) }],
    ['a write against the tag', { read: { ...BROKEN, tags: { [TAG]: 'notify' } } }],
    ['a write against the tag', { read: { ...BROKEN, tags: { [TAG]: 'off' } } }],
    ['a write to a network ACL that no subnet uses', { read: { ...BROKEN, subnetIds: [] } }],
  ])('%s', (sentence, changed) => expect(find({ writes: [write(changed)] })).toContain(sentence));

  it('in notify mode is one', () => expect(find({}, { mode: 'notify' })).toContain('a write in notify mode'));

  it('without the tag is against it in mode opt-in', () => {
    expect(find({}, { mode: 'opt-in' })).toContain('a write against the tag');
  });

  it.each<[string, Published[]]>([
    ['no alert', []],
    ['an alert about the gap alone', [published(gap())]],
    ['an alert from before it', [published(remediated(), 500)]],
  ])('that %s reports is not reported', (_, alerts) => {
    expect(find({ published: alerts })).toContain('a write was not reported');
  });

  it('that was removed within the hour need not be reported; after a day, even dead letters do not excuse it', () => {
    const removedAfter = (milliseconds: number) =>
      regionOf([0, BROKEN], [1_000, FIXED], [milliseconds, BROKEN]);
    const not = 'a write was not reported';
    expect(find({ published: [published(gap())] }, { region: removedAfter(HOUR / 2) })).not.toContain(not);
    expect(find({ published: [published(gap())] }, { region: removedAfter(2 * HOUR) })).toContain(not);
    const changes = { deadLetters: ['an event'] };
    expect(find({ published: [] }, { region: removedAfter(2 * HOUR), changes })).not.toContain(not);
    expect(find({ published: [] }, { region: removedAfter(30 * HOUR), changes })).toContain(not);
  });
});

describe('a deny that came between the read and the write', () => {
  const before = networkAcl([...SSH, ...DENY]);
  const after = networkAcl([...SSH, ...REPLIES, ...DENY]);
  const region = regionOf([0, BROKEN], [900, before], [1_000, after]);
  const sentence = 'a decision was overridden without a word';

  it('and that the report does not name is overridden without a word', () => {
    expect(find({ writes: [write({ before })] }, { region })).toContain(sentence);
  });

  it('and that the report names is not', () => {
    const alerts = [published(remediated('id', { isOvertaken: true }))];
    expect(find({ writes: [write({ before })], published: alerts }, { region })).not.toContain(sentence);
  });

  it('and that goes away at once is not', () => {
    const until = (end: number) => regionOf([0, BROKEN], [900, before], [1_000, after], [end, FIXED]);
    const writes = [write({ before })];
    expect(find({ writes }, { region: until(2_000) })).not.toContain(sentence);
    expect(find({ writes }, { region: until(HOUR / 2) })).toContain(sentence);
    // While the table fails, nothing can be said about it.
    const outages = [{ at: 900, networkAclId: BROKEN.networkAclId, isDelivered: true }];
    expect(find({ writes, outages }, { region: until(HOUR / 2) })).not.toContain(sentence);
    expect(find({ writes, outages }, { region: until(2 * HOUR) })).toContain(sentence);
  });
});

describe('the last word', () => {
  const last = (networkAclNow: NetworkAcl, ...alerts: readonly Alert[]) =>
    find(
      { writes: [], published: alerts.map(alert => published(alert)) },
      { region: regionOf([0, networkAclNow]) },
    );

  it.each<[string, NetworkAcl, readonly Alert[]]>([
    ['a gap was never reported', BROKEN, []],
    ['the last alert is resolved, but there is a gap', BROKEN, [gap('1'), resolved('2')]],
    ['the last alert is remediated, but there is a gap', BROKEN, [remediated()]],
    ['the last alert is gap, but there is no gap', FIXED, [gap()]],
    [
      'the last alert is gap about other gaps',
      networkAcl([...SSH, ...ingress('110 allow udp 1194 10.0.0.0/8')]),
      [gap()],
    ],
  ])('%s', (sentence, now, alerts) => expect(last(now, ...alerts)).toContain(sentence));

  it.each<[string, NetworkAcl]>([
    ['muted', { ...BROKEN, tags: { [TAG]: 'ignore' } }],
    ['covered, where nothing was reported', FIXED],
  ])('about one that is %s is not missing', (_, now) => expect(last(now)).toEqual([]));

  it('may be wrong where dead letters raise an alarm', () => {
    const lived = { region: regionOf([0, BROKEN]), changes: { deadLetters: ['an event'] } };
    expect(find({ writes: [], published: [] }, lived)).toEqual([]);
  });
});

it('three remediations that are removed at three moments of a day are a fight; at two moments they are none', () => {
  const at = (hours: number, list: NetworkAcl) => [hours * HOUR, list] as const;
  const story = (moments: number, lastRemovedBefore = HOUR / 2) => {
    const hours = Array.from({ length: moments }, (_, index) => 1 + index);
    const history = hours.flatMap(hour => {
      const isSecond = hour === 2;
      return [at(hour, FIXED), at(isSecond ? 3 - lastRemovedBefore / HOUR : hour + 0.5, BROKEN)];
    });
    const writes = hours.map(hour => write({ at: hour * HOUR, run: { name: 'guard', crashed: false } }));
    const alerts = hours.map(hour => published(remediated(`${hour}`), hour * HOUR + 1));
    return find(
      { writes, published: [...alerts, published(gap('last'), 9 * HOUR)] },
      { region: regionOf([0, BROKEN], ...history) },
    );
  };
  expect(story(3)).toContain('3 remediations were undone within a day');
  expect(story(2).filter(violation => violation.includes('undone'))).toEqual([]);
  // EC2 does not show the second removal yet when the third is written.
  expect(story(3, 5_000).filter(violation => violation.includes('undone'))).toEqual([]);
  expect(story(3, 25_000)).toContain('3 remediations were undone within a day');
});

describe('after two quiet days', () => {
  const region = regionOf([0, BROKEN]);
  const left = 'a gap that the guard may fix still exists';
  const story = { writes: [], published: [published(gap())] };

  it('a gap that the guard may fix is fixed', () => {
    expect(find(story, { region })).toContain(left);
    expect(find(story, { region, changes: { deadLetters: ['an event'] } })).not.toContain(left);
  });

  it.each<[string, NetworkAcl, 'notify' | 'opt-in' | 'remediate']>([
    ['in notify mode', BROKEN, 'notify'],
    ['without the tag in opt-in mode', BROKEN, 'opt-in'],
    ['tagged', { ...BROKEN, tags: { [TAG]: 'notify' } }, 'remediate'],
    ['of Firewall Manager', { ...BROKEN, tags: { FMManaged: 'true' } }, 'remediate'],
    ['without a subnet', { ...BROKEN, subnetIds: [] }, 'remediate'],
  ])('one %s is left', (_, networkAclNow, mode) => {
    expect(find(story, { region: regionOf([0, networkAclNow]), mode })).not.toContain(left);
  });

  it('nothing is pending, and no write is unreported', () => {
    const unreported = { at: new Date(0), entries: ['an entry'], reported: false };
    const finding = {
      ...{ account: '123456789012', region: 'us-east-1', networkAclId: BROKEN.networkAclId },
      ...{ since: new Date(0), pending: [], revision: 1 },
    };
    const sentence = 'an alert or a write is still not reported';
    const withRecord = (reported: boolean) =>
      find({}, { table: { findings: [{ ...finding, remediations: [{ ...unreported, reported }] }] } });
    expect(withRecord(false)).toContain(sentence);
    expect(withRecord(true)).not.toContain(sentence);
  });
});

describe('noise', () => {
  const alerts = (ids: readonly string[]) => ids.map(id => published(remediated(id)));

  it('more alerts than operators did things are too many', () => {
    const ids = Array.from({ length: 7 }, (_, index) => `${index}`);
    expect(find({ published: alerts(ids) })).toContain('7 different alerts after 1 actions');
    expect(find({ published: alerts(ids) }, { actions: 2 })).toEqual([]);
  });

  it('an alert that is repeated without a fault is too many', () => {
    const twice = { published: alerts(['1', '1']), messages: messages([gap('1'), 0], [gap('1'), 5_000]) };
    expect(find(twice)).toContain('1 messages were repeated after 0 faults');
    expect(find(twice, { calls: { faults: 1, doubts: 1, rate: 1 } })).toEqual([]);
  });
});

describe('an entry of another caller', () => {
  it("that an alert reports as the guard's is claimed wrongly", () => {
    expect(find({ writes: [] })).toEqual(["an entry of another caller was reported as the guard's"]);
  });

  it('may be claimed where a call left it open what was created: then the two cannot be distinguished', () => {
    expect(find({ writes: [] }, { calls: { faults: 1, doubts: 1, rate: 1 } })).toEqual([]);
  });
});

describe('an alert that was left to the reporter', () => {
  const left = { leftAt: 2_000, claimedAt: 9_000 };
  const quiet = (outcome: string, startedAt: number, at: number) => ({
    ...{ outcome, startedAt, at },
    networkAclId: BROKEN.networkAclId,
  });
  const sentence = 'an alert was published that a later review had found not to be so';
  const reviewed = (alert: Alert, review: ReturnType<typeof quiet>) =>
    find(
      { writes: [], published: [published(alert, 10_000, left)], quiet: [review] },
      { region: regionOf([0, alert.kind === 'gap' ? BROKEN : FIXED]) },
    );

  it.each(['covered', 'below-min-severity', 'muted'])(
    'about a gap is taken back by a review that ends as %s',
    outcome => {
      expect(reviewed(gap(), quiet(outcome, 3_000, 4_000))).toContain(sentence);
    },
  );

  it('that a gap is over is taken back by a review that finds the gap known', () => {
    expect(reviewed(resolved(), quiet('already-reported', 3_000, 4_000))).toContain(sentence);
  });

  it.each([
    ['begins before it is left', 1_000, 4_000],
    ['ends after it is claimed', 3_000, 9_500],
  ])('stays where the review %s', (_, startedAt, at) => {
    expect(reviewed(gap(), quiet('covered', startedAt, at))).not.toContain(sentence);
  });
});

describe('a gap while the findings table fails for most of an hour', () => {
  const silenced = 'a table that fails has silenced a gap';
  const outages = [{ at: 500, networkAclId: BROKEN.networkAclId, isDelivered: true }];
  const story = (at: number) => ({ writes: [], published: [published(gap(), at)], outages });

  it('is reported by the third delivery of its change', () => {
    const region = regionOf([0, BROKEN]);
    expect(find(story(1_600_000), { region })).not.toContain(silenced);
    expect(find(story(HOUR), { region })).toContain(silenced);
  });

  it('need not be where guard got no event', () => {
    const lost = outages.map(outage => ({ ...outage, isDelivered: false }));
    expect(find({ ...story(HOUR), outages: lost }, { region: regionOf([0, BROKEN]) })).not.toContain(
      silenced,
    );
  });

  it('need not be where it is fixed before', () => {
    expect(find(story(HOUR), { region: regionOf([0, BROKEN], [600_000, FIXED]) })).not.toContain(silenced);
  });
});

describe('a message', () => {
  it('that no one hears, and counts as reported, is wrong; one of a review by itself is not', () => {
    const early = published(remediated(), 2_000);
    const sentence = 'an alert was published that no one heard';
    expect(find({ published: [early] }, { confirmedAt: 3_000 })).toContain(sentence);
    expect(find({ published: [{ ...early, by: 'guard' }] }, { confirmedAt: 3_000 })).not.toContain(sentence);
  });

  it('is too much after four in the same second', () => {
    const five = messages(...['1', '2', '3', '4', '5'].map(id => [gap(id), 100] as const));
    expect(find({ messages: five })).toContain('5 messages within a second');
    expect(find({ messages: five.slice(1) })).not.toContain('4 messages within a second');
  });

  it('about one network ACL alone is too much after three in a day', () => {
    const four = messages(...['1', '2', '3', '4'].map((id, hour) => [gap(id), hour * HOUR] as const));
    const sentence = `4 alerts about ${BROKEN.networkAclId} within a day`;
    expect(find({ messages: four })).toContain(sentence);
    const [first, ...others] = four;
    const sooner = { ...first, at: -21 * HOUR } as (typeof four)[number];
    expect(find({ messages: [sooner, ...others] })).not.toContain(sentence);
  });

  it('must not say what another one has said, unless the network ACL was deleted in between', () => {
    const digest = { ...published(remediated('a'), 9_000), messageId: 'digest' };
    const twice = { published: [published(remediated('a')), digest] };
    const sentence = 'an alert was published in 2 messages';
    const deletedAt = (at: number) => regionOf([0, BROKEN], [1_000, FIXED], [at, undefined]);
    expect(find(twice)).toContain(sentence);
    expect(find(twice, { region: deletedAt(9_001) })).toContain(sentence);
    expect(find(twice, { region: deletedAt(5_000) })).toEqual([]);
  });
});
