import { describe, expect, it } from 'vitest';
import { review } from '../../functions/review/review.ts';
import { toShownChange } from '../../functions/review/shown-change.ts';
import type { Action } from '../../functions/review/words/action.ts';
import type { Change, LatestChange } from '../../functions/review/words/change.ts';
import { egress, evaluate, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const VERBS = {
  add: 'CreateNetworkAclEntry',
  change: 'ReplaceNetworkAclEntry',
  delete: 'DeleteNetworkAclEntry',
} as const;

/** `delete outbound 100`; the text is the id of the event. */
const toChange = (text: string): Change => {
  const [verb = '', side, number] = text.split(' ');
  const action: Action = VERBS[verb as keyof typeof VERBS] ?? 'ReplaceNetworkAclAssociation';
  const direction = side === 'outbound' ? 'egress' : 'ingress';
  return {
    ...{ networkAclId: 'acl-0a1b2c3d', action, eventId: text },
    ...(number && { target: { kind: 'rule', direction, ruleNumber: Number(number) } }),
  };
};
const together = (texts: readonly string[]): LatestChange => {
  const [latest = '', ...before] = texts.toReversed();
  return { ...toChange(latest), earlier: before.toReversed().map(toChange) };
};

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const DENIED = [...SSH, ...egress('90 deny tcp 1024-65535 0.0.0.0/0', '100 allow all 0.0.0.0/0')];

describe('of changes that came together, an alert shows', () => {
  it.each<[string, readonly string[], typeof SSH, string]>([
    ['the deleted rule for replies', ['delete outbound 100', 'add inbound 200'], SSH, 'delete outbound 100'],
    ['the changed rule for replies', ['change outbound 100', 'add inbound 200'], SSH, 'change outbound 100'],
    [
      'the latest of them',
      ['delete outbound 100', 'delete outbound 110', 'move'],
      SSH,
      'delete outbound 110',
    ],
    [
      'the rule that denies',
      ['add outbound 90', 'add outbound 100', 'add inbound 100'],
      DENIED,
      'add outbound 90',
    ],
    ['the rule that lets the clients in', ['add inbound 100', 'add outbound 300'], SSH, 'add inbound 100'],
    [
      'what denies before what lets in',
      ['delete outbound 100', 'add inbound 100'],
      SSH,
      'delete outbound 100',
    ],
    [
      'the latest where none explains it',
      ['move', 'delete inbound 100', 'add inbound 7'],
      SSH,
      'add inbound 7',
    ],
    ['the latest where nothing is blocked', ['delete outbound 100', 'move'], [], 'move'],
    ['the only one', ['add outbound 300'], SSH, 'add outbound 300'],
  ])('%s: %j', (_, texts, entries, expected) => {
    expect(toShownChange(together(texts), evaluate(entries))).toEqual(toChange(expected));
  });

  it('the latest where the alert is about no gap', () => {
    expect(toShownChange(together(['delete outbound 100', 'move']))).toEqual(toChange('move'));
  });
});

it('a review alerts with that change, and with no other', async () => {
  const world = new ReviewWorld({ mode: 'remediate' });
  const found = networkAcl(SSH);
  world.put(found);
  const changes = together(['delete outbound 100', 'add inbound 200']);
  await review(found.networkAclId, { kind: 'read', networkAcl: found }, changes, world.reviewing);
  const [pending] = await world.findings.listPending();
  expect(pending?.pending.map(({ alert }) => [alert.kind, alert.change])).toEqual([
    ['remediated', toChange('delete outbound 100')],
  ]);
});

it('an alert that is only about a new rule without effect shows the change that created it', async () => {
  const entries = [
    ...ingress('100 allow tcp 443 0.0.0.0/0'),
    ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0', '120 allow tcp 5000 0.0.0.0/0'),
  ];
  const world = new ReviewWorld();
  const found = networkAcl(entries);
  world.put(found);
  const changes = together(['delete outbound 200', 'add outbound 120']);
  await review(found.networkAclId, { kind: 'read', networkAcl: found }, changes, world.reviewing);
  const [pending] = await world.findings.listPending();
  expect(pending?.pending.map(({ alert }) => alert)).toMatchObject([
    { noEffect: { ruleNumber: 120, isOnlyCause: true }, change: { eventId: 'add outbound 120' } },
  ]);
});
