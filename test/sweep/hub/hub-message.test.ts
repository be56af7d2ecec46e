import { describe, expect, it } from 'vitest';
import { parseHubMessage } from '../../../functions/sweep/hub-message.ts';
import { START } from '../../../functions/sweep/progress.ts';
import { HOME } from '../../fixtures/findings-in-memory.ts';

const HUB = {
  home: HOME,
  namespace: 'guard-prod',
  admission: { organizationId: 'o-a1b2c3d4e5', memberAccountIds: [], ignoredAccounts: ['999999999999'] },
};
const MEMBER = { account: '210987654321', region: 'eu-west-1' };
const parse = (message: unknown) => parseHubMessage(message, 'message-1', HUB);
const rule = (name: string) => [`arn:aws:events:eu-west-1:210987654321:rule/${name}`];
const scheduled = (sender: object, name: string) => ({
  ...{ id: 'event-1', source: 'aws.events', 'detail-type': 'Scheduled Event' },
  ...{ resources: rule(name), detail: {} },
  ...sender,
});
const stack = (sender: object, status?: unknown) => ({
  ...{ id: 'event-2', source: 'aws.cloudformation', 'detail-type': 'CloudFormation Stack Status Change' },
  detail: { 'stack-id': 'arn:aws:cloudformation:…:stack/member/1', 'status-details': { status } },
  ...sender,
});

describe('a message to the sweep of a hub', () => {
  it.each<[string, unknown, object]>([
    [
      'its own schedule plans, with the id of the event',
      scheduled(HOME, 'stack-SweepRule-1A2B'),
      { kind: 'plan', id: 'event-1', purpose: 'due' },
    ],
    [
      'a test of the console plans, with the id of the message',
      {},
      { kind: 'plan', id: 'message-1', purpose: 'due' },
    ],
    ['null plans', null, { kind: 'plan', id: 'message-1', purpose: 'due' }],
    [
      'a deployment of the hub plans',
      { firstSweep: {} },
      { kind: 'plan', id: 'message-1', purpose: 'first' },
    ],
    ['a new subscription plans', { openSweep: {} }, { kind: 'plan', id: 'message-1', purpose: 'open' }],
    ['a report is requested', { report: {} }, { kind: 'report' }],
    ['a plan is continued', { continuePlan: 'event-1' }, { kind: 'continue-plan', planId: 'event-1' }],
    ['the end of a plan is looked for', { endPlan: 'event-1' }, { kind: 'end-plan', planId: 'event-1' }],
    [
      'a member is swept',
      { member: MEMBER, planId: 'event-1', progress: START },
      { kind: 'sweep', sweep: { member: MEMBER, planId: 'event-1', progress: START } },
    ],
    [
      'a member is swept, and tried again where it cannot be reached',
      { member: MEMBER, triesAgain: true },
      { kind: 'sweep', sweep: { member: MEMBER, triesAgain: true } },
    ],
    ['a member is swept without a plan', { member: MEMBER }, { kind: 'sweep', sweep: { member: MEMBER } }],
    [
      'what a version without members began is of the hub',
      { progress: START },
      { kind: 'sweep', sweep: { member: HOME, progress: START } },
    ],
    ['a heartbeat', scheduled(MEMBER, 'guard-prod-heartbeat'), { kind: 'heartbeat', member: MEMBER }],
    ['a stack that was created', stack(MEMBER, 'CREATE_COMPLETE'), { kind: 'registered', member: MEMBER }],
    ['a stack that was updated', stack(MEMBER, 'UPDATE_COMPLETE'), { kind: 'registered', member: MEMBER }],
    [
      'when a stack was created',
      stack({ ...MEMBER, time: '2026-11-20T10:00:00Z' }, 'CREATE_COMPLETE'),
      { kind: 'registered', member: MEMBER, at: new Date('2026-11-20T10:00:00Z') },
    ],
    [
      'a stack that is being deleted',
      stack(MEMBER, 'DELETE_IN_PROGRESS'),
      { kind: 'removed', member: MEMBER },
    ],
  ])('%s', (_, message, expected) => expect(parse(message)).toEqual(expected));

  it.each<[string, unknown, string, string]>([
    [
      'a schedule of a member',
      scheduled(MEMBER, 'nightly'),
      'refused',
      `resources[0] is "${rule('nightly')[0]}", expected the rule guard-prod-heartbeat of a member`,
    ],
    [
      'the schedule of another stack of a member',
      scheduled(MEMBER, 'stack-SweepRule-1A2B'),
      'refused',
      'expected the rule guard-prod-heartbeat',
    ],
    [
      'a schedule without a rule',
      { ...scheduled(MEMBER, ''), resources: [] },
      'refused',
      'resources[0] is missing',
    ],
    [
      'a heartbeat of another hub',
      scheduled(MEMBER, 'other-heartbeat'),
      'refused',
      'expected the rule guard-prod-heartbeat',
    ],
    [
      'an ignored account',
      scheduled({ ...MEMBER, account: '999999999999' }, 'guard-prod-heartbeat'),
      'refused',
      'account is "999999999999", expected an account that is not ignored',
    ],
    [
      'an account that is none',
      stack({ ...MEMBER, account: '../x' }, 'CREATE_COMPLETE'),
      'refused',
      'account is "../x", expected an account id',
    ],
    ['no account', stack({ region: 'eu-west-1' }, 'CREATE_COMPLETE'), 'refused', 'account is missing'],
    [
      'a region that is none',
      stack({ ...MEMBER, region: 'x.example.com' }, 'CREATE_COMPLETE'),
      'refused',
      'region is "x.example.com", expected a region',
    ],
    [
      'another source',
      { ...scheduled(MEMBER, 'x'), source: 'aws.ec2' },
      'refused',
      'source is "aws.ec2", expected aws.events or aws.cloudformation',
    ],
    [
      'another status',
      stack(MEMBER, 'UPDATE_IN_PROGRESS'),
      'ignored',
      'the status of the stack is "UPDATE_IN_PROGRESS"',
    ],
    [
      'a status of a prototype',
      stack(MEMBER, 'constructor'),
      'ignored',
      'the status of the stack is "constructor"',
    ],
    ['no status', stack(MEMBER), 'ignored', 'the status of the stack is ""'],
    [
      'a stack in its own region',
      stack(HOME, 'DELETE_IN_PROGRESS'),
      'ignored',
      "the stack is in the hub's own region",
    ],
  ])('is not used: %s', (_, message, kind, reason) => {
    expect(parse(message)).toEqual({ kind, reason: expect.stringContaining(reason) });
  });

  it("of the hub's own schedule plans also where the hub ignores its own account", () => {
    const admission = { ...HUB.admission, ignoredAccounts: [HOME.account] };
    const parseThere = (message: unknown) => parseHubMessage(message, 'message-1', { ...HUB, admission });
    expect(parseThere(scheduled(HOME, 'stack-SweepRule-1A2B'))).toMatchObject({ kind: 'plan' });
    expect(parseThere(stack({ ...HOME, region: 'us-west-2' }, 'CREATE_COMPLETE'))).toMatchObject({
      kind: 'refused',
    });
  });

  it('of a member that names another message is still an event', () => {
    const forged = { ...scheduled(MEMBER, 'nightly'), member: MEMBER, report: {}, firstSweep: {} };
    expect(parse(forged)).toMatchObject({ kind: 'refused' });
  });

  it.each([
    [{ member: { account: 7 } }, 'member.account is 7, expected a text'],
    [{ member: MEMBER, progress: { skip: -1 } }, 'progress.skip is -1, expected a whole number from 0'],
    [{ endPlan: 7 }, 'endPlan is 7, expected a text'],
    [{ source: 7 }, 'source is 7, expected a text'],
  ])('that is malformed is refused: %j', (message, error) => expect(() => parse(message)).toThrow(error));
});
