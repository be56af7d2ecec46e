import { describe, expect, it } from 'vitest';
import { type Ending, Scenario } from './scenario.ts';

/*
 * What once went wrong, each as a schedule that follows a script: which call of which function meets what. Every story also has to
 * violate no invariant.
 */

const REPLIES = '100 allow tcp 1024-65535 0.0.0.0/0';
const REPLIES_NEXT = '110 allow tcp 1024-65535 0.0.0.0/0';
const HTTPS = '100 allow tcp 443 0.0.0.0/0';
const FIX = '200 allow tcp 1024-65535 0.0.0.0/0';
const HOUR = 3_600;

/** The kinds of alert on record, and the entries that no alert has reported. */
const onRecord = ({ finding }: Ending) => ({
  alerted: finding?.alerted?.kind,
  pending: finding?.pending.map(({ alert }) => alert.kind),
  unreported: finding?.remediations.filter(({ reported }) => !reported).flatMap(({ entries }) => entries),
});
const settled = (alerted: string) => ({ alerted, pending: [], unreported: [] });

describe('1. a write is reported though another caller took its number and the topic failed', () => {
  it.each(['error', 'error-after', 'crash', 'crash-after'])('publishing ends with %s', async fault => {
    const scenario = new Scenario().event(0);
    const ending = await scenario
      .at('guard', 'creates', 1, { act: scenario.adding(HTTPS) })
      .at('sweep', 'publishes', 1, { fault })
      .run();
    const reported = `remediated: ${REPLIES_NEXT}`;
    // What was published without an answer is repeated, under the same id.
    const times = fault.endsWith('after') ? 2 : 1;
    expect(ending.heard).toEqual(Array(times).fill(reported));
    expect(new Set(ending.alerts.map(({ id }) => id)).size).toBe(1);
    expect(ending.rules).toEqual([HTTPS, REPLIES_NEXT]);
    expect(onRecord(ending)).toEqual(settled('remediated'));
    expect(ending.violations).toEqual([]);
  });

  it.each([
    ['before the second plan is announced', 'writes the finding', 2, 'crash'],
    ['before its entry is created', 'creates', 2, 'crash'],
    ['after its entry is created', 'creates', 2, 'crash-after'],
    ['while it is read back', 'reads network ACLs', 5, 'crash'],
    ['before its alert is on record', 'writes the finding', 3, 'crash'],
  ])('the guard is cut off %s', async (_, call, nth, fault) => {
    const scenario = new Scenario().event(0);
    const ending = await scenario
      .at('guard', 'creates', 1, { act: scenario.adding(HTTPS) })
      .at('guard', call, nth, { fault })
      .run();
    expect(ending.heard.at(-1)).toBe(`remediated: ${REPLIES_NEXT}`);
    expect([ending.rules, ending.writes]).toEqual([[HTTPS, REPLIES_NEXT], 1]);
    expect(onRecord(ending)).toEqual(settled('remediated'));
    expect(ending.violations).toEqual([]);
  });
});

describe('2. a creation whose answer is lost is not struck from the record', () => {
  it.each(['lost-after', 'throttled-after', 'retried'])(
    '%s, and all reads behind it are old',
    async fault => {
      const ending = await new Scenario()
        .event(0)
        .at('guard', 'creates', 1, { fault })
        .at('guard', 'sees', 3, { fault: 'behind' })
        .run();
      // First not known to exist, then named with its undo.
      expect(ending.heard).toEqual(['remediation-failed', `remediated: ${REPLIES}`]);
      expect(ending.alerts[0]).toMatchObject({ done: { reason: { kind: 'unconfirmed' } } });
      expect(onRecord(ending)).toEqual(settled('remediated'));
      expect(ending.violations).toEqual([]);
    },
  );

  it('and one that was not applied is made by the next review, once, two minutes later at the earliest', async () => {
    const ending = await new Scenario()
      .event(0)
      .event(30)
      .event(300)
      .at('guard', 'creates', 1, { fault: 'lost' })
      .run();
    expect([ending.writes, ending.rules]).toEqual([1, [REPLIES]]);
    expect(ending.heard.at(-1)).toBe(`remediated: ${REPLIES}`);
    expect(onRecord(ending)).toEqual(settled('remediated'));
    expect(ending.violations).toEqual([]);
  });
});

describe('3. "resolved" comes though the record of the alert failed', () => {
  it.each(['crash', 'error', 'error-after'])('with %s', async fault => {
    const ending = await new Scenario({ mode: 'notify' })
      .event(0)
      // The claim is the first write, the record of what was published the second.
      .atEach('sweep', 'writes the finding', 2, fault === 'error' ? 6 : 2, { fault })
      .adds(300, FIX)
      .run();
    expect([ending.heard[0], ending.heard.at(-1)]).toEqual(['gap', 'resolved']);
    expect(ending.heard.length).toBeLessThanOrEqual(3);
    expect(onRecord(ending)).toEqual(settled('resolved'));
    expect(ending.violations).toEqual([]);
  });

  it('where the table failed for half an hour, so that a review published by itself', async () => {
    const ending = await new Scenario({ mode: 'notify' })
      .event(0)
      .atEach('guard', 'reads the finding', 1, 3, { fault: 'error' })
      // Between the third delivery and the fourth.
      .adds(60 + 2 * 725 + 100, FIX)
      .run();
    expect([ending.heard[0], ending.heard.at(-1)]).toEqual(['gap', 'resolved']);
    expect(onRecord(ending)).toEqual(settled('resolved'));
    expect(ending.violations).toEqual([]);
  });
});

describe('4. of two reviews that race, the one that loses says nothing', () => {
  it('"resolved" is not published beside a gap that another review has found meanwhile', async () => {
    const scenario = new Scenario({ mode: 'notify' }).event(0).adds(HOUR, FIX);
    const ending = await scenario
      // A sweep ends while guard, which has read the network ACL before, is about to write "resolved".
      .at('guard', 'reads the finding', 2, {
        act: () => {
          scenario.deleting(200)();
          scenario.adding('60 deny tcp 1024-65535 198.51.100.7/32')();
        },
      })
      .sweep(HOUR + 60)
      .at('guard', 'writes the finding', 2, { wait: 10_000 })
      .run();
    expect(ending.heard).toEqual(['gap', 'gap']);
    expect(onRecord(ending)).toEqual(settled('gap'));
    expect(ending.violations).toEqual([]);
  });
});

describe('5. the fight breaker does not fail open', () => {
  it('while the finding cannot be read, nothing is written; the gap is published once at most for a delivery', async () => {
    const ending = await new Scenario()
      .event(0)
      .atEach('guard', 'reads the finding', 1, 4, { fault: 'error' })
      .run();
    // Deliveries 3 and 4 publish by themselves, the fifth can read.
    expect(ending.heard).toEqual(['gap', 'gap', `remediated: ${REPLIES}`]);
    expect(ending.alerts[0]).toMatchObject({ done: { reason: { kind: 'no-record' } } });
    expect([ending.writes, ending.rules]).toEqual([1, [REPLIES]]);
    expect(ending.violations).toEqual([]);
  });

  it('while the topic fails, no second entry is written after the first', async () => {
    const scenario = new Scenario().event(0);
    for (let hour = 1; hour <= 3; hour += 1) scenario.deletes(hour * HOUR, 100);
    const ending = await scenario
      // A publish that fails is tried again each half hour, and each hour.
      .atEach('sweep', 'publishes', 1, 8, { fault: 'error' })
      .run();
    // The second write comes from the next sweep, long after the topic works again.
    expect(ending.heard).toEqual([`remediated: ${REPLIES}`, 'gap', `remediated: ${REPLIES}`]);
    expect(ending.alerts[1]).toMatchObject({ done: { reason: { kind: 'unreported-write' } } });
    expect(ending.writes).toBe(2);
    expect(ending.violations).toEqual([]);
  });

  it('of a tool that removes the entry each time, two removals are enough', async () => {
    const scenario = new Scenario().event(0);
    for (let hour = 1; hour <= 5; hour += 1) scenario.deletes(hour * HOUR, 100);
    const ending = await scenario.run();
    expect(ending.heard.slice(0, 3)).toEqual([
      `remediated: ${REPLIES}`,
      `remediated: ${REPLIES}`,
      'conflict',
    ]);
    expect(ending.violations).toEqual([]);
  });
});

describe('6. a deny that an operator adds meanwhile', () => {
  const DENY = '200 deny tcp 1024-65535 0.0.0.0/0';

  it('before the read that comes right before the creation, has nothing written in front of it', async () => {
    const scenario = new Scenario().event(0);
    const ending = await scenario.at('guard', 'reads network ACLs', 2, { act: scenario.adding(DENY) }).run();
    expect([ending.writes, ending.rules]).toEqual([0, [DENY]]);
    expect(ending.heard).toEqual([]);
    expect(ending.violations).toEqual([]);
  });

  it('after that read is overridden, and that is reported first, with the undo as the command', async () => {
    const scenario = new Scenario().event(0);
    const ending = await scenario.at('guard', 'creates', 1, { act: scenario.adding(DENY) }).run();
    expect(ending.rules).toEqual([DENY, REPLIES]);
    expect(ending.heard[0]).toBe(`remediation-failed: ${REPLIES}`);
    expect(ending.alerts[0]).toMatchObject({ done: { did: 'added', isOvertaken: true } });
    expect(ending.violations).toEqual([]);
  });
});

it('7. an equal entry that another caller creates first is not claimed', async () => {
  const scenario = new Scenario().event(0);
  const ending = await scenario.at('guard', 'creates', 1, { act: scenario.adding(REPLIES) }).run();
  expect([ending.writes, ending.rules]).toEqual([0, [REPLIES]]);
  expect(ending.heard).toEqual([]);
  expect(onRecord(ending)).toMatchObject({ pending: [], unreported: [] });
  expect(ending.violations).toEqual([]);
});

it.each(['Notify', 'IGNORE', 'off', 'false'])('8. the tag value %s lets nothing be written', async tag => {
  const ending = await new Scenario({ mode: 'remediate' }, [], tag).event(0).run();
  expect([ending.heard, ending.writes, ending.rules]).toEqual([['gap'], 0, []]);
  expect(ending.alerts[0]).toMatchObject({ done: { reason: { kind: 'tagged', tag } } });
  expect(onRecord(ending)).toEqual(settled('gap'));
  expect(ending.violations).toEqual([]);
});

it('an entry is settled by a fresh read only: one from before its creation proves nothing', async () => {
  const ending = await new Scenario()
    .event(0)
    .event(26)
    // The first review is slow, and cut off right after the creation.
    .at('guard', 'creates', 1, { wait: 28_000, fault: 'crash-after' })
    // The second has read before the creation, and goes on when the entry would long be settled.
    .at('guard', 'reads the finding', 2, { wait: 100_000 })
    .run();
  expect(ending.heard).toEqual([`remediated: ${REPLIES}`]);
  expect([ending.writes, ending.rules]).toEqual([1, [REPLIES]]);
  expect(onRecord(ending)).toEqual(settled('remediated'));
  expect(ending.violations).toEqual([]);
});

it('an entry that was announced and does not exist is struck for good: an equal one of an operator stays theirs', async () => {
  const ending = await new Scenario()
    .event(0)
    .at('guard', 'creates', 1, { fault: 'crash' })
    .adds(300, FIX)
    .adds(HOUR, REPLIES)
    .run();
  expect([ending.writes, ending.rules]).toEqual([0, [FIX, REPLIES]]);
  expect(ending.heard).toEqual([]);
  expect(onRecord(ending)).toMatchObject({ pending: [], unreported: [] });
  expect(ending.violations).toEqual([]);
});
